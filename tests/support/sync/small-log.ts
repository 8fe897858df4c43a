import { createHash } from 'node:crypto';
import { Failure } from '../../../app/failure.ts';
import { UpdateId, type PersonId, type ProjectId, type ScriptId } from '../../../app/ids.ts';
import { EMPTY_CHAIN, type Cursor } from '../../../app/server/chain.ts';
import { bytesToUuid } from '../../../app/server/frames.ts';
import type { Batch, HeldReason, Lane, RefusedReason } from '../../../app/sync/facts.ts';
import type {
  Access,
  Acknowledged,
  LocalLog,
  Page,
  Registered,
  SnapshotPage,
  Stored,
} from '../../../app/sync/ports.ts';

interface Row {
  readonly id: UpdateId;
  readonly bytes: Uint8Array;
  state: 'waiting' | 'held' | 'set-aside' | 'acknowledged' | 'received';
  position: number | null;
  author: PersonId | null;
}

interface Script {
  facts: Omit<Lane, 'outbox'>;
  rows: Row[];
  heldBecause: HeldReason | null;
  refusedBecause: RefusedReason | null;
}

/** The least of a vault that the engine can work on: each edit is a batch of its own. */
export class SmallLog implements LocalLog {
  readonly #scripts = new Map<ScriptId, Script>();
  readonly #me: PersonId;
  #access: Access | null = null;
  /** What each call fails with, as a full disk does. */
  trouble: Failure | null = null;
  /** The process dies after so many calls: none of the later ones is carried out. */
  crashAfter: number | null = null;
  readonly calls: string[] = [];
  #paused: Promise<void> | undefined;

  constructor(me: PersonId) {
    this.#me = me;
  }

