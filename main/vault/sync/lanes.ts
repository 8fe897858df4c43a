import { ProjectId } from '../../../app/ids.ts';
import { scriptStatuses, type ScriptStatus } from '../../../app/access/roles.ts';
import { FORMAT } from '../../../app/script/format.ts';
import type { Lane, Outbox } from '../../../app/sync/facts.ts';
import type { Sqlite } from '../database.ts';
import { failureOf } from '../failures.ts';
import type { Head } from '../head-table.ts';
import type { Stretch } from '../history/history-log.ts';
import type { Script } from '../script-table.ts';
import { UpdateLog } from '../update-log.ts';
import { BatchTable, type BatchRow } from './batch-table.ts';
import { Coverage } from './coverage.ts';
import { CursorTable } from './cursor-table.ts';
import { LaneTable, type LaneRow } from './lane-table.ts';

/** What is written down of a lane at most this far behind what is true: reading it anew then looks at so many batches. */
const COVERED_STEP = 1_024;

/** What would cost a look at every batch, kept while the vault is open. */
interface Known {
  readonly coverage: Coverage;
  /** The mark that is written down. */
  covered: number;
  /** Updates in batches: those that wait, up to where the lane is held and behind it, and those set aside. */
  readonly counts: { held: number; waiting: number; refused: number };
  /** When the oldest unsent update was saved. */
  oldest: { readonly ordinal: number; readonly at: number } | undefined;
}

/** How each script stands with its server: what is in batches, what became of them, and what follows for its lane. */
export class Lanes {
  readonly batches: BatchTable;
  readonly cursors: CursorTable;
  readonly rows: LaneTable;
  readonly #log: UpdateLog;
  readonly #known = new Map<number, Known>();

  constructor(db: Sqlite) {
    this.batches = new BatchTable(db);
    this.cursors = new CursorTable(db);
    this.rows = new LaneTable(db);
    this.#log = new UpdateLog(db);
  }

  /** @throws Failure `not-found` for a script that is of no project. */
  lane(script: Script, head: Head): Lane {
    if (script.projectId === null) throw failureOf('not-found');
    const { cursor, epoch, attempts, retryAt } = this.cursors.of(script.script);
    const row = this.rows.of(script.script);
    return {
      scriptId: script.scriptId,
      projectId: ProjectId.parse(script.projectId),
      title: script.title,
      isRegistered: script.serverVersion !== null,
      cursor,
      reached: Math.max(cursor.position, this.batches.reached(script.script)),
      epoch,
      role: row.role,
      status: this.statusOf(script),
      hasAccess: row.hasAccess,
      isHealing: row.isHealing,
      attempts,
      retryAt,
      hasNewerFormat: head.format > FORMAT,
      outbox: this.#outbox(head, row),
    };
  }

  /** Null before the server said, and for a word of a newer server. */
  statusOf({ status }: Script): ScriptStatus | null {
    return scriptStatuses.find((known) => known === status) ?? null;
  }

  /** What is in no batch, in order. */
  gaps(head: Head): readonly Stretch[] {
    return this.#of(head.script).coverage.gaps(head.count);
  }

  isCovered({ script }: Head, ordinal: number): boolean {
    return this.#of(script).coverage.has(ordinal);
  }

  /** A stretch of the log is in a batch from now on. */
  add(batch: BatchRow, bytes: Uint8Array | null): void {
    const known = this.#of(batch.script);
    this.#letGoOf(batch);
    this.batches.insert(batch, bytes);
    known.coverage.add({ from: batch.first, to: batch.last });
    this.#count(batch, 1);
    this.#writeMark(batch.script);
  }

  change(before: BatchRow, after: BatchRow, bytes: Uint8Array | null): void {
    this.#count(before, -1);
    this.#letGoOf(after);
    this.batches.change(after, bytes, { id: before.batchId });
    this.#count(after, 1);
  }

  /** Where the lane is held from now on, or not any more. */
  write(row: LaneRow): void {
    const before = this.rows.of(row.script);
    this.rows.write(row);
    if (before.heldTo !== row.heldTo) this.#known.delete(row.script);
  }

