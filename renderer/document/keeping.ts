import type { ScriptId, UpdateId } from '../../app/ids.ts';
import type { EmergencyStore } from './emergency-store.ts';
import type { Batch, Outbox } from './outbox.ts';
import type { Timers } from './timers.ts';

/** A store that has not answered by then is not counted on; when it does answer, it is again. */
export const KEEP_PATIENCE_MS = 5_000;

export interface KeepingSurroundings {
  readonly timers: Timers;
  readonly emergencyStore: EmergencyStore;
  now(): Date;
  /** What is kept, or whether the store can be counted on, is not what it was. */
  readonly changed: () => void;
}

/** Puts one outbox's rows into the emergency store while they cannot be saved, and takes them out when they are. */
export class Keeping {
  readonly #scriptId: ScriptId;
  readonly #outbox: Outbox;
  readonly #surroundings: KeepingSurroundings;
  #keeping: Promise<void> | null = null;
  #isFailing = false;
  #turn = 0;

  constructor(scriptId: ScriptId, outbox: Outbox, surroundings: KeepingSurroundings) {
    this.#scriptId = scriptId;
    this.#outbox = outbox;
    this.#surroundings = surroundings;
  }

  /** The latest attempt failed or is overdue. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  /** Resolves when everything that may be sent is in the store, or the store has failed; never rejects. */
  keep(): Promise<void> {
    if (this.#keeping === null && this.#next().length === 0) return Promise.resolve();
    this.#keeping ??= this.#keepAll();
    return this.#keeping;
  }

  /** The vault has these. What cannot be taken out is sent once more some day, under the same id, which is harmless. */
  forget(updateIds: readonly UpdateId[]): void {
    this.#surroundings.emergencyStore.forget(updateIds).catch(() => undefined);
  }

  async #keepAll(): Promise<void> {
    let isKept = true;
    for (let batches = this.#next(); isKept && batches.length > 0; batches = this.#next()) {
      isKept = await this.#keepSome(batches);
    }
    // In one go: whoever asked between the last row and a later turn would be given an end that lacks theirs.
    this.#keeping = null;
  }

  async #keepSome(batches: readonly Batch[]): Promise<boolean> {
    const { timers, emergencyStore } = this.#surroundings;
    const stopWaiting = timers.after(KEEP_PATIENCE_MS, () => this.#set(true));
    try {
      await emergencyStore.keep(batches.map((batch) => this.#rowOf(batch)));
    } catch {
      // Told by the state: these edits are in memory alone. Saving and keeping are both tried again.
      this.#set(true);
      return false;
    } finally {
      stopWaiting();
    }
    const saved = this.#outbox.markKept(batches);
    if (saved.length > 0) this.forget(saved);
    this.#set(false);
    return true;
  }

  /** A store that fails is asked with one row first: what is not cut yet goes to disk later in fewer, larger rows. */
  #next(): readonly Batch[] {
    if (!this.#isFailing) return this.#outbox.rowsToKeep();
    const first = this.#outbox.unkept();
    if (first.length > 0) return first;
    this.#outbox.next();
    return this.#outbox.unkept();
  }

  #rowOf({ updateId, format, update, edits }: Batch) {
    const at = this.#surroundings.now().getTime();
    this.#turn += 1;
    return { scriptId: this.#scriptId, updateId, format, update, edits, at, turn: this.#turn };
  }

  #set(isFailing: boolean): void {
    this.#isFailing = isFailing;
    this.#surroundings.changed();
  }
}
