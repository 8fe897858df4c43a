import { Failure } from '../../app/failure.ts';
import type { ScriptId } from '../../app/ids.ts';
import type { Client } from '../client.ts';
import type { EmergencyStore, KeptRow } from './emergency-store.ts';
import type { Timers } from './timers.ts';

/** A store that has not answered by then does not hold up opening a script; its rows are saved at another start. */
const READ_PATIENCE_MS = 3_000;
const AGAIN_AFTER_MS = 60_000;

/** What became of edits that an earlier window could not save. */
export type LeftoverNews =
  | { readonly kind: 'saved'; readonly edits: number }
  /** Their script is not on this device any more: they stay in the emergency store. */
  | { readonly kind: 'stranded'; readonly edits: number };

export interface LeftoversSurroundings {
  readonly timers: Timers;
  readonly emergencyStore: EmergencyStore;
  report(error: unknown): void;
  told(news: LeftoverNews): void;
  /** A script that is open in this window saves its own rows. */
  isOpen(scriptId: ScriptId): boolean;
}

/** Brings home what windows before this one left in the emergency store, also of scripts that nobody opens. */
export class Leftovers implements Disposable {
  readonly #client: Client;
  readonly #surroundings: LeftoversSurroundings;
  #working: { readonly scriptId: ScriptId; readonly done: Promise<unknown> } | null = null;
  #again: (() => void) | null = null;

  constructor(client: Client, surroundings: LeftoversSurroundings) {
    this.#client = client;
    this.#surroundings = surroundings;
  }

  /** Resolves when none of this script's rows is on its way: what is read afterwards, here or there, has them all. */
  async settled(scriptId: ScriptId): Promise<void> {
    if (this.#working?.scriptId === scriptId) await this.#working.done;
  }

  /** The rows of one script, in order; none when the store cannot be read. Never rejects. */
  async rowsOf(scriptId: ScriptId): Promise<readonly KeptRow[]> {
    const { timers } = this.#surroundings;
    const patience = Promise.withResolvers<readonly KeptRow[]>();
    const stop = timers.after(READ_PATIENCE_MS, () => patience.resolve([]));
    const rows = await Promise.race([this.#read(), patience.promise]);
    stop();
    return rows.filter((row) => row.scriptId === scriptId);
  }

  /** Saves what there is, and tries again later for as long as something cannot be saved. Never rejects. */
  async save(): Promise<void> {
    this.#again?.();
    this.#again = null;
    const byScript = Map.groupBy(await this.#read(), ({ scriptId }) => scriptId);
    const counts = { saved: 0, stranded: 0 };
    let isDone = true;
    for (const [scriptId, rows] of byScript) {
      const sending = this.#send(rows);
      this.#working = { scriptId, done: sending };
      const { saved, end } = await sending;
      this.#working = null;
      counts.saved += saved;
      if (end === 'stranded') counts.stranded += editsOf(rows) - saved;
      if (end === 'failed') isDone = false;
    }
    if (!isDone) this.#again = this.#surroundings.timers.after(AGAIN_AFTER_MS, () => void this.save());
    for (const kind of ['saved', 'stranded'] as const) {
      if (counts[kind] > 0) this.#surroundings.told({ kind, edits: counts[kind] });
    }
  }

  [Symbol.dispose](): void {
    this.#again?.();
  }

  async #send(rows: readonly KeptRow[]): Promise<{ saved: number; end: 'done' | 'failed' | 'stranded' }> {
    const surroundings = this.#surroundings;
    let saved = 0;
    for (const { scriptId, updateId, format, update, edits } of rows) {
      if (surroundings.isOpen(scriptId)) return { saved, end: 'done' };
      try {
        await this.#client.call('script.append', { scriptId, updateId, format, update });
        // Only now. And if this fails the row is sent again some day, under the same id, which is harmless.
        await surroundings.emergencyStore.forget([updateId]).catch(() => undefined);
      } catch (error) {
        if (error instanceof Failure) return { saved, end: error.code === 'not-found' ? 'stranded' : 'failed' };
        surroundings.report(error);
        return { saved, end: 'failed' };
      }
      saved += edits;
    }
    return { saved, end: 'done' };
  }

  async #read(): Promise<readonly KeptRow[]> {
    try {
      return await this.#surroundings.emergencyStore.read();
    } catch {
      // Nothing of it is lost: it lies there until it can be read, and every start tries.
      return [];
    }
  }
}

export const editsOf = (rows: readonly KeptRow[]): number => rows.reduce((sum, { edits }) => sum + edits, 0);
