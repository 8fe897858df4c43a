import type { ScriptId } from '../../app/ids.ts';
import type { Sqlite } from './database.ts';
import { failureOf } from './failures.ts';
import { emptyHead, HeadTable, type Head } from './head-table.ts';
import type { NewUpdate, Request, WriterCalls } from './protocol.ts';
import { AuthorTable } from './history/author-table.ts';
import { MomentTable } from './history/moment-table.ts';
import { RemovalTable } from './history/removal-table.ts';
import { writtenBy } from './history/written-by.ts';
import { ScriptTable, type Script } from './script-table.ts';
import { SearchTable } from './search-table.ts';
import type { Findable } from './search-text.ts';
import { Origin, UpdateLog } from './update-log.ts';

export type Change = Extract<
  Request<WriterCalls>,
  { name: 'append' | 'create' | 'bring-script' | 'rename' | 'trash' | 'restore' }
>;

/** An update of the server's log, and whose the client ids in it are. */
export interface ReceivedUpdate extends NewUpdate {
  readonly clientIds: readonly number[];
  /** Null: it is not known. */
  readonly personId: string | null;
  readonly name: string | null;
}

/** Heads as they will be when the group is committed. */
export type Staged = Map<ScriptId, Head>;

/** What a window may do to scripts. Each call belongs inside the transaction of a group, which stages heads and writes them last. */
export class ScriptChanges {
  readonly #scripts: ScriptTable;
  readonly #heads: HeadTable;
  readonly #log: UpdateLog;
  readonly #search: SearchTable;
  readonly #authors: AuthorTable;
  readonly #moments: MomentTable;
  readonly #removals: RemovalTable;
  readonly #account: string;
  /** What is committed. The file has no other writer, so what was read once stays true. */
  readonly #known = new Map<ScriptId, Head>();
  #turn: number;

  constructor(db: Sqlite, { account }: { readonly account: string }) {
    this.#account = account;
    this.#scripts = new ScriptTable(db);
    this.#heads = new HeadTable(db);
    this.#log = new UpdateLog(db);
    this.#search = new SearchTable(db);
    this.#authors = new AuthorTable(db);
    this.#moments = new MomentTable(db);
    this.#removals = new RemovalTable(db);
    this.#turn = this.#heads.lastTurn();
  }

  /** Whether it is one statement: a statement that fails leaves nothing behind, several need a savepoint. */
  isOneStatement(change: Change, staged: Staged): boolean {
    if (change.name !== 'append') return false;
    const { scriptId, update } = change.input;
    const head = staged.get(scriptId) ?? this.#known.get(scriptId);
    const clientId = writtenBy(update.bytes);
    return head !== undefined && (clientId === null || this.#authors.isKnown(head.script, clientId));
  }

  apply(change: Change, staged: Staged): void {
    const { scriptId, at } = change.input;
    switch (change.name) {
      case 'append': {
        const head = this.headIn(scriptId, staged);
        const moved = this.#append(head, change.input.update, { at, turn: this.#nextTurn() });
        if (moved !== head) staged.set(scriptId, moved);
        return;
      }
      case 'create':
        return this.#create(change.input, staged);
      case 'bring-script':
        return this.#bring(change.input, staged);
      case 'rename':
        return this.#alter(scriptId, { title: change.input.title }, { at, staged });
      case 'trash':
        return this.#alter(scriptId, { trashedAt: at }, { at, staged });
      case 'restore':
        return this.#alter(scriptId, { trashedAt: null }, { at, staged });
      default:
        return change satisfies never;
    }
  }

  #create({ scriptId, title, updates, imported, at }: WriterCalls['create']['input'], staged: Staged): void {
    const turn = this.#nextTurn();
    const written = { at, turn };
    if (this.#scripts.find(scriptId) !== undefined) {
      // Asked again with the same updates: the answer was lost. With others: somebody else's script has this id.
      const head = this.headIn(scriptId, staged);
      if (updates.some((update) => this.#append(head, update, written) !== head)) throw failureOf('conflict');
      return;
    }
    const script = this.#scripts.nextNumber();
    const onlyHere = { projectId: null, status: null, serverTitle: null, serverVersion: null };
    this.#scripts.write({ script, scriptId, title, createdAt: at, trashedAt: null, ...onlyHere });
    this.#search.put(script, titleOf(title));
    this.#removals.forget(scriptId);
    let head: Head = { ...emptyHead(script, scriptId), editedAt: at, turn };
    for (const update of updates) head = this.#append(head, update, written);
    if (imported !== undefined) {
      const made = { kind: 'imported', personId: this.#account, madeAt: at, removedAt: null } as const;
      this.#moments.write({ ...imported, ...made, script, ordinal: head.count, chain: head.chain });
    }
    staged.set(scriptId, head);
  }

  /** @throws Failure `conflict` when a script of this id is here: what is in it is not replaced. */
  #bring(brought: WriterCalls['bring-script']['input'], staged: Staged): void {
    const { scriptId, title, createdAt, trashedAt, updates, moments } = brought;
    if (this.#scripts.find(scriptId) !== undefined) throw failureOf('conflict');
    const script = this.#scripts.nextNumber();
    const onlyHere = { projectId: null, status: null, serverTitle: null, serverVersion: null };
    this.#scripts.write({ script, scriptId, title, createdAt, trashedAt, ...onlyHere });
    this.#search.put(script, titleOf(title));
    this.#removals.forget(scriptId);
    const turn = this.#nextTurn();
    let head: Head = { ...emptyHead(script, scriptId), editedAt: createdAt, turn };
    for (const { origin, savedAt, ...update } of updates) {
      head = this.#append(head, update, { at: savedAt, turn, origin });
    }
    for (const moment of moments) this.#moments.write({ ...moment, script });
    staged.set(scriptId, head);
  }

  /** Whoever writes under a client id for the first time is written down with it: nobody can forget to say so. */
  #append(
    head: Head,
    update: NewUpdate,
    { at, turn, origin = Origin.written }: { readonly at: number; readonly turn: number; readonly origin?: number },
  ): Head {
    const moved = this.#log.append(head, update, { origin, at, turn });
    // What others wrote is known by what the server says of it.
    const isMine = moved !== head && origin !== Origin.received;
    const clientId = isMine ? writtenBy(update.bytes) : null;
    if (clientId !== null) {
      this.#authors.addOnce({ script: head.script, clientId, personId: this.#account, name: null, first: moved.count });
    }
    return moved;
  }

  /** What somebody else wrote. Answers the head behind it; the same update again changes nothing. */
  receive(
    scriptId: ScriptId,
    { clientIds, personId, name, ...update }: ReceivedUpdate,
    { at, staged }: { readonly at: number; readonly staged: Staged },
  ): Head {
    const head = this.#log.append(this.headIn(scriptId, staged), update, {
      origin: Origin.received,
      at,
      turn: this.#nextTurn(),
    });
    staged.set(scriptId, head);
    this.meet(head, { clientIds, personId, name, ordinal: head.count });
    return head;
  }

