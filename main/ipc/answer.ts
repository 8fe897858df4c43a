import { Failure } from '../../app/failure.ts';
import { calls, type CallName, type Handlers, type Reply } from '../../app/ipc/contract.ts';
import type { Log } from '../log/log.ts';
import { isWithin, maxInputBytes } from './size.ts';

/** One request as it came over the bridge, and what is known of its sender. */
export interface Request {
  readonly input: unknown;
  readonly windowId: number;
  readonly trusted: boolean;
  /** False when this window asks more often than any person can. */
  readonly admitted: boolean;
}

export interface Answering {
  /** Requests wait for these: pages load while the library is still being opened. Others may hold for the next request. */
  readonly handlers: () => Handlers | Promise<Handlers>;
  /** What a window may ask before those are there, and is answered by these: only the one that says why they are not. */
  readonly early?: (windowId: number) => Partial<Handlers> | undefined;
  readonly log: Pick<Log, 'warn' | 'error'>;
}

/** Checks one request and runs it; never throws. Knows nothing of Electron, so that tests can call it. */
export async function answer(
  name: CallName,
  request: Request,
  { handlers, early, log }: Answering,
): Promise<Reply<unknown>> {
  try {
    const input = check(name, request);
    // The contract ties each name to its handler; the compiler cannot follow that through a name that varies.
    const handle = (early?.(request.windowId)?.[name] ?? (await handlers())[name]) as (
      input: unknown,
      windowId: number,
    ) => unknown;
    return { ok: true, value: await handle(input, request.windowId) };
  } catch (error) {
    if (error instanceof Failure && error.code !== 'unexpected') {
      if (error.cause !== undefined || !request.trusted) log.warn('ipc.refused', { call: name, error });
      return { ok: false, code: error.code, message: error.message };
    }
    // A bug: its words are for the log's reader alone, and may hold the script's.
    log.error('ipc.unexpected', { call: name, error });
    return { ok: false, code: 'unexpected', message: UNEXPECTED };
  }
}

const UNEXPECTED =
  'Galley could not do this. What was saved before is safe on this device. Try again, and restart Galley if it happens again.';

function check(name: CallName, { input, trusted, admitted }: Request): unknown {
  if (!trusted) throw new Failure('forbidden', 'This request did not come from a page of Galley and was refused.');
  if (!admitted) {
    throw new Failure('busy', 'This window asks too much at once. Nothing was changed. Wait a moment and try again.');
  }
  if (!isWithin(maxInputBytes(name), input)) throw new Failure('too-large', TOO_LARGE[name] ?? TOO_LONG);
  const parsed = calls[name].input.safeParse(input);
  if (!parsed.success) throw new Failure('invalid', 'Galley could not read this request. Nothing was changed.');
  return parsed.data;
}

const TOO_LARGE: Partial<Record<CallName, string>> = {
  'script.append':
    'This change is larger than 1 MB, so it was not saved. Everything before it is safe. Undo it and put it in as several smaller pieces.',
  'files.preview-import':
    'This file is larger than 20 MB, so it was not read. It is unchanged, and nothing was imported. Split it and import the parts.',
};
const TOO_LONG = 'This is too long to be used here. Nothing was changed. Use fewer words.';
