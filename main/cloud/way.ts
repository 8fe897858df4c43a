import { Agent, fetch as undiciFetch } from 'undici';
import type { ConnectionHealth } from '../../app/ipc/sync.ts';
import type { Surroundings } from '../surroundings.ts';
import { Breaker } from './breaker.ts';
import { CallTimes } from './call-times.ts';
import { Deadline } from './deadline.ts';
import { Dialer } from './dial.ts';
import type { ResolveProxy } from './proxies.ts';
import { CallTrouble, troubleOf, troubleOfHead } from './trouble.ts';

/** Two lanes of calls for a handful of open scripts, and the account's own. */
const CONNECTIONS = 8;
/** Of an unused connection: shorter than what load balancers allow (60 s and more), so that we close it first. */
const KEEP_ALIVE_MS = 30_000;

export interface WayOptions {
  readonly resolveProxy: ResolveProxy;
  /** Done once, before the first connection over TLS: reading the system's store takes a tenth of a second. */
  readonly trustCertificates?: () => void;
  readonly surroundings: Pick<Surroundings, 'now' | 'nowMs' | 'wake'>;
  /** Told the `Date` of every answer of the server: its clock, which tokens end by. */
  readonly heardDate?: (date: string) => void;
  /** How long a server may be silent: before it answers, and within an answer. */
  readonly answerWithinMs?: number;
  /** How long a connection may take, TLS included. */
  readonly connectWithinMs?: number;
}

/** The breaker's figure in architecture.md. The server ends its own statements after 8 s; whoever asks again is told. */
const ANSWER_WITHIN_MS = 5_000;
/** Where no connection stands yet: name, proxy, TCP and TLS take several trips. */
const CONNECT_WITHIN_MS = 5_000;
/** The slowest line on which a batch still gets through: 256 kbit/s. */
const SLOWEST_BYTES_PER_MS = 32;

/**
 * The one way to the server: every HTTP call goes through its pool of connections, its breaker and its reading of what
 * is no answer. Nothing here knows tokens.
 */
export class Way implements AsyncDisposable {
  readonly dialer: Dialer;
  readonly #options: WayOptions;
  readonly #breaker = Breaker.open(isFailure);
  readonly #times = new CallTimes();
  readonly #answerWithinMs: number;
  readonly #connectWithinMs: number;
  readonly #listeners = new Set<() => void>();
  #agent: Agent;
  #clockAheadMs: number | null = null;

  private constructor(options: WayOptions) {
    this.#options = options;
    this.#answerWithinMs = options.answerWithinMs ?? ANSWER_WITHIN_MS;
    this.#connectWithinMs = options.connectWithinMs ?? CONNECT_WITHIN_MS;
    this.dialer = new Dialer(options.resolveProxy, this.#connectWithinMs, options.trustCertificates);
    this.#agent = this.#newAgent();
  }

  static open(options: WayOptions): Way {
    return new Way(options);
  }

  /**
   * For supabase-js and auth-js, in place of the global one. Gives answers of the server alone, also its refusals (4xx);
   * everything else fails with a `CallTrouble`, which neither of them takes for an answer: auth-js would end a session
   * over a hotel's sign-in page or a 429.
   */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const startedMs = this.#options.surroundings.nowMs();
    try {
      const answer = await this.#breaker.run(() => this.#ask(addressOf(input), init ?? {}));
      this.#times.ended(this.#options.surroundings.nowMs() - startedMs, 'answered');
      for (const listener of this.#listeners) listener();
      return answer;
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble?.kind !== 'aborted') this.#times.ended(this.#options.surroundings.nowMs() - startedMs, 'failed');
      if (trouble === undefined || error instanceof CallTrouble) throw error;
      throw new CallTrouble(trouble, { cause: error });
    }
  };

