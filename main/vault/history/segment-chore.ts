import * as z from 'zod';
import { ScriptId } from '../../../app/ids.ts';
import type { Chore, ChoreTurn } from '../chores.ts';
import type { Sqlite } from '../database.ts';
import type { Head } from '../head-table.ts';
import type { KeeperJobs } from '../protocol.ts';
import type { Questions } from '../questions.ts';
import { SnapshotTable } from '../snapshot-table.ts';
import { parseRow } from '../stored-row.ts';
import { UpdateLog, type LoggedUpdate } from '../update-log.ts';
import type { Stretch } from './history-log.ts';
import type { Pace } from './pace.ts';
import { PerScript, type Outcome } from './per-script.ts';
import { packRun, type PackedRun } from './segments.ts';
import { SegmentTable } from './segment-table.ts';
import { dueStretch, WORTH_ROWS } from './stretches.ts';

export interface SegmentChoreParts {
  readonly db: Sqlite;
  readonly writer: Pick<Questions<KeeperJobs>, 'ask'>;
  readonly pace: Pace;
  readonly onTrouble: (scriptId: ScriptId, error: unknown) => void;
}

/** A run of long updates ends sooner: nobody who reads one of them should have to unpack megabytes. */
const MAX_RUN_BYTES = 1024 * 1024;
const UPDATES_PER_READ = 256;

const Scripts = z.array(ScriptId);

/** Packs what has settled of every log into segments, one at a time. The writer checks each and stores it. */
export class SegmentChore implements Chore {
  readonly name = 'segments';
  readonly #parts: SegmentChoreParts;
  readonly #scripts;
  readonly #perScript: PerScript;
  readonly #log: UpdateLog;
  readonly #segments: SegmentTable;
  readonly #snapshots: SnapshotTable;

  constructor(parts: SegmentChoreParts) {
    this.#parts = parts;
    // A vault of a thousand scripts is gone through every minute: only those that may have something due are looked at.
    this.#scripts = parts.db
      .prepare(
        `SELECT script_id FROM head WHERE ${WORTH_ROWS} <=
           (SELECT max(ordinal) FROM snapshot WHERE script = head.script AND purpose = 'open') -
           (SELECT coalesce(max(last), 0) FROM segment WHERE script = head.script) ORDER BY turn DESC`,
      )
      .pluck();
    this.#perScript = new PerScript(parts.db, parts.onTrouble);
    this.#log = new UpdateLog(parts.db);
    this.#segments = new SegmentTable(parts.db);
    this.#snapshots = new SnapshotTable(parts.db);
  }

  async run({ at, signal }: ChoreTurn): Promise<void> {
    for (const scriptId of parseRow(Scripts, this.#scripts.all())) {
      if (signal.aborted) return;
      await this.#perScript.run(scriptId, (head) => this.#pack(head, { at, signal }));
    }
  }

  async #pack(head: Head, { at, signal }: ChoreTurn): Promise<Outcome> {
    const { writer, pace } = this.#parts;
    for (;;) {
      const stretch = this.#due(head, at);
      if (stretch === null || signal.aborted) return 'done';
      const start = performance.now();
      const run = this.#read(head, stretch);
      if (!(await writer.ask('store-segment', { scriptId: head.scriptId, run, at }))) return 'stuck';
      await pace.rest(performance.now() - start, signal);
    }
  }

  #due(head: Head, at: number): Stretch | null {
    return dueStretch({
      packed: this.#segments.lastOrdinal(head.script),
      settled: this.#snapshots.newestOrdinal(head.script),
      count: head.count,
      savedAt: (ordinal) => this.#log.savedAt(head, ordinal) ?? Number.POSITIVE_INFINITY,
      at,
    });
  }

  #read(head: Head, { from, to }: Stretch): PackedRun {
    const run: LoggedUpdate[] = [];
    let bytes = 0;
    for (let place = this.#log.placeAt(head, from - 1); place.ordinal < to && bytes < MAX_RUN_BYTES;) {
      const read = this.#log.readAfter(head, place, Math.min(UPDATES_PER_READ, to - place.ordinal));
      for (const update of read.updates) {
        if (bytes >= MAX_RUN_BYTES) break;
        run.push(update);
        bytes += update.bytes.length;
      }
      place = read.place;
    }
    return packRun(from, run);
  }
}
