import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { fromBase64 } from '../../app/server/base64.ts';
import { chainAfter, chainToHex, hexToChain, type Cursor } from '../../app/server/chain.ts';
import { decodeFrames } from '../../app/server/frames.ts';
import type { Pulled as PulledResult } from '../../app/server/log-calls.ts';
import type { Pulled } from '../../app/sync/ports.ts';

type Result = z.output<typeof PulledResult>;

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/**
 * What a pull from `from` on brought, held against its own chain and hash. Undefined when it does not hold: something on
 * the way, or at the server, changed it.
 */
export function readPulled(from: Cursor, result: Result): Pulled | undefined {
  const { head, epoch } = result;
  switch (result.kind) {
    case 'diverged':
      return { kind: 'diverged', head, epoch };
    case 'snapshot': {
      const state = bytesOf(result.bytes);
      if (state === undefined || result.position <= from.position || result.position > head) return undefined;
      if (Buffer.from(sha256(state)).toString('hex') !== result.sha256) return undefined;
      const page = { from, state, to: { position: result.position, chain: result.chain } };
      return { kind: 'snapshot', page, head, epoch };
    }
    case 'updates': {
      const page = readUpdates(from, result);
      return page === undefined ? undefined : { kind: 'updates', page, head, epoch };
    }
    default:
      return result satisfies never;
  }
}

function readUpdates(
  from: Cursor,
  result: Result & { kind: 'updates' },
): (Pulled & { kind: 'updates' })['page'] | undefined {
  const all = bytesOf(result.frames);
  if (all === undefined || result.first !== from.position + 1) return undefined;
  const people = result.people.map(({ id, name }) => ({ personId: id, name }));
  const frames = decoded(() => decodeFrames(all, people.length));
  if (frames?.length !== result.count) return undefined;
  let running: Uint8Array = hexToChain(from.chain);
  const updates = [];
  for (const { id, format, bytes, pushedBy, author } of frames) {
    running = chainAfter(running, { id, bytes }, sha256);
    const pusher = people[pushedBy];
    if (pusher === undefined) return undefined;
    const claimed = author === undefined ? undefined : people[author];
    updates.push({ id, format, bytes, pushedBy: pusher.personId, claimedAuthor: claimed?.personId ?? null });
  }
  const to = { position: from.position + frames.length, chain: chainToHex(running) };
  if (to.chain !== result.chain || to.position > result.head) return undefined;
  return { from, updates, to, people };
}

const bytesOf = (base64: string): Uint8Array | undefined => decoded(() => fromBase64(base64));

/** Undefined for what throws: a page that cannot be decoded is one that does not hold. */
function decoded<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof RangeError || error instanceof DOMException || isInvalid(error)) return undefined;
    throw error;
  }
}

const isInvalid = (error: unknown): boolean => error instanceof Error && error.name === 'ZodError';
