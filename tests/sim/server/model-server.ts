import { may, type Role, type ScriptStatus } from '../../../app/access/roles.ts';
import type { OrganizationId, PersonId, ProjectId, ScriptId } from '../../../app/ids.ts';
import { EMPTY_CHAIN, type Cursor } from '../../../app/server/chain.ts';
import { limits } from '../../../app/server/limits.ts';
import { Epoch, topics } from '../../../app/server/topics.ts';
import type { Batch } from '../../../app/sync/facts.ts';
import type { Access, Answer, Pushed, Registered, Seen } from '../../../app/sync/ports.ts';
import type { Random } from '../../support/random.ts';
import { ChainTree } from './chain-tree.ts';
import { ringOf, Topics, type Listener } from './topics.ts';
import { readPushed } from './read-pushed.ts';
import { refused } from './refused.ts';
import {
  copyOf,
  emptyState,
  headChain,
  roleIn,
  type LogRow,
  type ServerScript,
  type ServerState,
} from './model-state.ts';

/** Nobody is signed in, or the server does not take the token: null. */
export type Caller = PersonId | null;

export interface ModelServerOptions {
  readonly random: Random;
  /** From how many updates on a snapshot is given instead. */
  readonly farBehind?: number;
  /** Formats that this server takes. */
  readonly formats?: readonly number[];
}

/** The server's rules (supabase/migrations) in memory: whatever happens here happens at once, as under the script's lock. */
export class ModelServer {
  /** Every place that any history of a log ever had, also those that a restore took back. */
  readonly chains = new ChainTree();
  readonly farBehind: number;
  readonly formats: readonly number[];
  readonly #random: Random;
  readonly #topics = new Topics();
  #state = emptyState();
  #restores = 0;
  #registrations = 0;

  constructor({ random, farBehind = limits.snapshotInsteadOfUpdates, formats = [1] }: ModelServerOptions) {
    this.#random = random;
    this.farBehind = farBehind;
    this.formats = formats;
  }

  get state(): ServerState {
    return this.#state;
  }

  /** How often it was restored so far. */
  get restores(): number {
    return this.#restores;
  }

  /** How many scripts it was given so far, those among them that a restore had taken. */
  get registrations(): number {
    return this.#registrations;
  }

