import pg from 'pg';
import { loadSchema } from './load-schema.ts';
import { restError } from './rest-error.ts';
import type { SchemaCache } from './schema-cache.ts';

/** PostgREST listens on this one too; a migration's last word may be `notify pgrst, 'reload schema'`. */
const CHANNEL = 'pgrst';
const RECONNECT_MS = 1_000;

/** Keeps the cache as new as the last notice, over a connection of its own. A lost one is made again. */
export class SchemaWatch implements AsyncDisposable {
  readonly #url: string;
  readonly #schema: string;
  #connection: pg.Client | undefined;
  #cache: Promise<SchemaCache> | undefined;
  #isQueued = false;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(url: string, schema: string) {
    this.#url = url;
    this.#schema = schema;
  }

  static async open(url: string, schema: string): Promise<SchemaWatch> {
    const watch = new SchemaWatch(url, schema);
    await watch.#listen();
    await watch.current();
    return watch;
  }

  /** Waits for a reading that is under way, so that whoever comes after a notice sees what it told of. */
  async current(): Promise<SchemaCache> {
    try {
      if (this.#cache !== undefined) return await this.#cache;
    } catch (error) {
      throw noCache(error);
    }
    throw noCache(undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#connection?.end();
  }

  async #listen(): Promise<void> {
    const connection = new pg.Client({ connectionString: this.#url, application_name: 'rest schema cache' });
    const onLost = (): void => this.#lost(connection);
    connection.on('error', onLost);
    connection.on('end', onLost);
    connection.on('notification', ({ channel }) => {
      if (channel === CHANNEL) this.#reload(connection);
    });
    await connection.connect();
    this.#connection = connection;
    // Listening comes first: a change between reading and listening would otherwise never be seen.
    await connection.query(`listen ${CHANNEL}`);
    this.#reload(connection);
  }

  /** However many notices come, at most one reading is under way and one more waits. */
  #reload(connection: pg.Client): void {
    if (this.#isQueued) return;
    this.#isQueued = true;
    this.#cache = this.#readAfter(this.#cache, connection);
    // Told to whoever asks next; with nobody asking it is no crash.
    this.#cache.catch(() => undefined);
  }

  /** A reading that fails because the connection went leaves what was known until there is another. */
  async #readAfter(before: Promise<SchemaCache> | undefined, connection: pg.Client): Promise<SchemaCache> {
    const known = await before?.catch(() => undefined);
    this.#isQueued = false;
    try {
      return await loadSchema(connection, this.#schema);
    } catch (error) {
      if (known !== undefined && this.#connection !== connection) return known;
      throw error;
    }
  }

  #lost(connection: pg.Client): void {
    if (this.#closed || this.#connection !== connection) return;
    this.#connection = undefined;
    this.#tryAgain();
  }

  #tryAgain(): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#listen().catch(() => this.#tryAgain());
    }, RECONNECT_MS);
  }
}

function noCache(cause: unknown): Error {
  const error = restError(503, 'PGRST002', 'Could not query the database for the schema cache. Retrying.');
  error.cause = cause;
  return error;
}
