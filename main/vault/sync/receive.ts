import * as Y from 'yjs';
import type { PersonId, ScriptId, UpdateId } from '../../../app/ids.ts';
import { MAX_UPDATE_BYTES } from '../../../app/ipc/contract.ts';
import { Failure } from '../../../app/failure.ts';
import { FORMAT } from '../../../app/script/format.ts';
import { isReadable } from '../../../app/script/read-updates.ts';
import { splitUpdate } from '../../../app/script/split-update.ts';
import type { RemoteUpdate } from '../../../app/sync/facts.ts';
import type { Page, SnapshotPage, Stored } from '../../../app/sync/ports.ts';
import { idBytes } from '../chain.ts';
import type { Sqlite } from '../database.ts';
import type { Head } from '../head-table.ts';
import { startOf } from '../history/written-by.ts';
import type { ScriptChanges, Staged } from '../script-changes.ts';
import { sha256 } from '../seal.ts';
import { UpdateLog, type NamedUpdate } from '../update-log.ts';
import type { AccessTables } from './access-tables.ts';
import { batchIdOf, updatesOf } from './batch-id.ts';
import type { Lanes } from './lanes.ts';

type Fresh = Extract<Stored, { kind: 'stored' }>['fresh'];

interface ReceiveParts {
  readonly account: string;
  readonly lanes: Lanes;
  readonly changes: ScriptChanges;
  readonly people: AccessTables;
}

interface Turn {
  readonly scriptId: ScriptId;
  readonly at: number;
  readonly staged: Staged;
}

/** As many updates of its own as one batch may hold are looked through for one that comes back. */
const MAX_OWN = 256;

/** Stores what the server's log has. Belongs inside a transaction: the cursor never passes what is not on disk with it. */
export class Receive {
  readonly #parts: ReceiveParts;
  readonly #log: UpdateLog;

  constructor(db: Sqlite, parts: ReceiveParts) {
    this.#parts = parts;
    this.#log = new UpdateLog(db);
  }