  make(scriptId: ScriptId, projectId: ProjectId, facts: Partial<Lane> = {}): void {
    this.#scripts.set(scriptId, {
      facts: {
        scriptId,
        projectId,
        title: 'Autumn campaign',
        isRegistered: false,
        cursor: { position: 0, chain: EMPTY_CHAIN },
        reached: 0,
        epoch: null,
        role: null,
        status: null,
        hasAccess: false,
        isHealing: false,
        attempts: 0,
        retryAt: null,
        hasNewerFormat: false,
        ...facts,
      },
      rows: [],
      heldBecause: null,
      refusedBecause: null,
    });
  }

  type(scriptId: ScriptId, text: string): void {
    const bytes = new TextEncoder().encode(text);
    const digest = createHash('sha256').update(`${scriptId} ${this.#me} `).update(bytes).digest();
    this.#script(scriptId).rows.push({
      id: UpdateId.parse(
        bytesToUuid(digest.subarray(0, 16))
          .replace(/^(.{14}).(.{4})./, '$18$2a')
          .slice(0, 36),
      ),
      bytes,
      state: 'waiting',
      position: null,
      author: null,
    });
  }

  texts(scriptId: ScriptId): readonly string[] {
    return this.#script(scriptId).rows.map(({ bytes }) => new TextDecoder().decode(bytes));
  }

  /** How many updates are in each state. */
  states(scriptId: ScriptId): Readonly<Partial<Record<Row['state'], number>>> {
    const counts: Partial<Record<Row['state'], number>> = {};
    for (const { state } of this.#script(scriptId).rows) counts[state] = (counts[state] ?? 0) + 1;
    return counts;
  }

  async lanes(): Promise<readonly Lane[]> {
    return [...this.#scripts.keys()].map((scriptId) => this.#lane(scriptId));
  }

  async lane(scriptId: ScriptId): Promise<Lane> {
    return this.#done('lane', scriptId);
  }

  async nextBatches(scriptId: ScriptId, most: { batches: number }): Promise<readonly Batch[]> {
    this.#done('nextBatches', scriptId);
    const waiting = this.#script(scriptId).rows.filter(({ state }) => state === 'waiting');
    return waiting
      .slice(0, most.batches)
      .map(({ id, bytes, author }) => ({ batchId: id, format: 1, bytes, claimedAuthor: author }));
  }

  async acknowledge(scriptId: ScriptId, acknowledged: readonly Acknowledged[]): Promise<Lane> {
    this.#may('acknowledge');
    for (const { batchId, position } of acknowledged) this.#place(scriptId, batchId, position);
    return this.#lane(scriptId);
  }

  async receive(scriptId: ScriptId, page: Page): Promise<Stored> {
    this.#may('receive');
    await this.#paused;
    const script = this.#script(scriptId);
    if (!isSame(script.facts.cursor, page.from)) return { kind: 'moved', lane: this.#lane(scriptId) };
    const fresh: { bytes: Uint8Array; personId: PersonId | null }[] = [];
    page.updates.forEach(({ id, bytes, pushedBy, claimedAuthor }, index) => {
      const position = page.from.position + index + 1;
      if (this.#place(scriptId, id, position)) return;
      script.rows.push({ id, bytes, state: 'received', position, author: claimedAuthor ?? pushedBy });
      fresh.push({ bytes, personId: claimedAuthor ?? pushedBy });
    });
    script.facts = { ...script.facts, cursor: page.to };
    return { kind: 'stored', fresh, lane: this.#lane(scriptId) };
  }

  async receiveSnapshot(scriptId: ScriptId, page: SnapshotPage): Promise<Stored> {
    this.#may('receiveSnapshot');
    const script = this.#script(scriptId);
    script.facts = { ...script.facts, cursor: page.to };
    return { kind: 'stored', fresh: [{ bytes: page.state, personId: null }], lane: this.#lane(scriptId) };
  }

  async hold(scriptId: ScriptId, reason: HeldReason): Promise<Lane> {
    this.#may('hold');
    const script = this.#script(scriptId);
    script.heldBecause = reason;
    for (const row of script.rows) if (row.state === 'waiting') row.state = 'held';
    return this.#lane(scriptId);
  }

  async release(scriptId: ScriptId): Promise<Lane> {
    this.#may('release');
    for (const row of this.#script(scriptId).rows) if (row.state === 'held') row.state = 'waiting';
    return this.#lane(scriptId);
  }

  async setAside(scriptId: ScriptId, batchId: UpdateId, reason: RefusedReason): Promise<Lane> {
    this.#may('setAside');
    const script = this.#script(scriptId);
    script.refusedBecause = reason;
    for (const row of script.rows) if (row.id === batchId) row.state = 'set-aside';
    return this.#lane(scriptId);
  }

  async sendAgain(scriptId: ScriptId): Promise<Lane> {
    this.#may('sendAgain');
    for (const row of this.#script(scriptId).rows) if (row.state === 'set-aside') row.state = 'waiting';
    return this.#lane(scriptId);
  }

  async setRetry(scriptId: ScriptId, retry: { attempts: number; retryAt: number | null }): Promise<Lane> {
    return this.#set('setRetry', scriptId, retry);
  }

  async registered(scriptId: ScriptId, { title, status, epoch }: Registered): Promise<Lane> {
    return this.#set('registered', scriptId, { title, status, epoch, isRegistered: true, hasAccess: true });
  }

  async beginHealing(scriptId: ScriptId): Promise<Lane> {
    this.#may('beginHealing');
    for (const row of this.#script(scriptId).rows) row.position = null;
    const cursor = { position: 0, chain: EMPTY_CHAIN };
    return this.#set('beginHealing', scriptId, { isHealing: true, cursor });
  }

  async provableIds(scriptId: ScriptId, after: UpdateId | null, limit: number): Promise<readonly UpdateId[]> {
    this.#may('provableIds');
    const { rows } = this.#script(scriptId);
    const from = after === null ? 0 : rows.findIndex(({ id }) => id === after) + 1;
    const isProvable = ({ state }: Row): boolean => state === 'acknowledged' || state === 'received';
    return rows
      .slice(from)
      .filter(isProvable)
      .slice(0, limit)
      .map(({ id }) => id);
  }

  async lost(scriptId: ScriptId, ids: readonly UpdateId[]): Promise<Lane> {
    this.#may('lost');
    for (const row of this.#script(scriptId).rows) if (ids.includes(row.id)) row.state = 'waiting';
    return this.#lane(scriptId);
  }

  async endHealing(scriptId: ScriptId): Promise<Lane> {
    return this.#set('endHealing', scriptId, { isHealing: false });
  }

  async storeAccess(access: Access): Promise<readonly Lane[]> {
    this.#may('storeAccess');
    this.#access = access;
    for (const { id, projectId, title, status, epoch } of access.scripts) {
      if (!this.#scripts.has(id)) this.make(id, projectId);
      const role = access.projects.find((project) => project.id === projectId)?.role ?? null;
      this.#set('storeAccess', id, { projectId, title, status, epoch, role, isRegistered: true, hasAccess: true });
    }
    for (const [scriptId, { facts }] of this.#scripts) {
      const isNamed = access.scripts.some(({ id }) => id === scriptId);
      if (facts.isRegistered && !isNamed) this.#set('storeAccess', scriptId, { hasAccess: false, role: null });
    }
    return this.lanes();
  }

  async access(): Promise<Access | null> {
    return this.#access;
  }

  /** Storing takes until what this answers is called. */
  pause(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#paused = promise;
    return resolve;
  }

  remove(scriptId: ScriptId): void {
    this.#scripts.delete(scriptId);
  }

  #may(call: string): void {
    this.calls.push(call);
    if (this.crashAfter !== null && this.calls.length > this.crashAfter)
      throw new Failure('closed', 'The vault is closed.');
    if (this.trouble !== null) throw this.trouble;
  }

  #done(call: string, scriptId: ScriptId): Lane {
    this.#may(call);
    return this.#lane(scriptId);
  }

  #set(call: string, scriptId: ScriptId, facts: Partial<Lane>): Lane {
    this.#may(call);
    const script = this.#script(scriptId);
    script.facts = { ...script.facts, ...facts };
    return this.#lane(scriptId);
  }

  #place(scriptId: ScriptId, id: UpdateId, position: number): boolean {
    const row = this.#script(scriptId).rows.find((each) => each.id === id);
    if (row === undefined) return false;
    row.position = position;
    if (row.state !== 'received') row.state = 'acknowledged';
    return true;
  }

  #script(scriptId: ScriptId): Script {
    const script = this.#scripts.get(scriptId);
    if (script === undefined) throw new Failure('not-found', 'There is no such script.');
    return script;
  }

  #lane(scriptId: ScriptId): Lane {
    const { facts, rows, heldBecause, refusedBecause } = this.#script(scriptId);
    const count = (state: Row['state']): number => rows.filter((row) => row.state === state).length;
    const [waiting, held, refused] = [count('waiting'), count('held'), count('set-aside')];
    return {
      ...facts,
      reached: Math.max(0, ...rows.map(({ position }) => position ?? 0)),
      outbox: {
        waiting,
        held,
        heldBecause: held > 0 ? heldBecause : null,
        refused,
        refusedBecause: refused > 0 ? refusedBecause : null,
        oldestAt: waiting + held + refused > 0 ? 1_000 : null,
      },
    };
  }
}

const isSame = (one: Cursor, other: Cursor): boolean => one.position === other.position && one.chain === other.chain;