  /** What was done is taken back, or the script is gone: what is known of it is read again. */
  forget(script?: number): void {
    if (script === undefined) this.#known.clear();
    else this.#known.delete(script);
  }

  /**
   * A position is one batch's. Another that had it had it in another history: what the server had acknowledged there is
   * sent again. While healing, the server is asked what it lost of all that it had.
   */
  #letGoOf({ script, position, batchId }: BatchRow): void {
    const there = position === null ? undefined : this.batches.at(script, position);
    if (there === undefined || there.batchId === batchId) return;
    const isLost = there.state === 'acknowledged' && !this.rows.of(script).isHealing;
    const after: BatchRow = { ...there, position: null, state: isLost ? 'waiting' : there.state };
    this.#count(there, -1);
    this.batches.change(after, this.batches.bytesOf(there.batchId));
    this.#count(after, 1);
  }

  #writeMark(script: number): void {
    const known = this.#of(script);
    if (known.coverage.mark - known.covered < COVERED_STEP) return;
    known.covered = known.coverage.mark;
    this.rows.write({ ...this.rows.of(script), covered: known.covered });
  }

  #count({ script, first, last, state }: BatchRow, sign: 1 | -1): void {
    const known = this.#of(script);
    const updates = sign * (last - first + 1);
    if (state === 'set-aside') known.counts.refused += updates;
    else if (state === 'waiting' || state === 'held') {
      known.counts[first > this.rows.of(script).heldTo ? 'waiting' : 'held'] += updates;
    }
  }

  #outbox(head: Head, { heldTo, heldBecause }: LaneRow): Outbox {
    const { counts } = this.#of(head.script);
    const gaps = this.gaps(head);
    const [uncovered, heldGaps] = [lengthOf(gaps), lengthOf(gaps, heldTo)];
    const held = counts.held + heldGaps;
    return {
      waiting: counts.waiting + uncovered - heldGaps,
      held,
      heldBecause: held === 0 ? null : heldBecause,
      refused: counts.refused,
      refusedBecause: counts.refused === 0 ? null : (this.batches.setAside(head.script)[0]?.reason ?? null),
      oldestAt: this.#oldestAt(head, gaps),
    };
  }

  #oldestAt(head: Head, gaps: readonly Stretch[]): number | null {
    const known = this.#of(head.script);
    const { held, waiting, refused } = known.counts;
    const inBatch = held + waiting + refused === 0 ? undefined : this.batches.firstUnsent(head.script);
    const ordinal = Math.min(inBatch ?? Number.POSITIVE_INFINITY, gaps[0]?.from ?? Number.POSITIVE_INFINITY);
    if (!Number.isFinite(ordinal)) return null;
    if (known.oldest?.ordinal !== ordinal) known.oldest = { ordinal, at: this.#savedAt(head, ordinal) };
    return known.oldest.at;
  }

  #savedAt(head: Head, ordinal: number): number {
    const at = this.#log.savedAt(head, ordinal) ?? this.#log.readFrom(head, ordinal, 1)[0]?.savedAt;
    if (at === undefined) throw failureOf('damaged');
    return at;
  }

  #of(script: number): Known {
    const there = this.#known.get(script);
    if (there !== undefined) return there;
    const { covered, heldTo } = this.rows.of(script);
    const coverage = new Coverage(covered);
    for (const place of this.batches.places(script, { behind: covered })) coverage.add(place);
    const counts = { held: 0, waiting: 0, refused: 0 };
    for (const { state, isBehind, updates } of this.batches.counts(script, { behind: heldTo })) {
      counts[state === 'set-aside' ? 'refused' : isBehind === 1 ? 'waiting' : 'held'] += updates;
    }
    const known: Known = { coverage, covered, counts, oldest: undefined };
    this.#known.set(script, known);
    return known;
  }
}

/** How many updates, up to an ordinal. */
function lengthOf(stretches: readonly Stretch[], to = Number.POSITIVE_INFINITY): number {
  return stretches.reduce((sum, stretch) => sum + Math.max(0, Math.min(stretch.to, to) - stretch.from + 1), 0);
}
