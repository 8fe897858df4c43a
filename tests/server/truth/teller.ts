import type { EventName, Payload } from '../../../app/ipc/contract.ts';
import type { SyncEngine } from '../../../app/sync/engine.ts';
import type { Client } from '../../../renderer/client.ts';
import { SyncStore } from '../../../renderer/status/sync-store.ts';

/** A window's store of what it was told, fed by an engine as main feeds it: later, and in order. */
export class Teller implements Disposable {
  readonly store: SyncStore;
  readonly #stack = new DisposableStack();

  constructor(engine: SyncEngine) {
    const listeners = new Set<(change: Payload<'sync.changed'>) => void>();
    const client = {
      call: async () => {
        const { link, scripts, events } = engine.overview();
        return { link, scripts: [...scripts], events: [...events] };
      },
      on: (name: EventName, listener: (payload: never) => void) => {
        if (name !== 'sync.changed') return () => undefined;
        const hear = listener as (change: Payload<'sync.changed'>) => void;
        listeners.add(hear);
        return () => void listeners.delete(hear);
      },
    };
    this.#stack.use(
      engine.onChanged(({ link, scripts, events }) => {
        const told = { link, scripts: [...scripts], events: [...events] };
        void this.inOrder(() => listeners.forEach((listener) => listener(told)));
      }),
    );
    const timers = {
      after: (ms: number, act: () => void) => {
        const timer = setTimeout(act, ms);
        return () => clearTimeout(timer);
      },
    };
    const report = (error: unknown): never => {
      throw error;
    };
    this.store = this.#stack.use(SyncStore.open(client as unknown as Pick<Client, 'call' | 'on'>, { timers, report }));
  }

  /** What main tells a window and what it answers arrive in the order in which they were said. */
  inOrder(act: () => void): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    setImmediate(() => {
      act();
      resolve();
    });
    return promise;
  }

  [Symbol.dispose](): void {
    this.#stack.dispose();
  }
}
