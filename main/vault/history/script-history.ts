import { setImmediate } from 'node:timers/promises';
import { UpdateId, type MomentId, type ScriptId } from '../../../app/ids.ts';
import type { Author, Moment, PastScript, Stroke, StrokeOrigin, Timeline } from '../../../app/ipc/history.ts';
import type { Unsent } from '../../../app/ipc/storage.ts';
import { FORMAT } from '../../../app/script/format.ts';
import { bytesToUuid } from '../../../app/server/frames.ts';
import type { Sqlite } from '../database.ts';
import { failureOf } from '../failures.ts';
import type { Head } from '../head-table.ts';
import { ScriptTable } from '../script-table.ts';
import type { BroughtScript } from '../protocol.ts';
import { SnapshotTable, stateOf } from '../snapshot-table.ts';
import { Origin } from '../update-log.ts';
import { AuthorTable } from './author-table.ts';
import { HistoryLog, type Stretch } from './history-log.ts';
import { MomentTable, type MomentRow } from './moment-table.ts';
import { SeekTable } from './seek-table.ts';
import { SPACING } from './stretches.ts';
import { Strokes } from './strokes.ts';
import { UnsentUpdates } from './unsent.ts';
import { writtenBy } from './written-by.ts';

/** A script's past, as the keeper reads it. */
export class ScriptHistory {
  readonly #log: HistoryLog;
  readonly #scripts: ScriptTable;
  readonly #snapshots: SnapshotTable;
  readonly #seeks: SeekTable;
  readonly #authors: AuthorTable;
  readonly #moments: MomentTable;
  readonly #unsent: UnsentUpdates;

  constructor(db: Sqlite) {
    this.#log = new HistoryLog(db);
    this.#scripts = new ScriptTable(db);
    this.#snapshots = new SnapshotTable(db);
    this.#seeks = new SeekTable(db);
    this.#authors = new AuthorTable(db);
    this.#moments = new MomentTable(db);
    this.#unsent = new UnsentUpdates(db);
  }

  /** @throws Failure `not-found`, `damaged` */
  async timeline(scriptId: ScriptId): Promise<Timeline> {
    const head = this.#log.headOf(scriptId);
    const title = this.#scripts.find(scriptId)?.title ?? '';
    const moments = this.#moments.of(head.script).filter(({ removedAt }) => removedAt === null);
    const strokes = await this.#strokesOf(head, [{ from: 1, to: head.count }]);
    return { title, count: head.count, strokes: [...strokes], moments: moments.map(momentOf) };
  }

  /**
   * The stretches of work that are on this device alone.
   * @throws Failure `not-found`, `damaged`
   */
  async unsent(scriptId: ScriptId): Promise<Unsent> {
    const head = this.#log.headOf(scriptId);
    const strokes = await this.#strokesOf(head, this.#unsent.stretches(head));
    return { count: this.#unsent.count(head), since: strokes[0]?.firstAt ?? null, strokes: [...strokes] };
  }

  /**
   * What makes the document as it was after the update with that ordinal.
   * @throws Failure `not-found` also for an ordinal that the log does not have, `damaged`
   */
  at(scriptId: ScriptId, ordinal: number): PastScript {
    const head = this.#log.headOf(scriptId);
    if (ordinal > head.count) throw failureOf('not-found');
    const { snapshot, changes, place } = this.#nearest(head, ordinal);
    const updates = [...changes];
    let savedAt: number | null = null;
    let isNewer = false;
    // The last one also where the way there holds it already: it says when that was.
    for (const update of this.#log.read(scriptId, { from: Math.max(1, Math.min(place + 1, ordinal)), to: ordinal })) {
      savedAt = update.savedAt;
      if (update.format > FORMAT) isNewer = true;
      else if (update.ordinal > place) updates.push(update.bytes);
    }
    return { ordinal, savedAt, snapshot, updates: inOneBuffer(updates), readOnly: isNewer ? 'newer-format' : null };
  }

  /**
   * The script as it stands, log and moments, for a vault that does not have it.
   * @throws Failure `not-found`, `damaged`
   */
  whole(scriptId: ScriptId): BroughtScript {
    const { script } = this.#log.headOf(scriptId);
    const known = this.#scripts.find(scriptId);
    if (known === undefined) throw failureOf('not-found');
    const { title, createdAt, trashedAt } = known;
    const updates = Array.from(this.#log.read(scriptId), ({ id, format, origin, savedAt, bytes }) => {
      return { updateId: UpdateId.parse(bytesToUuid(id)), format, origin, savedAt, bytes };
    });
    const moments = this.#moments.of(script).map(({ script: _script, ...moment }) => moment);
    return { title, createdAt, trashedAt, updates: inOneBufferEach(updates), moments };
  }

