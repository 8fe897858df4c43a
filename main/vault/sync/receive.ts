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
import type { ReceivedUpdate, ScriptChanges, Staged } from '../script-changes.ts';
import { sha256 } from '../seal.ts';
import { UpdateLog, type NamedUpdate } from '../update-log.ts';
import type { AccessTables } from './access-tables.ts';
import { batchIdOf, updatesOf } from './batch-id.ts';
import type { BatchRow } from './batch-table.ts';
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
      const sha = sha256(bytes);
      const id = batchIdOf(turn.scriptId, [], sha);
      if (this.#parts.lanes.batches.find(id) !== undefined) continue;
      this.#append({ id, format: FORMAT, bytes, author: null }, { ...turn, position: null });
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

  /** Answers whether the update is new here. Of one that is not it is known from now on that the server has it. */
  #update(received: RemoteUpdate, turn: Turn & { readonly position: number }): boolean {
    const { lanes, changes } = this.#parts;
    const head = changes.headIn(turn.scriptId, turn.staged);
    const sha = sha256(received.bytes);
    const update = { ...received, id: this.#nameOf(received, { head, sha }) };
    const known = { ...turn, head, sha };
    const batch = lanes.batches.find(update.id);
    if (batch !== undefined) {
      const state = batch.state === 'received' ? 'received' : 'acknowledged';
      lanes.change(batch, { ...batch, state, reason: null, position: turn.position }, null);
      return false;
    }
    if (this.#isHeld(update, known) || this.#isOwn(update, known)) return false;
    this.#append({ ...update, author: authorOf(update) }, turn);
    return true;
  }

  /** Its own id. Where that stands for something else here, which no honest program makes, it is still kept. */
  #nameOf({ id, bytes }: RemoteUpdate, { head, sha }: Pick<Known, 'head' | 'sha'>): UpdateId {
    const taken = this.#parts.lanes.batches.find(id) ?? this.#log.held(id);
    const isItself = taken === undefined || (taken.script === head.script && sha.equals(taken.sha));
    return isItself ? id : batchIdOf(head.scriptId, [idBytes(id)], sha256(bytes));
  }

  /** Received before, and what the vault knew of its batch is gone: it came back from a backup. */
  #isHeld(update: RemoteUpdate, { head, sha, ...turn }: Known): boolean {
    const held = this.#log.held(update.id);
    const isSame = held?.script === head.script && held.format === update.format && sha.equals(held.sha);
    if (held === undefined || !isSame) return false;
    const { lanes } = this.#parts;
    const place = { first: held.ordinal, last: held.ordinal };
    if (!lanes.isCovered(head, held.ordinal)) lanes.add({ ...rowOf(update, { head, sha, ...turn }), ...place }, null);
    return true;
  }

  /** Written and sent from here, before this vault went back to an older state of itself. */
  #isOwn(update: RemoteUpdate, { head, sha, ...turn }: Known): boolean {
    const { account, lanes } = this.#parts;
    const [gap] = update.pushedBy === account ? lanes.gaps(head) : [];
    if (gap === undefined) return false;
    const [first] = this.#log.readFrom(head, gap.from, 1);
    if (first === undefined || !mayBeginWith(update, first)) return false;
    const limit = Math.min(MAX_OWN, gap.to - gap.from + 1);
    const updateIds = this.#log
      .readFrom(head, gap.from, limit)
      .slice(0, limit)
      .map(({ id }) => id);
    const count = updatesOf(update.id, { scriptId: turn.scriptId, updateIds, sha });
    if (count === 0) return false;
    const place = { first: gap.from, last: gap.from + count - 1 };
    lanes.add({ ...rowOf(update, { head, sha, ...turn }), ...place, state: 'acknowledged', claimedAuthor: null }, null);
    return true;
  }

  #append(
    { id, format, bytes, author }: { id: UpdateId; format: number; bytes: Uint8Array; author: PersonId | null },
    { scriptId, staged, at, position }: Turn & { readonly position: number | null },
  ): void {
    const { changes, lanes, people } = this.#parts;
    const name = author === null ? null : (people.person(author)?.name ?? null);
    const clientIds = format <= FORMAT ? clientsIn(bytes) : [];
    const update: ReceivedUpdate = { updateId: id, format, bytes, clientIds, personId: author, name };
    changes.receive(scriptId, { updates: [update], at, staged });
    const head = changes.headIn(scriptId, staged);
    lanes.add(
      {
        batchId: id,
        script: head.script,
        first: head.count,
        last: head.count,
        state: 'received',
        reason: null,
        position,
        format,
        madeAt: at,
        claimedAuthor: author,
        sha: sha256(bytes),
      },
      null,
    );
  }
}

interface Known extends Turn {
  readonly head: Head;
  readonly sha: Buffer;
  readonly position: number;
}

function rowOf(update: RemoteUpdate, { head, sha, position, at }: Known): Omit<BatchRow, 'first' | 'last'> {
  const batch = {
    batchId: update.id,
    script: head.script,
    reason: null,
    position,
    format: update.format,
    madeAt: at,
    sha,
  };
  return { ...batch, state: 'received', claimedAuthor: authorOf(update) };
}

/** Whether windows can show it. What nobody can read is kept as it is: it is part of the log. */
const isShown = ({ format, bytes }: RemoteUpdate): boolean => format <= FORMAT && isReadable(bytes);

const authorOf = ({ claimedAuthor, pushedBy }: RemoteUpdate): PersonId => claimedAuthor ?? pushedBy;

/** Whether an update can be the first of those that another was merged from. What only takes away may be in any. */
function mayBeginWith(merged: RemoteUpdate, first: NamedUpdate): boolean {
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
