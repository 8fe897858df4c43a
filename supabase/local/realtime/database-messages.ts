import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import * as z from 'zod';
import type { Hub } from './hub.ts';
import type { Rate } from './rates.ts';

const CHANNEL = 'realtime_messages';
const MAX_ROWS_AT_ONCE = 200;
const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 2_000;

const Row = z.object({
  id: z.string(),
  topic: z.string(),
  event: z.string().nullable(),
  private: z.boolean().nullable(),
  /** As text: it goes out as Postgres writes it. */
  payload: z.string().nullable(),
  binary_payload: z.instanceof(Buffer).nullable(),
});
type Row = z.output<typeof Row>;

export interface DatabaseMessagesOptions {
  readonly adminUrl: string;
  readonly hub: Hub;
  readonly messages: Rate;
  readonly maxBytes: number;
}

/**
 * Fans out what is inserted into realtime.messages, in the order of commits: Postgres notifies in that order, and rows
 * are read and sent in the order of their notifications. What commits while the connection is lost is lost, as on the
 * real server, whose replication slot lives as long as its connection.
 */
export class DatabaseMessages implements AsyncDisposable {
  readonly #options: DatabaseMessagesOptions;
  readonly #stopped = new AbortController();
  readonly #waiting: string[] = [];
  #client: Client | undefined;
  #listening: Promise<void>;
  #isSending = false;

  private constructor(options: DatabaseMessagesOptions) {
    this.#options = options;
    this.#listening = Promise.resolve();
  }

  /** Listens when it returns: what commits from now on is sent. */
  static async open(options: DatabaseMessagesOptions): Promise<DatabaseMessages> {
    const messages = new DatabaseMessages(options);
    await messages.#connect();
    return messages;
  }

  get isListening(): boolean {
    return this.#client !== undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped.abort();
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
    await this.#listening;
  }

  async #connect(): Promise<void> {
    const client = new Client({ connectionString: this.#options.adminUrl, application_name: 'realtime_messages' });
    client.on('notification', ({ payload }) => {
      if (payload === undefined) return;
      this.#waiting.push(payload);
      void this.#send(client);
    });
    // `end` follows every error that loses the connection.
    client.on('error', () => undefined);
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
    client.once('end', () => {
      this.#listening = this.#reconnect(client);
    });
    this.#client = client;
    if (this.#stopped.signal.aborted) await client.end();
  }

  async #reconnect(lost: Client): Promise<void> {
    if (this.#client === lost) this.#client = undefined;
    for (let waitMs = FIRST_RETRY_MS; !this.#stopped.signal.aborted; waitMs = Math.min(LONGEST_RETRY_MS, waitMs * 2)) {
      try {
        await pause(waitMs, undefined, { signal: this.#stopped.signal });
        await this.#connect();
        return;
      } catch {
        // Not back yet: tried again a little later, until it is or until this is closed.
      }
    }
  }

  /** One batch after the other: two at once could overtake each other. */
  async #send(client: Client): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      while (this.#waiting.length > 0) await this.#sendBatch(client, this.#waiting.splice(0, MAX_ROWS_AT_ONCE));
    } catch (error) {
      if (error instanceof z.ZodError) throw error;
      // The connection is lost, and with it what it had told of.
      this.#waiting.length = 0;
    } finally {
      this.#isSending = false;
    }
  }

  async #sendBatch(client: Client, ids: readonly string[]): Promise<void> {
    const { rows } = await client.query(
      `select id, topic, event, private, payload::text as payload, binary_payload
       from realtime.messages where id = any($1)`,
      [ids],
    );
    const byId = new Map(
      z
        .array(Row)
        .parse(rows)
        .map((row) => [row.id, row]),
    );
    for (const id of ids) {
      const row = byId.get(id);
      if (row !== undefined) this.#fanOut(row);
    }
  }

  #fanOut(row: Row): void {
    const body = bodyOf(row);
    // Incomplete, too large, or too many at once: the real server drops these with a line in its log.
    if (body === undefined || row.event === null || row.private === null) return;
    if (body.payload.length > this.#options.maxBytes || this.#options.messages.isReached()) return;
    this.#options.messages.add();
    const topic = { name: row.topic, isPrivate: row.private };
    this.#options.hub.broadcast(topic, { kind: 'body', event: row.event, body, id: row.id });
  }
}

function bodyOf({ payload, binary_payload: bytes }: Row): { encoding: 'bytes' | 'json'; payload: Buffer } | undefined {
  if (bytes !== null) return { encoding: 'bytes', payload: bytes };
  return payload === null ? undefined : { encoding: 'json', payload: Buffer.from(payload) };
}