  backup(): ServerState {
    return copyOf(this.#state);
  }

  restore(state: ServerState): void {
    this.#state = copyOf(state);
    this.#restores += 1;
    this.#topics.drop();
  }

  // What is done by people who are not simulated ------------------------------------------------------------------

  addProject(organizationId: OrganizationId, id: ProjectId, name: string): void {
    this.#state.organizations.set(organizationId, 'Organisation');
    this.#state.projects.set(id, { id, organizationId, name, version: 1, archivedAt: null });
  }

  addPerson(personId: PersonId, name: string): void {
    this.#state.people.set(personId, name);
  }

  /** In an organisation or a project; null ends it. Whoever loses the right to read is shut out of the topics at once. */
  setRole(place: OrganizationId | ProjectId, personId: PersonId, role: Role | null): void {
    const key = `${place}:${personId}`;
    const reads = (script: ServerScript): boolean => this.#readsLive(personId, script);
    const before = [...this.#state.scripts.values()].filter(reads);
    const old = this.#state.roles.get(key);
    if (role === null) this.#state.roles.delete(key);
    else this.#state.roles.set(key, role);
    const isLess = (old === 'freelancer' || old === 'admin') && role !== old;
    for (const script of before) if (isLess || !reads(script)) this.rotateEpoch(script.id);
  }

  setStatus(scriptId: ScriptId, status: ScriptStatus): void {
    const script = this.script(scriptId);
    script.status = status;
    script.version += 1;
  }

  moveScript(scriptId: ScriptId, projectId: ProjectId): void {
    const script = this.script(scriptId);
    script.projectId = projectId;
    script.version += 1;
    this.rotateEpoch(scriptId);
  }

  rotateEpoch(scriptId: ScriptId): void {
    const script = this.script(scriptId);
    const old = topics.script(scriptId, script.epoch);
    script.epoch = this.#newEpoch();
    this.#topics.tell(old, { kind: 'epoch' });
  }

  /** As the service does: of everything that is there now. */
  storeSnapshot(scriptId: ScriptId, state: Uint8Array): void {
    const script = this.script(scriptId);
    const last = script.log.at(-1);
    if (last !== undefined) script.snapshot = { position: script.log.length, chain: last.chain, state };
  }

  script(scriptId: ScriptId): ServerScript {
    const script = this.#state.scripts.get(scriptId);
    if (script === undefined) throw new Error(`There is no script ${scriptId}.`);
    return script;
  }

  roleOf(personId: PersonId, scriptId: ScriptId): Role | undefined {
    const script = this.#state.scripts.get(scriptId);
    return script && roleIn(this.#state, personId, script.projectId);
  }

  mayRead(personId: PersonId, scriptId: ScriptId): boolean {
    const script = this.#state.scripts.get(scriptId);
    return script !== undefined && this.#readsLive(personId, script);
  }

  mayWrite(personId: PersonId, scriptId: ScriptId): boolean {
    const role = this.roleOf(personId, scriptId);
    return role !== undefined && may(role, 'write', 'live text', { status: this.#statusOf(this.script(scriptId)) });
  }

  // What a device calls ---------------------------------------------------------------------------------------------

  access(caller: Caller): Answer<Access> {
    if (caller === null) return refused('signed-out');
    const { people, organizations, projects, scripts, roles } = this.#state;
    const mine = [...projects.values()].flatMap((project) => {
      const role = roleIn(this.#state, caller, project.id);
      return role === undefined ? [] : [{ ...project, role }];
    });
    return {
      ok: true,
      value: {
        person: { personId: caller, name: people.get(caller) ?? null },
        organizations: Array.from(organizations, ([id, name]) => ({
          id,
          name,
          role: roles.get(`${id}:${caller}`),
        })).flatMap(({ role, ...organization }) => (role === undefined ? [] : [{ ...organization, role }])),
        projects: mine,
        scripts: [...scripts.values()]
          .filter((script) => this.#readsLive(caller, script))
          .map(({ id, projectId, title, status, version, epoch, log }) => ({
            id,
            projectId,
            title,
            status,
            version,
            epoch,
            head: log.length,
            chain: log.at(-1)?.chain ?? EMPTY_CHAIN,
            dueAt: null,
          })),
      },
    };
  }

  register(
    caller: Caller,
    { scriptId, projectId, title }: { scriptId: ScriptId; projectId: ProjectId; title: string },
  ): Answer<Registered> {
    if (caller === null) return refused('signed-out');
    const role = roleIn(this.#state, caller, projectId);
    if (role === undefined) return refused('not-found');
    if (!may(role, 'create', 'script')) return refused('not-allowed');
    if (title.trim() === '' || title.length > 200) return refused('bad-request');
    const known = this.#state.scripts.get(scriptId);
    if (known !== undefined) {
      if (known.createdBy !== caller || known.projectId !== projectId) return refused('already-done');
      return { ok: true, value: registeredOf(known) };
    }
    if (this.#state.projects.get(projectId)?.archivedAt !== null)
      return refused('script-status', { status: 'archived' });
    const script: ServerScript = {
      id: scriptId,
      createdBy: caller,
      projectId,
      title: title.trim(),
      status: 'draft',
      version: 1,
      epoch: this.#newEpoch(),
      log: [],
      snapshot: null,
      seen: new Map(),
    };
    this.#state.scripts.set(scriptId, script);
    this.#registrations += 1;
    return { ok: true, value: registeredOf(script) };
  }

  push(caller: Caller, scriptId: ScriptId, batches: readonly Batch[]): Answer<Pushed> {
    const refusal = this.#refuseUnless(caller, scriptId, 'write', { status: 'draft' });
    if (refusal !== undefined || caller === null) return refusal ?? refused('signed-out');
    const wrong = readPushed(batches, this.formats);
    if (wrong !== undefined) return refused(wrong);
    const script = this.script(scriptId);
    const known = batches.map(({ batchId }) => script.log.findIndex(({ id }) => id === batchId) + 1);
    const isOther = batches.some(({ bytes, format }, index) => {
      const row = script.log[(known[index] ?? 0) - 1];
      return row !== undefined && (row.format !== format || !Buffer.from(row.bytes).equals(bytes));
    });
    if (isOther) return refused('other-bytes');
    const fresh = batches.filter((_, index) => known[index] === 0);
    if (fresh.length > 0) {
      const status = this.#statusOf(script);
      const role = this.roleOf(caller, scriptId);
      if (role === undefined || !may(role, 'write', 'live text', { status }))
        return refused('script-status', { status });
      this.append(scriptId, caller, fresh);
    }
    const positions = batches.map(({ batchId }) => script.log.findIndex(({ id }) => id === batchId) + 1);
    return { ok: true, value: { positions, head: script.log.length, chain: headChain(script) } };
  }

  /** Adds rows to a log, whoever may: what a hand-made peer or a newer app pushed. Rings once. */
  append(scriptId: ScriptId, pushedBy: PersonId, batches: readonly Batch[]): void {
    const script = this.script(scriptId);
    const before = headChain(script);
    const rows: LogRow[] = [];
    for (const { batchId: id, bytes, format, claimedAuthor } of batches) {
      const chain = this.chains.grow(rows.at(-1)?.chain ?? before, { id, bytes });
      rows.push({ id, format, bytes: new Uint8Array(bytes), chain, pushedBy, claimedAuthor });
    }
    const first = script.log.length + 1;
    script.log = [...script.log, ...rows];
    const ring = ringOf({ first, count: rows.length, chainBefore: Buffer.from(before, 'hex') }, rows);
    this.#topics.tell(topics.script(scriptId, script.epoch), { kind: 'ring', ring });
  }

  tellSeen(caller: Caller, scriptId: ScriptId, deviceId: string, { position, chain }: Cursor): Answer<void> {
    const refusal = this.#refuseUnless(caller, scriptId, 'seen');
    if (refusal !== undefined || caller === null) return refusal ?? refused('signed-out');
    const script = this.script(scriptId);
    const isOurs = position === 0 ? chain === EMPTY_CHAIN : script.log[position - 1]?.chain === chain;
    if (!isOurs) return refused('bad-request');
    const key = `${caller}:${deviceId}`;
    const known = script.seen.get(key)?.position ?? 0;
    script.seen = new Map(script.seen).set(key, { personId: caller, position: Math.max(known, position) });
    return { ok: true, value: undefined };
  }

  readSeen(caller: Caller, scriptId: ScriptId): Answer<readonly Seen[]> {
    if (caller === null) return refused('signed-out');
    if (!this.mayRead(caller, scriptId)) return { ok: true, value: [] };
    const furthest = new Map<PersonId, number>();
    for (const { personId, position } of this.script(scriptId).seen.values()) {
      if (personId !== caller) furthest.set(personId, Math.max(furthest.get(personId) ?? 0, position));
    }
    const name = (personId: PersonId): string | null => this.#state.people.get(personId) ?? null;
    return {
      ok: true,
      value: Array.from(furthest, ([personId, position]) => ({ personId, name: name(personId), position })),
    };
  }

  /** For what reads a log: undefined where the caller may. */
  refuseReader(caller: Caller, scriptId: ScriptId): ReturnType<typeof refused> | undefined {
    return this.#refuseUnless(caller, scriptId, 'read');
  }

  // Realtime ----------------------------------------------------------------------------------------------------------

  /** Whether the topic is the script's present one, and theirs to listen to. */
  join(personId: PersonId, scriptId: ScriptId, epoch: Epoch, listener: Listener): boolean {
    if (!this.mayRead(personId, scriptId) || this.script(scriptId).epoch !== epoch) return false;
    this.#topics.join(topics.script(scriptId, epoch), listener);
    return true;
  }

  leave(topic: string, listener: Listener): void {
    this.#topics.leave(topic, listener);
  }

  listenersOf(topic: string): ReadonlySet<Listener> {
    return this.#topics.listenersOf(topic);
  }

  #statusOf(script: ServerScript): ScriptStatus {
    const project = this.#state.projects.get(script.projectId);
    return project?.archivedAt === null ? script.status : 'archived';
  }

  #readsLive(personId: PersonId, script: ServerScript): boolean {
    const role = roleIn(this.#state, personId, script.projectId);
    return role !== undefined && may(role, 'read', 'live text');
  }

  #refuseUnless(
    caller: Caller,
    scriptId: ScriptId,
    act: 'read' | 'write' | 'seen',
    circumstances: { readonly status?: ScriptStatus } = {},
  ): ReturnType<typeof refused> | undefined {
    if (caller === null) return refused('signed-out');
    const role = this.roleOf(caller, scriptId);
    if (role === undefined) return refused('not-found');
    const isAllowed = act === 'seen' ? may(role, 'send', 'presence') : may(role, act, 'live text', circumstances);
    return isAllowed ? undefined : refused('not-allowed');
  }

  #newEpoch(): Epoch {
    return Epoch.parse(this.#random.uuid().replaceAll('-', ''));
  }
}

const registeredOf = ({ title, status, version, epoch }: ServerScript): Registered => ({
  title,
  status,
  version,
  epoch,
});