  /** @throws Failure `not-found`, `damaged` */
  authors(scriptId: ScriptId): readonly Author[] {
    const { script } = this.#log.headOf(scriptId);
    return this.#authors.of(script).map(({ clientId, personId, name }) => ({ clientId, personId, name }));
  }

  /** The shortest way to a place that is not behind an ordinal: what opening uses, or the seek points. */
  #nearest({ script }: Head, ordinal: number): Start {
    const snapshot = this.#snapshots.newestUpTo(script, ordinal);
    const { changes, end } = this.#seeks.wayTo(script, ordinal);
    if (snapshot !== undefined && snapshot.ordinal > (end?.ordinal ?? 0)) {
      return { snapshot: stateOf(snapshot), changes: [], place: snapshot.ordinal };
    }
    return { snapshot: null, changes, place: end?.ordinal ?? 0 };
  }

  async #strokesOf({ script, scriptId }: Head, stretches: readonly Stretch[]): Promise<readonly Stroke[]> {
    const people = new Map(this.#authors.of(script).map(({ clientId, personId }) => [clientId, personId]));
    const strokes = new Strokes();
    let personId = NOBODY_ELSE;
    for (const stretch of stretches) {
      for (const { ordinal, savedAt, origin, bytes } of this.#log.read(scriptId, stretch)) {
        const clientId = writtenBy(bytes);
        // What only deletes names no client: it is the work of whoever wrote before it.
        if (clientId !== null) personId = people.get(clientId) ?? NOBODY_ELSE;
        strokes.add({ ordinal, savedAt, personId, origin: originOf(origin) });
        // Whoever searches meanwhile does not wait for the whole of a long past.
        if (ordinal % SPACING === 0) await setImmediate();
      }
    }
    return strokes.all();
  }
}

interface Start {
  readonly snapshot: Uint8Array | null;
  readonly changes: readonly Uint8Array[];
  /** The ordinal up to which these hold everything. */
  readonly place: number;
}

/** A thousand small buffers cost much more to hand over than one. */
function inOneBuffer(updates: readonly Uint8Array[]): Uint8Array[] {
  const all = new Uint8Array(updates.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  return updates.map((update) => {
    all.set(update, at);
    at += update.length;
    return all.subarray(at - update.length, at);
  });
}

/** The same with everything else that updates have. */
function inOneBufferEach<U extends { readonly bytes: Uint8Array }>(updates: readonly U[]): readonly U[] {
  const bytes = inOneBuffer(updates.map((update) => update.bytes));
  return updates.map((update, index) => ({ ...update, bytes: bytes[index] ?? update.bytes }));
}

/** Before there are accounts, everything was written by whoever sits here. */
const NOBODY_ELSE = 'local';

export function momentOf({ momentId, ordinal, kind, name, personId, madeAt }: MomentRow): Moment {
  return { momentId, ordinal, kind, name, personId, madeAt };
}

export type NewMoment = {
  readonly scriptId: ScriptId;
  readonly momentId: MomentId;
  /** Null: the newest update. */
  readonly ordinal: number | null;
  readonly kind: Moment['kind'];
  readonly name: string;
};

function originOf(origin: number): StrokeOrigin {
  if (origin === Origin.received) return 'received';
  return origin === Origin.broughtBack ? 'brought-back' : 'written';
}