  /** Whose the client ids in an update of a log are. */
  meet({ script }: Head, met: Omit<ReceivedUpdate, keyof NewUpdate> & { readonly ordinal: number }): void {
    const { clientIds, personId, name, ordinal: first } = met;
    if (personId === null) return;
    for (const clientId of clientIds) this.#authors.addOnce({ script, clientId, personId, name, first });
  }

  /** A script of the server that is not here yet. */
  begin(
    script: Omit<Script, 'script' | 'createdAt' | 'trashedAt'>,
    { at, staged }: { at: number; staged: Staged },
  ): Script {
    const made = { ...script, script: this.#scripts.nextNumber(), createdAt: at, trashedAt: null };
    this.#scripts.write(made);
    this.#search.put(made.script, titleOf(made.title));
    staged.set(made.scriptId, { ...emptyHead(made.script, made.scriptId), editedAt: at, turn: this.#nextTurn() });
    return made;
  }

  /** What the server says of a script besides its words. Nothing that a person did: the library shows it where it stood. */
  learn(before: Script, after: Script): void {
    this.#scripts.write(after);
    if (after.title !== before.title) this.#search.put(after.script, titleOf(after.title));
  }

  /** The last statements of a group. */
  writeHeads(staged: Staged): void {
    for (const head of staged.values()) this.#heads.write(head);
  }

  /** The group is on disk. */
  committed(staged: Staged): void {
    for (const [scriptId, head] of staged) this.#known.set(scriptId, head);
    this.#authors.committed();
  }

  #alter(
    scriptId: ScriptId,
    change: Partial<Pick<Script, 'title' | 'trashedAt'>>,
    { at, staged }: { readonly at: number; readonly staged: Staged },
  ): void {
    const script = { ...this.scriptOf(scriptId), ...change };
    this.#scripts.write(script);
    if (change.title !== undefined) this.#search.put(script.script, titleOf(change.title));
    const head = this.headIn(scriptId, staged);
    // Moving a script to the trash and back is no edit: the library then shows it where it stood.
    const editedAt = change.title === undefined ? head.editedAt : at;
    staged.set(scriptId, { ...head, editedAt, turn: this.#nextTurn() });
  }

  /** @throws Failure `not-found`, `damaged` */
  scriptOf(scriptId: ScriptId): Script {
    const script = this.#scripts.find(scriptId);
    if (script === undefined) throw failureOf('not-found');
    return script;
  }

  /** The head as it will be when the group is committed. */
  headIn(scriptId: ScriptId, staged: Staged): Head {
    return staged.get(scriptId) ?? this.headOf(scriptId);
  }

  /** @throws Failure `not-found`, `damaged` */
  headOf(scriptId: ScriptId): Head {
    const head = this.#known.get(scriptId) ?? this.#heads.find(scriptId);
    if (head === undefined) throw failureOf('not-found');
    this.#known.set(scriptId, head);
    return head;
  }

  /** Something of the group was taken back. */
  takenBack(): void {
    this.#authors.takenBack();
  }

  /** The script was removed from this device. */
  forget(scriptId: ScriptId): void {
    this.#known.delete(scriptId);
    this.#authors.forgetKnown();
  }

  #nextTurn(): number {
    this.#turn += 1;
    return this.#turn;
  }
}

/** A script's title among the texts that can be found. */
export function titleOf(title: string): Findable {
  return { cell: 'title', place: '', text: title };
}
