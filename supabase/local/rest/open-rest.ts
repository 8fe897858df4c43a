import type { GatewayContext, GatewayReply, GatewayRequest, Part } from '../gateway/part.ts';
import { answerOf, refusalReply } from './answer.ts';
import { callerOf } from './caller.ts';
import { ConnectionPool } from './connection-pool.ts';
import { planRequest } from './plan.ts';
import { KnownTokens } from './known-tokens.ts';
import { RestError } from './rest-error.ts';
import { SchemaWatch } from './schema-watch.ts';
import { settingsSql } from './settings-sql.ts';
import { ident, sql, type Sql } from './sql.ts';
import { runTransaction } from './transaction.ts';

/** The one schema that is offered, as in `supabase/config.toml`. */
const SCHEMA = 'public';
const ANONYMOUS = 'anon';
/** As many as PostgREST keeps by default. */
const KNOWN_TOKENS = 1_000;

/** Tables and functions of schema public over HTTP, as PostgREST speaks it. */
export async function openRest(context: GatewayContext): Promise<Part> {
  const { authenticator } = context.databaseUrls;
  const { poolSize, poolWaitMs, poolWaiting } = context.settings.rest;
  await using opening = new AsyncDisposableStack();
  const watch = opening.use(await SchemaWatch.open(authenticator, SCHEMA));
  const pool = opening.use(
    new ConnectionPool(authenticator, { places: poolSize, waiting: poolWaiting, waitMs: poolWaitMs }),
  );
  return new Rest(context, watch, pool, opening.move());
}

class Rest implements Part {
  readonly #context: GatewayContext;
  readonly #watch: SchemaWatch;
  readonly #pool: ConnectionPool;
  readonly #known = new KnownTokens({ limit: KNOWN_TOKENS });
  readonly #open: AsyncDisposableStack;

  constructor(context: GatewayContext, watch: SchemaWatch, pool: ConnectionPool, open: AsyncDisposableStack) {
    this.#context = context;
    this.#watch = watch;
    this.#pool = pool;
    this.#open = open;
  }

  async handle(request: GatewayRequest): Promise<GatewayReply> {
    try {
      return await this.#answer(request);
    } catch (error) {
      if (error instanceof RestError) return withoutBody(refusalReply(error.refusal), request.method);
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#open.disposeAsync();
  }

  async #answer(request: GatewayRequest): Promise<GatewayReply> {
    const { keys, settings, surroundings } = this.#context;
    const caller = await callerOf(request, { keys, now: surroundings.now(), known: this.#known });
    const cache = await this.#watch.current();
    const { maxRows, preRequest } = settings.rest;
    const plan = planRequest(request, cache, { schema: SCHEMA, maxRows });
    const role = cache.roles.get(caller.role);
    const work = {
      settings: settingsSql({
        caller,
        roleSettings: role?.settings ?? [],
        functionSettings: plan.functionSettings,
        schema: SCHEMA,
        timezone: plan.preferences.timezone,
        method: request.method,
        path: request.path,
        headers: request.headers,
      }),
      before: preRequest === undefined ? undefined : hookSql(preRequest),
      main: plan.main,
      explain: plan.explain,
      readOnly: plan.readOnly,
      isolation: plan.called?.isolation ?? role?.isolation,
      signedIn: caller.role !== ANONYMOUS,
      mayRefuse: plan.single || (plan.preferences.strict && plan.preferences.maxAffected !== undefined),
    };
    return this.#pool.use(request.signal, (connection) =>
      runTransaction(connection, work, (outcome) => answerOf(plan, outcome, maxRows)),
    );
  }
}

function withoutBody(reply: GatewayReply, method: string): GatewayReply {
  return method === 'HEAD' ? { ...reply, body: undefined } : reply;
}

/** `schema.function`, called before every request inside its transaction. */
function hookSql(name: string): Sql {
  const [schema = '', called = ''] = name.includes('.') ? name.split('.', 2) : [SCHEMA, name];
  return sql`select ${ident(schema)}.${ident(called)}()`;
}
