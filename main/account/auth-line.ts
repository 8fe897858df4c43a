import {
  refusalCode,
  retryAfterMs,
  troubleOfAnswer,
  troubleOfError,
  type AnswerHead,
  type AuthTrouble,
} from './auth-answer.ts';
import type { ServerClock } from './server-clock.ts';

/** What is used of `fetch`: the platform's and undici's own both fit. */
export type Fetch = (
  input: string,
  init: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body?: string;
    readonly signal: AbortSignal;
  },
) => Promise<AnswerHead & { text(): Promise<string> }>;

export interface LineOptions {
  readonly fetch: Fetch;
  readonly clock: Pick<ServerClock, 'hear'>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * The way of one call of auth-js to the server. auth-js gets the auth service's own answers and nothing else: what a proxy,
 * a portal or a broken network says is noted here, and auth-js is told to give up. By itself it would ask eight times in
 * half a minute, then not at all for another half, and take a proxy's 403 or 429 for the end of the session.
 */
export class AuthLine {
  readonly #options: LineOptions;
  #trouble: AuthTrouble | null = null;
  #refusal: { readonly code: string; readonly retryAfterMs: number | null } | null = null;
  #isUsed = false;

  constructor(options: LineOptions) {
    this.#options = options;
  }

  get trouble(): AuthTrouble | null {
    return this.#trouble;
  }

  get refusal(): { readonly code: string; readonly retryAfterMs: number | null } | null {
    return this.#refusal;
  }

  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    if (this.#isUsed) return giveUp();
    this.#isUsed = true;
    const { fetch, clock, timeoutMs, signal } = this.#options;
    try {
      const response = await fetch(input instanceof Request ? input.url : String(input), {
        method: init.method ?? 'GET',
        headers: Object.fromEntries(new Headers(init.headers)),
        ...(typeof init.body === 'string' ? { body: init.body } : {}),
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      const text = await response.text();
      const { status, headers } = response;
      const body = parse(text);
      const code = refusalCode(status, body);
      const isAnswer = status < 300 ? body !== undefined || text === '' : code !== null;
      if (!isAnswer) {
        this.#trouble = troubleOfAnswer(response);
        return giveUp();
      }
      clock.hear(headers.get('date'));
      if (code !== null) this.#refusal = { code, retryAfterMs: retryAfterMs(response) };
      return new Response(text === '' ? null : text, { status, headers: { ...VERSION, 'content-type': JSON_TYPE } });
    } catch (error) {
      this.#trouble = signal.aborted ? { kind: 'aborted' } : troubleOfError(error);
      return giveUp();
    }
  };
}

const JSON_TYPE = 'application/json';
/** Without it auth-js does not read the code of a refusal. */
const VERSION = { 'x-supabase-api-version': '2024-01-01' };

/** Not one of those that auth-js asks again after. */
const giveUp = (): Response => Response.json({ code: 'given_up', message: '' }, { status: 400, headers: VERSION });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a page, or a stump
  }
}
