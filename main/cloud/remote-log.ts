import * as z from 'zod';
import { PersonId, type DeviceId, type ProjectId, type ScriptId, type UpdateId } from '../../app/ids.ts';
import type { Cursor } from '../../app/server/chain.ts';
import { KNOWN_SCHEMA, logResults } from '../../app/server/log-calls.ts';
import type { Access, Answer, Pulled, Pushed, Registered, RemoteLog, Seen } from '../../app/sync/ports.ts';
import type { Batch } from '../../app/sync/facts.ts';
import type { FunctionCalls } from './function-calls.ts';
import { readPulled } from './pages.ts';

/** The server's log of every script, over its functions. */
export class SupabaseRemoteLog implements RemoteLog {
  readonly #calls: FunctionCalls;
  readonly #me: PersonId;
  #isSchemaKnown = false;

  /** `me`: whose session it is. */
  constructor(calls: FunctionCalls, me: PersonId) {
    this.#calls = calls;
    this.#me = me;
  }

  async access(signal: AbortSignal): Promise<Answer<Access>> {
    const checked = await this.#checkSchema(signal);
    if (!checked.ok) return checked;
    const answer = await this.#calls.call('my_access', {}, logResults.my_access, signal);
    if (!answer.ok && answer.trouble.kind === 'unreadable') this.#isSchemaKnown = false;
    return map(answer, toAccess);
  }

  /** Once, and again after an answer that could not be read: a server that was changed meanwhile says so itself. */
  async #checkSchema(signal: AbortSignal): Promise<Answer<void>> {
    if (this.#isSchemaKnown) return { ok: true, value: undefined };
    const health = await this.#calls.call('health', {}, logResults.health, signal);
    if (!health.ok) return health;
    if (health.value.schema > KNOWN_SCHEMA) return { ok: false, trouble: { kind: 'too-old' } };
    this.#isSchemaKnown = true;
    return { ok: true, value: undefined };
  }

  async register(
    {
      scriptId,
      projectId,
      title,
    }: { readonly scriptId: ScriptId; readonly projectId: ProjectId; readonly title: string },
    signal: AbortSignal,
  ): Promise<Answer<Registered>> {
    const given = { script_id: scriptId, project_id: projectId, title };
    return map(await this.#calls.call('create_script', given, logResults.create_script, signal), (made) => ({
      title: made.title,
      status: made.status,
      version: made.version,
      epoch: made.epoch,
    }));
  }

  async push(scriptId: ScriptId, batches: readonly Batch[], signal: AbortSignal): Promise<Answer<Pushed>> {
    const updates = batches.map(({ batchId, format, bytes, claimedAuthor }) => ({
      id: batchId,
      format,
      // Node's own: on a megabyte a hundred times as quick as what runs everywhere.
      bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
      ...(claimedAuthor !== null && { author: claimedAuthor }),
    }));
    const answer = await this.#calls.call(
      'push_updates',
      { script_id: scriptId, updates },
      logResults.push_updates,
      signal,
    );
    if (!answer.ok) return answer;
    const { positions, head, chain } = answer.value;
    if (positions.length !== batches.length) return UNREADABLE;
    return { ok: true, value: { positions, head, chain } };
  }

  async pull(scriptId: ScriptId, cursor: Cursor, maxBytes: number, signal: AbortSignal): Promise<Answer<Pulled>> {
    const given = { script_id: scriptId, position: cursor.position, chain: cursor.chain, max_bytes: maxBytes };
    const answer = await this.#calls.call('pull_updates', given, logResults.pull_updates, signal);
    if (!answer.ok) return answer;
    const value = await readPulled(cursor, answer.value);
    if (signal.aborted) return { ok: false, trouble: { kind: 'aborted' } };
    return value === undefined ? UNREADABLE : { ok: true, value };
  }

  async missing(
    scriptId: ScriptId,
    ids: readonly UpdateId[],
    signal: AbortSignal,
  ): Promise<Answer<readonly UpdateId[]>> {
    const given = { script_id: scriptId, ids: [...ids] };
    const answer = await this.#calls.call('missing_updates', given, logResults.missing_updates, signal);
    return map(answer, ({ missing }) => missing);
  }

  async tellSeen(scriptId: ScriptId, deviceId: DeviceId, cursor: Cursor, signal: AbortSignal): Promise<Answer<void>> {
    const given = { script_id: scriptId, device_id: deviceId, position: cursor.position, chain: cursor.chain };
    return map(await this.#calls.call('seen', given, logResults.seen, signal), () => undefined);
  }

  async readSeen(scriptId: ScriptId, signal: AbortSignal): Promise<Answer<readonly Seen[]>> {
    const rows = await this.#calls.ask(SeenRows, signal, (client, token) =>
      client
        .from('script_seen')
        .select('person_id, position')
        .eq('script_id', scriptId)
        .neq('person_id', this.#me)
        // Furthest first: should there be more than one page of devices, those that are behind are left out.
        .order('position', { ascending: false })
        .setHeader('authorization', `Bearer ${token}`)
        .abortSignal(signal)
        .throwOnError(),
    );
    if (!rows.ok) return rows;
    const furthest = new Map<PersonId, number>();
    for (const row of rows.value) {
      if (!furthest.has(row.person_id)) furthest.set(row.person_id, row.position);
    }
    if (furthest.size === 0) return { ok: true, value: [] };
    return map(await this.#readNames([...furthest.keys()], signal), (names) =>
      Array.from(furthest, ([personId, position]) => ({ personId, name: names.get(personId) ?? null, position })),
    );
  }

  /** Of those whose names this person may know. */
  async #readNames(
    people: readonly PersonId[],
    signal: AbortSignal,
  ): Promise<Answer<ReadonlyMap<PersonId, string | null>>> {
    const rows = await this.#calls.ask(NameRows, signal, (client, token) =>
      client
        .from('profiles')
        .select('id, name')
        .in('id', people)
        .setHeader('authorization', `Bearer ${token}`)
        .abortSignal(signal)
        .throwOnError(),
    );
    return map(rows, (found) => new Map(found.map(({ id, name }) => [id, name])));
  }
}

const SeenRows = z.array(z.object({ person_id: PersonId, position: z.int().nonnegative() }));
const NameRows = z.array(z.object({ id: PersonId, name: z.string().nullable() }));

function toAccess({ person, organizations, projects, scripts }: z.output<typeof logResults.my_access>): Access {
  return {
    person: { personId: person.id, name: person.name },
    organizations: organizations.map(({ id, name, role }) => ({ id, name, role })),
    projects: projects.map(({ id, organization_id: organizationId, name, role, version, archived_at: archivedAt }) => ({
      id,
      organizationId,
      name,
      role,
      version,
      archivedAt: toMs(archivedAt),
    })),
    scripts: scripts.map(
      ({ id, project_id: projectId, title, status, version, head, chain, epoch, due_at: dueAt }) => ({
        id,
        projectId,
        title,
        status,
        version,
        head,
        chain,
        epoch,
        dueAt: toMs(dueAt),
      }),
    ),
  };
}

const toMs = (time: string | null): number | null => (time === null ? null : Date.parse(time));

const UNREADABLE = { ok: false, trouble: { kind: 'unreadable' } } as const;

function map<T, U>(answer: Answer<T>, read: (value: T) => U): Answer<U> {
  return answer.ok ? { ok: true, value: read(answer.value) } : answer;
}
