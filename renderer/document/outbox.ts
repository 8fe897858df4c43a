import * as Y from 'yjs';
import { MAX_UPDATE_BYTES } from '../../app/ipc/contract.ts';
import type { UpdateId } from '../../app/ids.ts';
import { splitUpdate } from '../../app/script/split-update.ts';

/** `Y.mergeUpdates` is quadratic: 256 at a time cost nothing that can be felt, 10,000 cost seconds. */
const MAX_MERGED_UPDATES = 256;

/** One row of the log on its way to disk. It keeps its id and its bytes until it is acknowledged. */
export interface Batch {
  readonly updateId: UpdateId;
  readonly update: Uint8Array;
}

/** What was typed and is not yet acknowledged, in the order it was typed. */
export class Outbox {
  readonly #newUpdateId: () => UpdateId;
  /** Typed in the window that is still open. */
  #typed: Uint8Array[] = [];
  /** Typed in windows that are closed: to be sent, in this order. */
  #ready: Uint8Array[] = [];
  #batch: (Batch & { readonly edits: number }) | null = null;

  constructor(newUpdateId: () => UpdateId) {
    this.#newUpdateId = newUpdateId;
  }

  /** How many edits are not acknowledged. */
  get unsaved(): number {
    return this.#typed.length + this.#ready.length + (this.#batch?.edits ?? 0);
  }

  /** The bytes of everything that is not acknowledged: what a copy of this document from disk lacks. */
  unacknowledged(): readonly Uint8Array[] {
    return [...(this.#batch ? [this.#batch.update] : []), ...this.#ready, ...this.#typed];
  }

  add(update: Uint8Array): void {
    this.#typed.push(update);
  }

  /** What was typed until now may be sent. */
  closeWindow(): void {
    this.#ready.push(...this.#typed);
    this.#typed = [];
  }

  /** The row to send now: the same one, with the same id and bytes, until it is acknowledged. */
  next(): Batch | null {
    if (this.#batch === null && this.#ready.length > 0) this.#batch = this.#cut();
    return this.#batch;
  }

  acknowledge(batch: Batch): void {
    if (this.#batch?.updateId === batch.updateId) this.#batch = null;
  }

  #cut(): Batch & { readonly edits: number } {
    let count = 0;
    let bytes = 0;
    for (const update of this.#ready) {
      bytes += update.byteLength;
      if (count === MAX_MERGED_UPDATES || (count > 0 && bytes > MAX_UPDATE_BYTES)) break;
      count += 1;
    }
    const taken = this.#ready.splice(0, count);
    const [only] = taken;
    const update = taken.length === 1 && only ? only : Y.mergeUpdates(taken);
    const [first = update, ...later] = splitUpdate(update, MAX_UPDATE_BYTES);
    this.#ready = [...later, ...this.#ready];
    // The pieces of one large edit count as edits until the last of them is acknowledged.
    return { updateId: this.#newUpdateId(), update: first, edits: later.length > 0 ? 0 : count };
  }
}
