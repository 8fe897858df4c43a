import { setImmediate } from 'node:timers/promises';
import type { IpcMainInvokeEvent } from 'electron';
import { channel } from '../../app/ipc/channel.ts';
import {
  calls,
  type Bridge,
  type CallName,
  type EventName,
  type Handlers,
  type Payload,
} from '../../app/ipc/contract.ts';
import type { Answering } from '../../main/ipc/answer.ts';
import { CallRate } from '../../main/ipc/rate.ts';
import { registerCalls } from '../../main/ipc/register.ts';

export interface Frame {
  readonly url: string;
  readonly parent: unknown;
}

export const OWN_FRAME: Frame = { url: 'app://galley/index.html#/library', parent: null };

export interface TestBridge extends Disposable {
  /** The bridge as a page in this window sees it. Values that handlers answer are held against the contract. */
  page(windowId: number): Bridge;
  /** A call from any frame of any web contents, as it would come over the wire. */
  callFrom(
    sender: { readonly id: number; readonly frame: Frame | null },
    name: CallName,
    input: unknown,
  ): Promise<unknown>;
  /** What main tells a window. */
  send<N extends EventName>(windowId: number, name: N, payload: Payload<N>): void;
  /** How many calls are bound at the moment. */
  bound(): number;
}

type Listener = (payload: never) => void;

/** A test brings the handlers it is about; any other call is a bug. */
export interface Serving extends Pick<Answering, 'log'> {
  readonly handlers: Partial<Handlers> | Promise<Partial<Handlers>>;
}

/** `ipcMain` and the wire without Electron: everything is cloned on its way, as a real bridge does. */
export function openBridge(
  { handlers, log }: Serving,
  { windows = [1, 2], nowMs = () => 0 }: { readonly windows?: readonly number[]; readonly nowMs?: () => number } = {},
): TestBridge {
  const bound = new Map<string, (event: IpcMainInvokeEvent, input: unknown) => unknown>();
  const listeners = new Map<string, Set<Listener>>();
  const key = (windowId: number, name: EventName): string => `${windowId} ${channel(name)}`;
  const answering = Promise.resolve(handlers).then((some) => some as Handlers);
  const registered = registerCalls({
    handlers: () => answering,
    log,
    ipc: {
      handle: (name, listener) => void bound.set(name, listener),
      removeHandler: (name) => void bound.delete(name),
    },
    rate: new CallRate(nowMs),
    isWindow: (id) => windows.includes(id),
  });
  const callFrom: TestBridge['callFrom'] = async ({ id, frame }, name, input) => {
    const listener = bound.get(channel(name));
    if (listener === undefined) throw new Error(`${name} is not bound.`);
    const event = { sender: { id }, senderFrame: frame } as unknown as IpcMainInvokeEvent;
    return structuredClone(await listener(event, structuredClone(input)));
  };
  return {
    callFrom,
    page: (windowId) => ({
      call: async (name, input) => {
        const reply = (await callFrom({ id: windowId, frame: OWN_FRAME }, name, input)) as never;
        const { ok, value } = reply as { ok: boolean; value: unknown };
        if (ok) calls[name].output.parse(value);
        return reply;
      },
      on: (name, listener) => {
        const forName = listeners.get(key(windowId, name)) ?? new Set();
        listeners.set(key(windowId, name), forName.add(listener as Listener));
        return () => void forName.delete(listener as Listener);
      },
    }),
    send: (windowId, name, payload) => {
      // A message is never received while it is being sent.
      void setImmediate().then(() => {
        for (const listener of listeners.get(key(windowId, name)) ?? []) listener(structuredClone(payload) as never);
      });
    },
    bound: () => bound.size,
    [Symbol.dispose]: () => registered[Symbol.dispose](),
  };
}