  /** Told after each answer of the server. */
  onAnswered(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  figures(): Pick<ConnectionHealth, 'pool' | 'breaker' | 'calls' | 'clockAheadMs'> {
    const pool = { connected: 0, free: 0, pending: 0, running: 0, limit: CONNECTIONS };
    for (const origin of Object.values(this.#agent.stats)) {
      pool.connected += Number(origin.connected);
      pool.free += 'free' in origin ? origin.free : 0;
      pool.pending += origin.pending + ('queued' in origin ? origin.queued : 0);
      pool.running += origin.running;
    }
    return { pool, breaker: this.#breaker.state, calls: this.#times.figures(), clockAheadMs: this.#clockAheadMs };
  }

  /**
   * The machine woke up or its network is another one: connections that stand may be dead without anybody having said
   * so, and failures of before say nothing. Calls under way fail.
   */
  async forget(): Promise<void> {
    const before = this.#agent;
    this.#agent = this.#newAgent();
    this.#breaker.forget();
    await before.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#breaker[Symbol.dispose]();
    await this.#agent.destroy();
  }

  #newAgent(): Agent {
    return new Agent({
      connections: CONNECTIONS,
      pipelining: 1,
      allowH2: false,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MS,
      // Ours runs until the head of the answer and allows for what is sent; the agent's would not.
      headersTimeout: 0,
      bodyTimeout: this.#answerWithinMs,
      connect: ({ hostname, port, protocol }, done) => {
        const isSecure = protocol === 'https:';
        this.dialer.dial({ hostname, port: Number(port || (isSecure ? 443 : 80)), isSecure }).then(
          (socket) => done(null, socket),
          (error: unknown) =>
            done(error instanceof Error ? error : new Error('No connection.', { cause: error }), null),
        );
      },
    });
  }

  async #ask(address: string, init: RequestInit): Promise<Response> {
    const agent = this.#agent;
    const { method = 'GET', body, headers, signal } = init;
    if (body !== undefined && body !== null && typeof body !== 'string') throw new TypeError('A body is sent as text.');
    const sentBytes = body?.length ?? 0;
    const hasConnection = Object.values(agent.stats).some((origin) => Number(origin.connected) > 0);
    const withinMs =
      this.#answerWithinMs + (hasConnection ? 0 : this.#connectWithinMs) + Math.ceil(sentBytes / SLOWEST_BYTES_PER_MS);
    using deadline = Deadline.open(withinMs, this.#options.surroundings, signal ?? null);
    const answer = await undiciFetch(address, {
      method,
      headers: [...new Headers(headers)],
      body: body ?? null,
      signal: deadline.signal,
      redirect: 'manual',
      dispatcher: agent,
    });
    const head = {
      status: answer.status,
      contentType: answer.headers.get('content-type'),
      retryAfter: answer.headers.get('retry-after'),
    };
    const trouble = troubleOfHead(head);
    if (trouble !== null && !isForAuth(address, answer.status)) {
      await answer.body?.cancel();
      throw new CallTrouble(trouble, { status: answer.status });
    }
    this.#hearDate(answer.headers.get('date'));
    return answer as unknown as Response;
  }

  /** The header has whole seconds: half of one is what it lacks on average. */
  #hearDate(date: string | null): void {
    const serverMs = date === null ? Number.NaN : Date.parse(date);
    if (date === null || Number.isNaN(serverMs)) return;
    this.#clockAheadMs = this.#options.surroundings.now().getTime() - (serverMs + 500);
    this.#options.heardDate?.(date);
  }
}

/**
 * Signing in and asking for codes is limited by the server, and whoever did it must be told: these 429 are answers. That
 * a token cannot be renewed just now is none.
 */
function isForAuth(address: string, status: number): boolean {
  const { pathname, searchParams } = new URL(address);
  return status === 429 && pathname.includes('/auth/v1/') && searchParams.get('grant_type') !== 'refresh_token';
}

/** 429 is an answer of a server that works; a sign-in page or a bad certificate says nothing about it. */
function isFailure(error: unknown): boolean {
  if (error instanceof CallTrouble && error.status !== null) return error.status >= 500;
  const trouble = troubleOf(error);
  return trouble?.kind === 'unavailable' || (trouble?.kind === 'offline' && trouble.because === 'network');
}

function addressOf(input: Parameters<typeof globalThis.fetch>[0]): string {
  if (typeof input === 'string') return input;
  return input instanceof URL ? input.href : input.url;
}
