import pg from 'pg';
import type { Keys } from '../keys.ts';
import type { Attempt, GatewayReply } from './part.ts';
import { verifyToken } from './tokens.ts';

const MAX_THING_CHARS = 100;

/** Attempts on rights that never reach a function of the database: its tables' own refusals, and tokens that lie. */
export class Attempts implements AsyncDisposable {
  readonly #pool: pg.Pool;

  private constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  static open(adminUrl: string): Attempts {
    const pool = new pg.Pool({ connectionString: adminUrl, max: 2, application_name: 'galley-gateway' });
    pool.on('error', (error) => console.error(`The gateway lost a connection: ${error.message}`));
    return new Attempts(pool);
  }

  /** Before the refusal is answered, so that whoever sees the refusal can see the row. */
  async record({ kind, thing, actor, details }: Attempt): Promise<void> {
    try {
      await this.#pool.query(
        'insert into public.security_events (kind, thing, actor, details) values ($1, $2, $3, $4)',
        [kind, thing.slice(0, MAX_THING_CHARS), actor, JSON.stringify(details)],
      );
    } catch (error) {
      // The refusal stands, recorded or not.
      console.error(`The gateway could not record an attempt (${kind}, ${thing}):`, error);
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#pool.end();
  }
}

/** What a reply says about its request, if that was an attempt on rights. An expired token is none: every laptop wakes up with one. */
export async function attemptOf(
  { status, headers }: GatewayReply,
  request: { readonly path: string; readonly token: string; readonly keys: Keys; readonly now: Date },
): Promise<Attempt | undefined> {
  if (status !== 401 && status !== 403) return undefined;
  const verified = await verifyToken(request.token, request.keys, request.now);
  const thing = request.path;
  if (!verified.ok) {
    const { kind } = verified.fault;
    if (kind === 'expired' || kind === 'not-yet-valid') return undefined;
    return { kind: 'bad-token', thing, actor: undefined, details: { fault: kind } };
  }
  if (headers['proxy-status']?.endsWith('error=42501') !== true) return undefined;
  return { kind: 'table-refused', thing, actor: verified.claims.sub, details: { role: verified.claims.role } };
}
