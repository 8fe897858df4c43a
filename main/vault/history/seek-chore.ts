import * as Y from 'yjs';
import * as z from 'zod';
import { ScriptId } from '../../../app/ids.ts';
import { FORMAT } from '../../../app/script/format.ts';
import { isReadable } from '../../../app/script/read-updates.ts';
import type { ChoreTurn, Chore } from '../chores.ts';
import type { Head } from '../head-table.ts';
import { parseRow } from '../stored-row.ts';
import { UpdateLog } from '../update-log.ts';
import { changesSince, markOf } from './doc-changes.ts';
import { HistoryLog } from './history-log.ts';
import { PerScript, type Outcome } from './per-script.ts';
import { seekPoint, SeekTable, type SeekPoint } from './seek-table.ts';
import type { SegmentChoreParts } from './segment-chore.ts';
import { nextBoundary, SPACING } from './stretches.ts';

const Behind = z.array(ScriptId);

/** Sets seek points along every log, so that any moment of it is reached fast. */
export class SeekChore implements Chore {
  readonly name = 'seek-points';
  readonly #parts: SegmentChoreParts;
  readonly #behind;
  readonly #perScript: PerScript;
  readonly #history: HistoryLog;
  readonly #log: UpdateLog;
  readonly #seeks: SeekTable;

  constructor(parts: SegmentChoreParts) {
    this.#parts = parts;
    this.#behind = parts.db
      .prepare(
        `SELECT script_id FROM head WHERE format <= ${FORMAT} AND count - ${SPACING} >=
         (SELECT coalesce(max(ordinal), 0) FROM snapshot WHERE script = head.script AND purpose = 'seek')`,
      )
      .pluck();
    this.#perScript = new PerScript(parts.db, parts.onTrouble);
    this.#history = new HistoryLog(parts.db);
    this.#log = new UpdateLog(parts.db);
    this.#seeks = new SeekTable(parts.db);
  }

  async run(turn: ChoreTurn): Promise<void> {
    for (const scriptId of parseRow(Behind, this.#behind.all())) {
      if (turn.signal.aborted) return;
      await this.#perScript.run(scriptId, (head) => this.#follow(head, turn));
    }
  }

  async #follow(head: Head, { at, signal }: ChoreTurn): Promise<Outcome> {
    const { writer, pace } = this.#parts;
    const { changes, end } = this.#seeks.wayTo(head.script, head.count);
    using replay = new OwnDoc(changes);
    // Made of seek points alone, as whoever seeks will make it.
    using sought = new OwnDoc(changes);
    let before = end;
    let place = before?.ordinal ?? 0;
    for (let next = nextBoundary(place); next <= head.count && !signal.aborted; next = nextBoundary(next)) {
      const start = performance.now();
      const mark = markOf(sought.doc);
      replay.apply(this.#readable(head, { from: place + 1, to: next }));
      place = next;
      const change = changesSince(replay.doc, mark);
      if (change !== null) {
        sought.apply([change]);
        // Never a shorter way that leads elsewhere.
        if (!sought.isSameAs(replay)) return 'stuck';
        const point: SeekPoint = seekPoint(this.#log.placeAt(head, next), change, { before, at });
        if (!(await writer.ask('store-seek', { scriptId: head.scriptId, point, before }))) return 'stuck';
        before = point;
      }
      await pace.rest(performance.now() - start, signal);
    }
    return (before?.ordinal ?? 0) === place || signal.aborted ? 'done' : 'stuck';
  }

  *#readable({ scriptId }: Head, stretch: { readonly from: number; readonly to: number }): Generator<Uint8Array> {
    for (const { bytes } of this.#history.read(scriptId, stretch)) if (isReadable(bytes)) yield bytes;
  }
}

class OwnDoc implements Disposable {
  readonly doc = new Y.Doc();

  constructor(updates: Iterable<Uint8Array>) {
    this.apply(updates);
  }

  apply(updates: Iterable<Uint8Array>): void {
    this.doc.transact(() => {
      for (const update of updates) Y.applyUpdate(this.doc, update);
    });
  }

  isSameAs(other: OwnDoc): boolean {
    return Buffer.from(Y.encodeStateAsUpdate(this.doc)).equals(Y.encodeStateAsUpdate(other.doc));
  }

  [Symbol.dispose](): void {
    this.doc.destroy();
  }
}
