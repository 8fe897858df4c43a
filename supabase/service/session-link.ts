import pg from 'pg';
import * as z from 'zod';
import { retryDelayMs } from './backoff.ts';
import type { ServiceLog } from './service-log.ts';
import type { Surroundings } from './surroundings.ts';
import { rest } from './task-loop.ts';

/** What the database calls across: see supabase/migrations, functions private.wake_service…. */
export type Call =
  | { readonly kind: 'script'; readonly scriptId: string }
  | { readonly kind: 'audit' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'mail' }
  | { readonly kind: 'person'; readonly personId: string };

export interface SessionLinkOptions {
  /** A connection of its own: session mode behind a pooler. */
  readonly url: string;
  readonly log: ServiceLog;
  readonly surroundings: Pick<Surroundings, 'now' | 'below'>;
  readonly onCall: (call: Call) => void;
  /** Called when calls may have been missed: now somebody listens again. */
  readonly onListening: () => void;
}

export const CALLS_CHANNEL = 'galley_service';
/** Any number that nobody else of this database takes: the letters GALLEY. */
export const LOCK_KEY = 0x47_41_4c_4c_45_59;
const HEARTBEAT_MS = 3_000;
/** So long without an answer, and the connection counts as dead. */
const ANSWER_MS = 5_000;
const LockTaken = z.object({ taken: z.boolean() });

/**
 * The one connection that keeps a state: it listens for calls, and holds the lock of the one service that seals, certifies
 * and mails. Nothing depends on either: a lost call costs a poll, and two holders would only wait for each other's rows.
 */
export class SessionLink {
  readonly #options: SessionLinkOptions;
  #isHolder = false;
  #heardAt: Date | undefined;

  constructor(options: SessionLinkOptions) {
    this.#options = options;
  }

  /** Whether this service is the one that seals, certifies and mails. */
  get isHolder(): boolean {
    return this.#isHolder;
  }

  /** When Postgres last answered here. */
  get heardAt(): Date | undefined {
    return this.#heardAt;
  }

  /** Connects, and connects again after every failure, until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    const { log, surroundings } = this.#options;
    let failures = 0;
    while (!signal.aborted) {
      const before = this.#heardAt;
      try {
        await this.#connection(signal);
      } catch (error) {
        if (signal.aborted) return;
        failures = this.#heardAt === before ? failures + 1 : 1;
        const retryInMs = retryDelayMs(failures, surroundings);
        log.warn('session.failed', { error, retryInMs });
        await rest(retryInMs, signal);
      } finally {
        this.#setHolder(false);
      }
    }
  }

  async #connection(signal: AbortSignal): Promise<void> {
    const { url, onCall, onListening } = this.#options;
    const client = new pg.Client({
      connectionString: url,
      application_name: 'galley-service-session',
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
    });
    const failed = new AbortController();
    client.on('error', (error) => failed.abort(error));
    client.on('notification', ({ payload = '' }) => {
      const call = readCall(payload);
      if (call !== undefined) onCall(call);
    });
    const over = AbortSignal.any([signal, failed.signal]);
    try {
      await client.connect();
      await client.query(`listen ${CALLS_CHANNEL}`);
      onListening();
      while (!over.aborted) {
        const { rows } = await client.query(
          this.#isHolder ? 'select true as taken' : `select pg_catalog.pg_try_advisory_lock(${LOCK_KEY}) as taken`,
        );
        this.#heardAt = this.#options.surroundings.now();
        this.#setHolder(LockTaken.parse(rows[0]).taken);
        await rest(HEARTBEAT_MS, over);
      }
      failed.signal.throwIfAborted();
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  #setHolder(isHolder: boolean): void {
    if (isHolder === this.#isHolder) return;
    this.#isHolder = isHolder;
    if (isHolder) this.#options.log.info('lock.taken');
    else this.#options.log.info('lock.lost');
    if (isHolder) this.#options.onListening();
  }
}

const CALL = /^(?<kind>script|person) (?<id>[0-9a-f-]{36})$|^(?<plain>audit|keys|mail)$/;

/** Anybody who may connect may notify: what is not a call of ours is no call. */
export function readCall(payload: string): Call | undefined {
  const { kind, id, plain } = CALL.exec(payload)?.groups ?? {};
  if (plain === 'audit' || plain === 'keys' || plain === 'mail') return { kind: plain };
  const named = z.uuid().safeParse(id).data;
  if (named === undefined) return undefined;
  return kind === 'script' ? { kind, scriptId: named } : { kind: 'person', personId: named };
}
