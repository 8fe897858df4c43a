import { may, type Role, type ScriptStatus } from '../../../app/access/roles.ts';
import type { OrganizationId, PersonId, ProjectId, ScriptId, UpdateId } from '../../../app/ids.ts';
import { EMPTY_CHAIN, hexToChain, type Chain, type Cursor } from '../../../app/server/chain.ts';
import type { RefusalCode } from '../../../app/server/refusal.ts';
import type { Ring } from '../../../app/server/ring.ts';
import { Epoch } from '../../../app/server/topics.ts';
import { walk } from '../../../app/sync/exchange.ts';
import type { RemoteUpdate } from '../../../app/sync/facts.ts';
import type {
  Access,
  Answer,
  Digest,
  Doorbell,
  DoorbellNews,
  Pulled,
  RemoteLog,
  RemoteTrouble,
} from '../../../app/sync/ports.ts';

interface ServerScript {
  readonly projectId: ProjectId;
  title: string;
  status: ScriptStatus;
  epoch: Epoch;
  log: RemoteUpdate[];
  places: Cursor[];
}

/** The least of a server: one project's scripts, in memory, with the rules of the log and switches for its troubles. */
export class SmallServer {
  readonly projectId: ProjectId;
  readonly #organizationId: OrganizationId;
  readonly #digest: Digest;
  readonly roles = new Map<PersonId, Role>();
  readonly scripts = new Map<ScriptId, ServerScript>();
  readonly #bells = new Set<Bell>();
  /** Every call, as `person call`; the person's first letter is enough. */
  readonly calls: string[] = [];
  /** What a call is answered with in place of an answer. */
  trouble: ((call: string) => RemoteTrouble | null) | null = null;
  /** The log refuses what holds an update that this says a reason for. */
  poison: ((bytes: Uint8Array) => RefusalCode | null) | null = null;
  /** So many pushes are carried out and not answered. */
  loseAnswers = 0;
  /** What pulls are answered, in place of the log. */
  pulls: ((cursor: Cursor) => Pulled) | null = null;
  refuseRegister: RefusalCode | null = null;
  mostAtOnce = 0;
  #atOnce = 0;
  #gate: Promise<void> | null = null;
  readonly #seen = new Map<ScriptId, Map<PersonId, number>>();
  isSilent = false;
  #epochs = 0;

  constructor(ids: { readonly projectId: ProjectId; readonly organizationId: OrganizationId }, digest: Digest) {
    this.projectId = ids.projectId;
    this.#organizationId = ids.organizationId;
    this.#digest = digest;
  }

  make(scriptId: ScriptId, title = 'Autumn campaign'): ServerScript {
    const script: ServerScript = {
      projectId: this.projectId,
      title,
      status: 'draft',
      epoch: this.newEpoch(),
      log: [],
      places: [],
    };
    this.scripts.set(scriptId, script);
    return script;
  }

