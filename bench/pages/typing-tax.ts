import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import { ScriptId, UpdateId } from '../../app/ids.ts';
import type { Bridge } from '../../app/ipc/contract.ts';
import { Client } from '../../renderer/client.ts';
import { DocumentProvider, WINDOW_MS } from '../../renderer/document/provider.ts';
import { offer } from './offer.ts';
import { MemoryEmergencyStore } from '../../tests/support/memory-emergency-store.ts';

const SCRIPT = ScriptId.parse('6b0d2a52-6f1c-4c53-9e0a-0a8f5d7c1e11');
const UPDATE = UpdateId.parse('6b0d2a52-6f1c-4c53-9e0a-0a8f5d7c1e12');
/** The clock of a page ticks in steps of up to 0.1 ms: one sample is the mean of this many updates. */
const UPDATES_PER_SAMPLE = 50;

interface Input {
  readonly updates: readonly string[];
  /** How many updates fall into one window of 20 ms: one is typing, twenty is a burst. */
  readonly perWindow: number;
}

/**
 * What one update costs the typist: the provider from the document's event to its hand on the bridge, its window of 20 ms
 * and the acknowledgement included, beside what y-indexeddb does in the same event. Answers milliseconds per update.
 */
offer(async ({ updates, perWindow }: Input) => {
  const bytes = updates.map((update) => Uint8Array.from(atob(update), (letter) => letter.charCodeAt(0)));
  const ours = new OurProvider();
  const theirs = new Y.Doc();
  const store = new IndexeddbPersistence(`typing-${performance.now()}`, theirs);
  await store.whenSynced;
  const times = { provider: [] as number[], yIndexeddb: [] as number[] };
  for (let from = 0; from + UPDATES_PER_SAMPLE <= bytes.length; from += UPDATES_PER_SAMPLE) {
    const sample = bytes.slice(from, from + UPDATES_PER_SAMPLE);
    times.provider.push((await ours.take(sample, perWindow)) / sample.length);
    const start = performance.now();
    for (const update of sample) store._storeUpdate(update, null);
    times.yIndexeddb.push((performance.now() - start) / sample.length);
    // What was begun ends before the next sample, so that neither works in the other's wake.
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await store.clearData();
  return times;
});

class OurProvider {
  readonly #doc = new Y.Doc();
  #window: (() => void) | null = null;
  readonly #transaction = this.#doc.transact((transaction) => transaction);

  constructor() {
    const bridge: Bridge = { call: async () => ({ ok: true, value: undefined as never }), on: () => () => {} };
    const provider = new DocumentProvider(new Client(bridge), SCRIPT, this.#doc, {
      timers: {
        after: (delayMs, action) => {
          if (delayMs !== WINDOW_MS) return () => undefined;
          this.#window = action;
          return () => (this.#window = null);
        },
      },
      emergencyStore: new MemoryEmergencyStore(),
      now: () => new Date(),
      newUpdateId: () => UPDATE,
      report: (error) => {
        throw error;
      },
    });
    provider.listen();
  }

  async take(sample: readonly Uint8Array[], perWindow: number): Promise<number> {
    const start = performance.now();
    for (let from = 0; from < sample.length; from += perWindow) {
      for (const update of sample.slice(from, from + perWindow))
        this.#doc.emit('update', [update, null, this.#doc, this.#transaction]);
      this.#window?.();
      this.#window = null;
      // The bridge's answer is a microtask here; what follows it is the provider's own code again.
      for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
    }
    return performance.now() - start;
  }
}