  /** Answers what is new here, or undefined where the page does not begin at the cursor: then nothing is stored. */
  page(page: Page, turn: Turn): Fresh | undefined {
    const { people } = this.#parts;
    if (!this.#isAtCursor(page, turn)) return undefined;
    for (const person of page.people) people.meet(person);
    const fresh: Fresh[number][] = [];
    for (const [index, update] of page.updates.entries()) {
      const isNew = this.#update(update, { ...turn, position: page.from.position + index + 1 });
      if (isNew && isShown(update)) fresh.push({ bytes: update.bytes, personId: authorOf(update) });
    }
    this.#moveCursor(page, turn);
    return fresh;
  }

  /**
   * A state of everything up to a place, in pieces that an update may have.
   * @throws Failure `invalid` for what is no state.
   */
  snapshot(page: SnapshotPage, turn: Turn): Fresh | undefined {
    if (!this.#isAtCursor(page, turn)) return undefined;
    const fresh: Fresh[number][] = [];
    for (const bytes of piecesOf(page.state)) {
      const piece = { id: batchIdOf(turn.scriptId, [], sha256(bytes)), format: FORMAT, bytes, author: null };
      if (this.#isKnown(piece, { ...turn, position: null })) continue;
      this.#append(piece, { ...turn, position: null });
      fresh.push({ bytes, personId: null });
    }
    this.#moveCursor(page, turn);
    return fresh;
  }

  #isAtCursor({ from }: Pick<Page, 'from'>, { scriptId, staged }: Turn): boolean {
    const { lanes, changes } = this.#parts;
    const { cursor } = lanes.cursors.of(changes.headIn(scriptId, staged).script);
    return cursor.position === from.position && cursor.chain === from.chain;
  }

  #moveCursor({ to }: Pick<Page, 'to'>, { scriptId, staged }: Turn): void {
    const { lanes, changes } = this.#parts;
    const row = lanes.cursors.of(changes.headIn(scriptId, staged).script);
    lanes.cursors.write({ ...row, cursor: to });
  }

  /** Answers whether the update is new here. */
  #update(update: RemoteUpdate, turn: Place): boolean {
    const author = authorOf(update);
    const piece = { ...update, id: this.#nameOf(update, turn), author };
    if (this.#isKnown(piece, turn)) return false;
    if (update.pushedBy === this.#parts.account && this.#isOwn(piece, turn)) return false;
    this.#append(piece, turn);
    return true;
  }

  /** Whether the update is in this log already. From now on it is known that the server has it. */
  #isKnown(piece: Piece, turn: Place): boolean {
    const { lanes, changes } = this.#parts;
    const batch = lanes.batches.find(piece.id);
    if (batch !== undefined) {
      const state = batch.state === 'received' ? 'received' : 'acknowledged';
      const after = { ...batch, state, reason: null, position: turn.position } as const;
      if (batch.state !== state || batch.position !== turn.position) lanes.change(batch, after, null);
      return true;
    }
    // Received before, and what the vault knew of its batch is gone: it came back from a backup.
    const held = this.#log.held(piece.id);
    if (held === undefined) return false;
    const head = changes.headIn(turn.scriptId, turn.staged);
    const place = { first: held.ordinal, last: held.ordinal };
    if (lanes.isCovered(head, held.ordinal)) return true;
    lanes.add({ ...rowOf(piece, head, turn), ...place }, null);
    changes.meet(head, { ...this.#writersOf(piece), ordinal: held.ordinal });
    return true;
  }

  /** Its own id. Where that stands for something else here, which no honest program makes, it is still kept. */
  #nameOf({ id, bytes }: RemoteUpdate, { scriptId, staged }: Place): UpdateId {
    const { lanes, changes } = this.#parts;
    const taken = lanes.batches.find(id) ?? this.#log.held(id);
    const sha = sha256(bytes);
    const { script } = changes.headIn(scriptId, staged);
    const isItself = taken === undefined || (taken.script === script && sha.equals(taken.sha));
    return isItself ? id : batchIdOf(scriptId, [idBytes(id)], sha);
  }

  /** Written and sent from here, before this vault went back to an older state of itself. */
  #isOwn(piece: Piece, turn: Place): boolean {
    const { lanes, changes } = this.#parts;
    const head = changes.headIn(turn.scriptId, turn.staged);
    const [gap] = lanes.gaps(head);
    const first = gap === undefined ? undefined : this.#log.readFrom(head, gap.from, 1)[0];
    if (gap === undefined || first === undefined || !mayBeginWith(piece, first)) return false;
    const limit = Math.min(MAX_OWN, gap.to - gap.from + 1);
    const updates = this.#log.readFrom(head, gap.from, limit).slice(0, limit);
    const updateIds = updates.map(({ id }) => id);
    const count = updatesOf(piece.id, { scriptId: turn.scriptId, updateIds, sha: sha256(piece.bytes) });
    if (count === 0) return false;
    const place = { first: gap.from, last: gap.from + count - 1 };
    const row = { ...rowOf(piece, head, turn), ...place };
    lanes.add({ ...row, state: 'acknowledged', claimedAuthor: null }, null);
    return true;
  }

  #append(piece: Piece, turn: Place): void {
    const { changes, lanes } = this.#parts;
    const { id: updateId, format, bytes } = piece;
    const update = { updateId, format, bytes, ...this.#writersOf(piece) };
    const head = changes.receive(turn.scriptId, update, turn);
    lanes.add({ ...rowOf(piece, head, turn), first: head.count, last: head.count }, null);
  }

  #writersOf({ format, bytes, author }: Piece) {
    const name = author === null ? null : (this.#parts.people.person(author)?.name ?? null);
    return { clientIds: format <= FORMAT ? clientsIn(bytes) : [], personId: author, name };
  }
}

/** What becomes one row of the log. */
interface Piece {
  readonly id: UpdateId;
  readonly format: number;
  readonly bytes: Uint8Array;
  readonly author: PersonId | null;
}

interface Place extends Turn {
  readonly position: number | null;
}

function rowOf({ id, format, bytes, author }: Piece, { script }: Head, { position, at }: Place) {
  const batch = { batchId: id, script, reason: null, position, format, madeAt: at, sha: sha256(bytes) };
  return { ...batch, state: 'received' as const, claimedAuthor: author };
}

/** Whether windows can show it. What nobody can read is kept as it is: it is part of the log. */
const isShown = ({ format, bytes }: RemoteUpdate): boolean => format <= FORMAT && isReadable(bytes);

const authorOf = ({ claimedAuthor, pushedBy }: RemoteUpdate): PersonId => claimedAuthor ?? pushedBy;

/** Whether an update can be the first of those that another was merged from. What only takes away may be in any. */
function mayBeginWith(merged: Piece, first: NamedUpdate): boolean {
  const start = startOf(first.bytes);
  return (
    start === null || structsIn(merged.bytes).some(({ id }) => id.client === start.clientId && id.clock === start.clock)
  );
}

function clientsIn(bytes: Uint8Array): readonly number[] {
  return [...new Set(structsIn(bytes).map(({ id }) => id.client))];
}

/** None in what cannot be read. */
function structsIn(bytes: Uint8Array): ReturnType<typeof Y.decodeUpdate>['structs'] {
  try {
    return Y.decodeUpdate(bytes).structs;
  } catch {
    return [];
  }
}

function piecesOf(state: Uint8Array): readonly Uint8Array[] {
  try {
    return splitUpdate(Y.convertUpdateFormatV2ToV1(state), MAX_UPDATE_BYTES);
  } catch (error) {
    throw new Failure(
      'invalid',
      'What the server sent of this script cannot be read, so nothing of it was taken over. What is on this device is unchanged.',
      { cause: error },
    );
  }
}