  newEpoch(): Epoch {
    this.#epochs += 1;
    return Epoch.parse(this.#epochs.toString(16).padStart(32, '0'));
  }

  texts(scriptId: ScriptId): readonly string[] {
    return this.#script(scriptId).log.map(({ bytes }) => new TextDecoder().decode(bytes));
  }

  /** Goes back to when the log had this many updates. */
  restore(scriptId: ScriptId, length: number): void {
    const script = this.#script(scriptId);
    script.log.length = length;
    script.places.length = length;
  }

  head(scriptId: ScriptId): Cursor {
    return this.#script(scriptId).places.at(-1) ?? { position: 0, chain: EMPTY_CHAIN };
  }

  /** Adds to a log and rings. */
  add(scriptId: ScriptId, updates: readonly RemoteUpdate[]): void {
    const script = this.#script(scriptId);
    const before = this.head(scriptId);
    script.log.push(...updates);
    script.places.push(...walk(before, updates, this.#digest));
    if (!this.isSilent) this.ring(scriptId, ringOf(before, updates));
  }

  ring(scriptId: ScriptId, ring: Ring): void {
    for (const bell of this.#bells) bell.tell({ kind: 'rang', scriptId, ring });
  }

  bell(): Bell {
    const bell = new Bell(this);
    this.#bells.add(bell);
    return bell;
  }

  remote(person: PersonId): RemoteLog {
    return {
      access: (signal) => this.#answer('access', signal, () => this.#access(person)),
      register: ({ scriptId, title }, signal) =>
        this.#answer('register', signal, () => {
          if (!may(this.#role(person), 'create', 'script')) return refuse('not-allowed');
          if (this.refuseRegister !== null) return refuse(this.refuseRegister);
          const { status, epoch } = this.scripts.get(scriptId) ?? this.make(scriptId, title);
          return { title, status, version: 1, epoch };
        }),
      push: (scriptId, batches, signal) =>
        this.#answer('push', signal, () => {
          const script = this.#script(scriptId);
          const role = this.#role(person);
          if (role === 'signed in') return refuse('not-found');
          for (const { bytes } of batches) {
            const code = this.poison?.(bytes) ?? null;
            if (code !== null) return refuse(code);
          }
          if (!may(role, 'write', 'live text', { status: 'draft' })) return refuse('not-allowed');
          if (!may(role, 'write', 'live text', { status: script.status })) {
            return refuse('script-status', JSON.stringify({ status: script.status }));
          }
          const known = new Map(script.log.map(({ id }, index) => [id, index + 1]));
          const fresh = batches.filter(({ batchId }) => !known.has(batchId));
          if (fresh.length > 0) {
            const updates = fresh.map(({ batchId, format, bytes, claimedAuthor }) => {
              return { id: batchId, format, bytes, pushedBy: person, claimedAuthor };
            });
            this.add(scriptId, updates);
          }
          const places = new Map(script.log.map(({ id }, index) => [id, index + 1]));
          const { position, chain } = this.head(scriptId);
          return { positions: batches.map(({ batchId }) => places.get(batchId) ?? 0), head: position, chain };
        }),
      pull: (scriptId, cursor, _maxBytes, signal) =>
        this.#answer('pull', signal, () => {
          if (!may(this.#role(person), 'read', 'live text')) return refuse('not-found');
          if (this.pulls !== null) return this.pulls(cursor);
          const { log, places, epoch } = this.#script(scriptId);
          const head = log.length;
          const own = cursor.position === 0 ? EMPTY_CHAIN : places[cursor.position - 1]?.chain;
          if (own !== cursor.chain) return { kind: 'diverged', head, epoch } as const;
          const updates = log.slice(cursor.position, cursor.position + 100);
          const to = places[cursor.position + updates.length - 1] ?? cursor;
          return { kind: 'updates', page: { from: cursor, updates, to, people: [] }, head, epoch } as const;
        }),
      missing: (scriptId, ids, signal) =>
        this.#answer('missing', signal, () => {
          const known = new Set<UpdateId>(this.#script(scriptId).log.map(({ id }) => id));
          return ids.filter((id) => !known.has(id));
        }),
      tellSeen: (scriptId, _deviceId, { position }, signal) =>
        this.#answer('tellSeen', signal, () => {
          const seen = this.#seen.get(scriptId) ?? new Map<PersonId, number>();
          this.#seen.set(scriptId, seen.set(person, position));
          return undefined;
        }),
      readSeen: (scriptId, signal) =>
        this.#answer('readSeen', signal, () => {
          return [...(this.#seen.get(scriptId) ?? [])].map(([personId, position]) => ({
            personId,
            position,
            name: null,
          }));
        }),
    };
  }

  /** Calls from now on are not answered, until what this answers is called. */
  hang(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gate = promise;
    return () => {
      this.#gate = null;
      resolve();
    };
  }

  #role(person: PersonId): Role | 'signed in' {
    return this.roles.get(person) ?? 'signed in';
  }

  #access(person: PersonId): Access {
    const role = this.roles.get(person);
    const scripts = role === undefined || !may(role, 'read', 'live text') ? [] : [...this.scripts];
    const project = {
      id: this.projectId,
      organizationId: this.#organizationId,
      name: 'Autumn',
      version: 1,
      archivedAt: null,
    };
    return {
      person: { personId: person, name: null },
      organizations: [],
      projects: role === undefined ? [] : [{ ...project, role }],
      scripts: scripts.map(([id, { projectId, title, status, epoch }]) => {
        const { position, chain } = this.head(id);
        return { id, projectId, title, status, epoch, version: 1, head: position, chain, dueAt: null };
      }),
    };
  }

  async #answer<T>(call: string, signal: AbortSignal, answer: () => T | Refused): Promise<Answer<T>> {
    this.calls.push(call);
    this.#atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#atOnce);
    try {
      await this.#gate;
      await Promise.resolve();
      if (signal.aborted) return { ok: false, trouble: { kind: 'aborted' } };
      const trouble = this.trouble?.(call) ?? null;
      if (trouble !== null) return { ok: false, trouble };
      const value = answer();
      if (call === 'push' && this.loseAnswers > 0) {
        this.loseAnswers -= 1;
        return { ok: false, trouble: { kind: 'unavailable', retryAfterMs: null } };
      }
      return value instanceof Refused ? { ok: false, trouble: value.trouble } : { ok: true, value };
    } finally {
      this.#atOnce -= 1;
    }
  }

  #script(scriptId: ScriptId): ServerScript {
    const script = this.scripts.get(scriptId);
    if (script === undefined) throw new RangeError('The test forgot to make this script.');
    return script;
  }
}

