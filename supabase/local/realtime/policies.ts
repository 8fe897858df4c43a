import { Pool, DatabaseError, type PoolClient } from 'pg';
import type { Claims } from '../gateway/tokens.ts';

/** Who asks, and for which topic: everything that a policy on realtime.messages can look at. */
export interface Asker {
  readonly topic: string;
  readonly claims: Claims;
  /** Those of the handshake that begin with `x-`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** `undefined`: not asked. */
export interface Rights {
  readonly broadcast: boolean;
  readonly presence: boolean | undefined;
}

export type Answer =
  | { readonly ok: true; readonly rights: Rights }
  | { readonly ok: false; readonly fault: 'policy' | 'canceled' | 'no-partition' | 'database' };

type Extension = 'broadcast' | 'presence';

const CONNECTIONS = 5;
const QUERY_CANCELED = '57014';
const CHECK_VIOLATION = '23514';
const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * Asks the real policies on realtime.messages, each time in a transaction that is rolled back: may this person read
 * a probe row of the topic, may they insert one.
 */
export class Policies implements AsyncDisposable {
  readonly #pool: Pool;
  readonly #newId: () => string;

  constructor(adminUrl: string, newId: () => string) {
    this.#pool = new Pool({ connectionString: adminUrl, max: CONNECTIONS, application_name: 'realtime_policies' });
    // A connection that dies while it is idle is replaced when the next one is needed; queries in flight reject.
    this.#pool.on('error', () => undefined);
    this.#newId = newId;
  }

  /** Presence is asked for only where it is wanted. */
  read(asker: Asker, options: { readonly withPresence: boolean }): Promise<Answer> {
    const extensions: readonly Extension[] = options.withPresence ? ['broadcast', 'presence'] : ['broadcast'];
    return this.#ask(async (client) => {
      const probes = new Map(extensions.map((extension) => [extension, this.#newId()]));
      for (const [extension, id] of probes) await insertProbe(client, asker.topic, extension, id);
      await becomeAsker(client, asker);
      const { rows } = await client.query<{ id: string }>('select id from realtime.messages where id = any($1)', [
        [...probes.values()],
      ]);
      const readable = new Set(rows.map((row) => row.id));
      const isReadable = (extension: Extension): boolean => readable.has(probes.get(extension) ?? '');
      return {
        broadcast: isReadable('broadcast'),
        presence: options.withPresence ? isReadable('presence') : undefined,
      };
    });
  }

  write(asker: Asker): Promise<Answer> {
    return this.#ask(async (client) => {
      await becomeAsker(client, asker);
      return {
        broadcast: await this.#mayInsert(client, asker.topic, 'broadcast'),
        presence: await this.#mayInsert(client, asker.topic, 'presence'),
      };
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.end();
  }

  async #mayInsert(client: PoolClient, topic: string, extension: Extension): Promise<boolean> {
    await client.query('savepoint probe');
    try {
      await insertProbe(client, topic, extension, this.#newId());
      return true;
    } catch (error) {
      if (!(error instanceof DatabaseError) || error.code !== INSUFFICIENT_PRIVILEGE) throw error;
      await client.query('rollback to savepoint probe');
      return false;
    }
  }

  async #ask(question: (client: PoolClient) => Promise<Rights>): Promise<Answer> {
    let client: PoolClient;
    try {
      client = await this.#pool.connect();
    } catch {
      return { ok: false, fault: 'database' };
    }
    let isUsable = false;
    // The pool does not listen to what it lent out, and an error that nobody hears ends the process.
    const ignore = (): void => undefined;
    client.on('error', ignore);
    try {
      await client.query('begin');
      const answer = await question(client).then((rights): Answer => ({ ok: true, rights }), refusalOf);
      await client.query('rollback');
      isUsable = true;
      return answer;
    } catch (error) {
      return refusalOf(error);
    } finally {
      client.off('error', ignore);
      client.release(!isUsable);
    }
  }
}

async function insertProbe(client: PoolClient, topic: string, extension: Extension, id: string): Promise<void> {
  await client.query('insert into realtime.messages (id, topic, extension) values ($1, $2, $3)', [
    id,
    topic,
    extension,
  ]);
}

async function becomeAsker(client: PoolClient, { topic, claims, headers }: Asker): Promise<void> {
  await client.query(
    `select
      set_config('role', $1, true),
      set_config('realtime.topic', $2, true),
      set_config('request.jwt.claims', $3, true),
      set_config('request.jwt.claim.sub', $4, true),
      set_config('request.jwt.claim.role', $1, true),
      set_config('request.headers', $5, true)`,
    [claims.role, topic, JSON.stringify(claims), claims.sub ?? '', JSON.stringify(headers)],
  );
}

/** Classes of SQLSTATE: connection lost, no room for it, ended by an operator. */
const DATABASE_IS_GONE = /^(08|53|57P)/;

/** A policy that fails refuses; a database that does not answer is another matter. */
function refusalOf(error: unknown): Answer {
  if (!(error instanceof DatabaseError) || DATABASE_IS_GONE.test(error.code ?? '')) {
    return { ok: false, fault: 'database' };
  }
  if (error.code === QUERY_CANCELED) return { ok: false, fault: 'canceled' };
  if (error.code === CHECK_VIOLATION && error.table === 'messages') return { ok: false, fault: 'no-partition' };
  return { ok: false, fault: 'policy' };
}
