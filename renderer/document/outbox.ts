import * as Y from 'yjs';
import { MAX_UPDATE_BYTES } from '../../app/ipc/contract.ts';
import type { UpdateId } from '../../app/ids.ts';
import { FORMAT } from '../../app/script/format.ts';
import { splitUpdate } from '../../app/script/split-update.ts';

/** `Y.mergeUpdates` is quadratic: 256 at a time cost nothing that can be felt, 10,000 cost seconds. */
const MAX_MERGED_UPDATES = 256;

/** One row of the log on its way to disk. It keeps its id and its bytes until it is acknowledged. */
export interface Batch {
  readonly updateId: UpdateId;
  readonly format: number;
  readonly update: Uint8Array;
  /** How many edits it holds. The pieces of one large edit count as edits until the last of them is acknowledged. */
  readonly edits: number;
}

/** What was typed and is not yet acknowledged, in the order it was typed. */
export class Outbox {
  readonly #newUpdateId: () => UpdateId;
  /** Typed in the window that is still open. */
  #typed: Uint8Array[] = [];
  /** Typed in windows that are closed: to be sent, in this order. */
  #ready: Uint8Array[] = [];
  /** Rows in the order in which they go to disk. */
  #batches: Batch[] = [];
  /** Rows that the emergency store has, too. */
  readonly #kept = new Set<UpdateId>();

  /** `kept`: rows that an earlier window left in the emergency store. */
  constructor(newUpdateId: () => UpdateId, kept: readonly Batch[] = []) {
    this.#newUpdateId = newUpdateId;
    this.#batches = [...kept];
    for (const { updateId } of kept) this.#kept.add(updateId);
  }

  /** How many edits are not acknowledged. */
  get unsaved(): number {
    return this.#typed.length + this.#ready.length + sum(this.#batches.map(({ edits }) => edits));
  }

  /** What neither the vault nor the emergency store has acknowledged. */
  get onlyHere(): { readonly edits: number; readonly bytes: number } {
    const loose = [...this.#ready, ...this.#typed];
    const unkept = this.unkept();
    const bytes = sum(loose.map(({ byteLength }) => byteLength)) + sum(unkept.map(({ update }) => update.byteLength));
    return { edits: loose.length + sum(unkept.map(({ edits }) => edits)), bytes };
  }

  /** The bytes of everything that is not acknowledged: what a copy of this document from disk lacks. */
  unacknowledged(): readonly Uint8Array[] {
    return [...this.#batches.map(({ update }) => update), ...this.#ready, ...this.#typed];
  }

  has(updateId: UpdateId): boolean {
    return this.#batches.some((batch) => batch.updateId === updateId);
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
    if (this.#batches.length === 0 && this.#ready.length > 0) this.#cut();
    return this.#batches[0] ?? null;
  }

  /** Rows that the emergency store does not have. */
  unkept(): readonly Batch[] {
    return this.#batches.filter(({ updateId }) => !this.#kept.has(updateId));
  }

  /** The same, with everything that may be sent made into rows. */
  rowsToKeep(): readonly Batch[] {
    while (this.#ready.length > 0) this.#cut();
    return this.unkept();
  }

  /** The emergency store has these. Answers those among them that it need not have any more. */
  markKept(batches: readonly Batch[]): readonly UpdateId[] {
    const waiting = new Set(this.#batches.map(({ updateId }) => updateId));
    for (const { updateId } of batches) if (waiting.has(updateId)) this.#kept.add(updateId);
    return batches.flatMap(({ updateId }) => (waiting.has(updateId) ? [] : [updateId]));
  }

  /** The vault has it. Answers whether the emergency store has it too. */
  acknowledge({ updateId }: Batch): boolean {
    this.#batches = this.#batches.filter((batch) => batch.updateId !== updateId);
    return this.#kept.delete(updateId);
  }

  #cut(): void {
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
    const pieces = splitUpdate(update, MAX_UPDATE_BYTES);
    for (const [index, piece] of pieces.entries()) {
      const edits = index === pieces.length - 1 ? count : 0;
      this.#batches.push({ updateId: this.#newUpdateId(), format: FORMAT, update: piece, edits });
    }
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