class Refused {
  readonly trouble: RemoteTrouble;

  constructor(code: RefusalCode, details: string | null) {
    this.trouble = { kind: 'refused', refusal: { code, message: 'No.', details, hint: null } };
  }
}

const refuse = (code: RefusalCode, details: string | null = null): Refused => new Refused(code, details);

/** What one device hears. Topics are joined as soon as they are listened to, with their present epoch. */
export class Bell implements Doorbell {
  readonly #server: SmallServer;
  readonly #listeners = new Set<(news: DoorbellNews) => void>();
  topics: readonly { readonly scriptId: ScriptId; readonly epoch: Epoch }[] = [];
  isDeaf = false;
  #caught: (DoorbellNews & { kind: 'rang' })[] | undefined;

  constructor(server: SmallServer) {
    this.#server = server;
  }

  listen(topics: readonly { readonly scriptId: ScriptId; readonly epoch: Epoch }[]): void {
    this.topics = topics;
    for (const { scriptId, epoch } of topics) {
      if (this.isDeaf || this.#server.scripts.get(scriptId)?.epoch !== epoch) continue;
      queueMicrotask(() => this.tell({ kind: 'joined', scriptId, epoch }));
    }
  }

  hear(listener: (news: DoorbellNews) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** Rings are kept in what this answers, in place of being heard. */
  catchRings(): (DoorbellNews & { kind: 'rang' })[] {
    this.#caught = [];
    return this.#caught;
  }

  onRing(listener: () => void): void {
    this.#listeners.add((news) => {
      if (news.kind === 'rang') listener();
    });
  }

  deliver(news: DoorbellNews | undefined): void {
    if (news === undefined) throw new RangeError('The test caught no such ring.');
    for (const listener of this.#listeners) listener(news);
  }

  tell(news: DoorbellNews): void {
    const isListened = this.topics.some(({ scriptId }) => scriptId === news.scriptId);
    if (this.isDeaf || !isListened) return;
    if (news.kind === 'rang' && this.#caught !== undefined) this.#caught.push(news);
    else this.deliver(news);
  }
}

export function ringOf(
  before: { readonly position: number; readonly chain: Chain },
  updates: readonly RemoteUpdate[],
): Ring {
  const people = [...new Set(updates.map(({ pushedBy }) => pushedBy))];
  const frames = updates.map(({ id, format, bytes, pushedBy }) => {
    return { id, format, bytes, pushedBy: people.indexOf(pushedBy), author: undefined };
  });
  const first = before.position + 1;
  return { first, count: updates.length, chainBefore: hexToChain(before.chain), updates: { people, frames } };
}
