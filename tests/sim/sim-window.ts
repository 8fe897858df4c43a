import * as Y from 'yjs';
import { HYDRATED, RECEIVED } from '../../app/script/origins.ts';
import { ScriptModel } from '../../app/script/model.ts';
import { isReadable, readUpdates } from '../../app/script/read-updates.ts';
import { createUndoManager } from '../../app/script/undo.ts';
import { editAnyhow } from '../support/any-edit.ts';
import { LIVE_CELL } from '../support/live-cell.ts';
import type { Random } from '../support/random.ts';

/** One open script: what a window holds of it, and a person who does anything at all in it. */
export class SimWindow implements Disposable {
  readonly doc: Y.Doc;
  readonly #model: ScriptModel;
  readonly #undo: Y.UndoManager;
  readonly #random: Random;
  #made: Uint8Array[] = [];

  /** `stored`: the updates of the vault's log that are of a known format, in order. */
  constructor(stored: readonly Uint8Array[], random: Random, author: string, nowMs: () => number) {
    this.#random = random;
    this.doc = readUpdates(stored, HYDRATED).doc;
    this.doc.clientID = 1 + random.below(0xffff_fffe);
    this.#model = new ScriptModel(this.doc, {
      author,
      newId: () => random.uuid(),
      now: () => new Date(nowMs()),
    });
    this.#undo = createUndoManager(this.#model, [LIVE_CELL]);
    this.#undo.captureTimeout = Number.MAX_SAFE_INTEGER;
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== RECEIVED) this.#made.push(update);
    });
  }

  [Symbol.dispose](): void {
    this.#undo.destroy();
    this.#model[Symbol.dispose]();
    this.doc.destroy();
  }

  /** Does something, and answers the row that the vault is given for it; null when nothing came of it. */
  edit(): Uint8Array | null {
    const turn = this.#random.below(10);
    if (turn === 0) this.#undo.undo();
    else if (turn === 1) this.#undo.redo();
    else {
      if (turn < 5) this.#undo.stopCapturing();
      editAnyhow(this.#model, this.#random);
    }
    const made = this.#made.splice(0);
    return made.length === 0 ? null : Y.mergeUpdates(made);
  }

  receive(update: Uint8Array): void {
    if (isReadable(update)) Y.applyUpdate(this.doc, update, RECEIVED);
  }
}
