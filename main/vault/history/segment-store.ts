import type { Sqlite } from '../database.ts';
import type { Head } from '../head-table.ts';
import { SnapshotTable } from '../snapshot-table.ts';
import { UpdateLog, type LoggedUpdate } from '../update-log.ts';
import type { Entry } from './run-layout.ts';
import { SegmentTable } from './segment-table.ts';
import { entriesOf, type PackedRun } from './segments.ts';
import { UnsentUpdates } from './unsent.ts';

/** Moves rows into segments, in the writer's thread. It takes nobody's word for what is in one. */
export class SegmentStore {
  readonly #log: UpdateLog;
  readonly #snapshots: SnapshotTable;
  readonly #segments: SegmentTable;
  readonly #unsent: UnsentUpdates;

  constructor(db: Sqlite) {
    this.#log = new UpdateLog(db);
    this.#snapshots = new SnapshotTable(db);
    this.#segments = new SegmentTable(db);
    this.#unsent = new UnsentUpdates(db);
  }

  /**
   * Belongs inside a transaction. Answers whether it was taken: only when the run is, value by value, the rows of the log
   * that follow the last segment, all of them held by a snapshot and none waiting to be sent. Exactly these rows then go.
   * @throws Failure `damaged` when the rows are not what was written, or the run is not what was packed.
   */
  store(head: Head, run: PackedRun, { at }: { readonly at: number }): boolean {
    const { first, last, runBytes, runSha, body } = run;
    const settled = this.#snapshots.newest(head.script)?.ordinal ?? 0;
    const isNext = first === this.#segments.lastOrdinal(head.script) + 1 && first <= last && last <= settled;
    if (!isNext || last > head.count || this.#unsent.areWaiting(head, run)) return false;
    const before = this.#log.placeAt(head, first - 1);
    const { updates, place } = this.#log.readAfter(head, before, last - first + 1);
    const [oldest, newest] = [updates.at(0), updates.at(-1)];
    if (oldest === undefined || newest === undefined || !areSame(updates, entriesOf(run))) return false;
    const chains = { chainBefore: before.chain, chainAfter: place.chain };
    const times = { firstAt: oldest.savedAt, lastAt: newest.savedAt, madeAt: at };
    this.#segments.insert({ script: head.script, first, last, ...chains, ...times, runBytes, runSha, body });
    if (this.#log.deleteRows(head, run) !== updates.length) throw new Error('Other rows were deleted than were read.');
    return true;
  }
}

function areSame(updates: readonly LoggedUpdate[], entries: readonly Entry[]): boolean {
  return (
    updates.length === entries.length &&
    updates.every((update, index) => {
      const entry = entries[index];
      return (
        entry !== undefined &&
        entry.format === update.format &&
        entry.origin === update.origin &&
        entry.savedAt === update.savedAt &&
        Buffer.from(entry.id).equals(update.id) &&
        Buffer.from(entry.bytes).equals(update.bytes)
      );
    })
  );
}
