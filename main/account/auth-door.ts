import { AuthClient, type Provider } from '@supabase/supabase-js';
import * as z from 'zod';
import type { AuthAnswer } from './auth-answer.ts';
import { AuthLine, type LineOptions } from './auth-line.ts';
import type { ServerClock } from './server-clock.ts';
import type { ServerSetting } from './server-setting.ts';
import { GivenSession, sessionOf, type Session } from './session.ts';

export interface AuthDoorOptions extends Pick<LineOptions, 'fetch'> {
  readonly setting: Pick<ServerSetting, 'url' | 'publishableKey'>;
  readonly clock: ServerClock;
  /** How long one answer may take. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 15_000;

/** What the server lets people do who are not signed in. */
export interface WaysIn {
  readonly maySignUp: boolean;
  /** Who signs people in on a page of their own, in the system's browser; null when nobody does. */
  readonly provider: string | null;
}

/** A sign-in on its way through a browser: the secret half of it is in this object alone. */
export interface BrowserWay {
  readonly href: string;
  exchange(code: string, signal: AbortSignal): Promise<AuthAnswer<Session>>;
}

/**
 * The auth service, call by call, through auth-js. Each call has a client of its own that keeps nothing and renews nothing:
 * sessions are kept in one place (session-holder.ts), which decides what an answer means.
 */
export class AuthDoor {
  readonly #options: AuthDoorOptions;

  constructor(options: AuthDoorOptions) {
    this.#options = options;
  }

  signIn(
    who: { readonly email: string; readonly password: string },
    signal: AbortSignal,
  ): Promise<AuthAnswer<Session>> {
    return this.#enter((auth) => auth.signInWithPassword(who), signal);
  }

  /** Null: a mail was sent to confirm the address first, or says that the address has an account already. */
  signUp(
    { email, password, name }: { readonly email: string; readonly password: string; readonly name: string },
    signal: AbortSignal,
  ): Promise<AuthAnswer<Session | null>> {
    return this.#ask(
      (auth) => auth.signUp({ email, password, options: { data: { name } } }),
      MaybeEntered.transform(({ session }) => (session === null ? null : this.#session(session))),
      signal,
    );
  }

  /** Mails a code to be typed to whoever has an account. */
  sendCode(email: string, signal: AbortSignal): Promise<AuthAnswer<void>> {
    return this.#ask((auth) => auth.signInWithOtp({ email, options: { shouldCreateUser: false } }), Nothing, signal);
  }

  useCode(
    { email, code }: { readonly email: string; readonly code: string },
    signal: AbortSignal,
  ): Promise<AuthAnswer<Session>> {
    return this.#enter((auth) => auth.verifyOtp({ email, token: code, type: 'email' }), signal);
  }

  renew(refreshToken: string, signal: AbortSignal): Promise<AuthAnswer<Session>> {
    return this.#enter((auth) => auth.refreshSession({ refresh_token: refreshToken }), signal);
  }

  signOut(accessToken: string, scope: 'local' | 'global', signal: AbortSignal): Promise<AuthAnswer<void>> {
    return this.#ask((auth) => auth.admin.signOut(accessToken, scope), Nothing, signal);
  }

  /** Where a browser is to go, and how what it brings back becomes a session. */
  async openBrowserWay(provider: string, redirectTo: string): Promise<BrowserWay> {
    let line: AuthLine | null = null;
    const auth = this.#client((input, init) => {
      if (line === null) throw new Error('A browser does the asking here.');
      return line.fetch(input, init);
    });
    // Any name: which providers there are is the server's to say.
    const { data, error } = await auth.signInWithOAuth({ provider: provider as Provider, options: { redirectTo } });
    if (error !== null) throw error;
    return {
      href: data.url,
      exchange: (code, signal) => {
        line = this.#line(signal);
        return this.#hear(line, auth.exchangeCodeForSession(code), this.#entered());
      },
    };
  }

  /** What the server's settings say to everybody. */
  async waysIn(signal: AbortSignal): Promise<AuthAnswer<WaysIn>> {
    const line = this.#line(signal);
    const { url, publishableKey } = this.#options.setting;
    const response = await line.fetch(`${url}/auth/v1/settings`, { headers: { apikey: publishableKey } });
    return this.#hear(
      line,
      response.json().then((data: unknown) => ({ data, error: null })),
      Settings,
    );
  }

  #enter(call: (auth: Auth) => Promise<AuthJsAnswer>, signal: AbortSignal): Promise<AuthAnswer<Session>> {
    return this.#ask(call, this.#entered(), signal);
  }

  #entered(): z.ZodType<Session> {
    return Entered.transform(({ session }) => this.#session(session));
  }

  #session(given: GivenSession): Session {
    return sessionOf(given, this.#options.clock.nowMs());
  }

  #ask<T>(
    call: (auth: Auth) => Promise<AuthJsAnswer>,
    schema: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<AuthAnswer<T>> {
    const line = this.#line(signal);
    return this.#hear(line, call(this.#client(line.fetch)), schema);
  }

  async #hear<T>(line: AuthLine, call: Promise<AuthJsAnswer>, schema: z.ZodType<T>): Promise<AuthAnswer<T>> {
    const { data, error } = await call;
    if (line.trouble !== null) return { kind: 'trouble', trouble: line.trouble };
    if (line.refusal !== null) return { kind: 'refused', ...line.refusal };
    const read = schema.safeParse(data);
    if (error === null && read.success) return { kind: 'done', value: read.data };
    // An answer that makes no sense: a newer server's, or a broken one's. Nothing is concluded from it.
    return { kind: 'trouble', trouble: { kind: 'unavailable', retryAfterMs: null, isThrottled: false } };
  }

  #line(signal: AbortSignal): AuthLine {
    const { fetch, clock, timeoutMs = TIMEOUT_MS } = this.#options;
    return new AuthLine({ fetch, clock, timeoutMs, signal });
  }

  #client(fetch: AuthLine['fetch']): Auth {
    const { url, publishableKey } = this.#options.setting;
    return new AuthClient({
      url: `${url}/auth/v1`,
      headers: { apikey: publishableKey, Authorization: `Bearer ${publishableKey}` },
      fetch,
      persistSession: false,
      autoRefreshToken: false,
      detectSessionInUrl: false,
      skipAutoInitialize: true,
      flowType: 'pkce',
    });
  }
}

type Auth = InstanceType<typeof AuthClient>;

interface AuthJsAnswer {
  readonly data: unknown;
  readonly error: unknown;
}

const Entered = z.object({ session: GivenSession });
const MaybeEntered = z.object({ session: GivenSession.nullable() });
const Nothing = z.unknown().transform(() => undefined);

/** Ways that Galley has itself, or that leave nobody to be known by. */
const OWN_WAYS: readonly string[] = ['email', 'phone', 'anonymous_users'];

const Settings = z
  .object({ external: z.record(z.string(), z.unknown()), disable_signup: z.boolean() })
  .transform(({ external, disable_signup }) => ({
    maySignUp: !disable_signup && external['email'] === true,
    provider: Object.keys(external).find((name) => external[name] === true && !OWN_WAYS.includes(name)) ?? null,
  }));
