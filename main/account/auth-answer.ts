import * as z from 'zod';

/** Why the server gave no answer of its own. Nothing about a session is concluded from any of these. */
export type AuthTrouble =
  | { readonly kind: 'offline'; readonly because: 'network' | 'captive-portal' | 'certificate' }
  /** 5xx, 429, an answer that came too late, or one that makes no sense. */
  | { readonly kind: 'unavailable'; readonly retryAfterMs: number | null; readonly isThrottled: boolean }
  | { readonly kind: 'aborted' };

/** What one call to the auth service came to. */
export type AuthAnswer<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** The service itself said no; `code` is GoTrue's. */
  | { readonly kind: 'refused'; readonly code: string; readonly retryAfterMs: number | null }
  | { readonly kind: 'trouble'; readonly trouble: AuthTrouble };

/** GoTrue's errors in the form that auth-js asks for: a code in words. A number is a gateway's or a proxy's. */
const Refusal = z.object({ code: z.string().regex(/^[a-z][a-z_]+$/) });
/** The form without the version header. */
const OldRefusal = z.object({ error_code: z.string().regex(/^[a-z][a-z_]+$/) });

/** The service's own code for what it refused, null when it was not the service that answered. */
export function refusalCode(status: number, body: unknown): string | null {
  if (status < 400 || status >= 500 || status === 408) return null;
  const code = Refusal.safeParse(body).data?.code ?? OldRefusal.safeParse(body).data?.error_code ?? null;
  // "Later" is said by the service too, and by proxies without its words; either way it is no answer.
  return status === 429 && code !== null && !code.startsWith('over_') ? null : code;
}

interface AnswerHead {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly redirected: boolean;
}

/** An answer that is not the service's: what it says about the way there. */
export function troubleOfAnswer({ status, headers, redirected }: AnswerHead): AuthTrouble {
  const isPage = (headers.get('content-type') ?? '').includes('html');
  // 511 is what portals are to say; most say 200 or 302 and show a page.
  if (status === 511 || (isPage && (status < 400 || redirected))) return { kind: 'offline', because: 'captive-portal' };
  return { kind: 'unavailable', retryAfterMs: retryAfterMs(headers), isThrottled: status === 429 };
}

/** A call that came back with nothing at all. */
export function troubleOfError(error: unknown): AuthTrouble {
  const codes = codesOf(error);
  if (codes.includes('ABORT_ERR') || isNamed(error, 'AbortError')) return { kind: 'aborted' };
  if (isNamed(error, 'TimeoutError')) return { kind: 'unavailable', retryAfterMs: null, isThrottled: false };
  const because = codes.some((code) => CERTIFICATE.test(code)) ? 'certificate' : 'network';
  return { kind: 'offline', because };
}

/** At most an hour: a wrong clock on a proxy must not keep anybody out. Seconds are all that is ever sent. */
export function retryAfterMs(headers: AnswerHead['headers']): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 3_600) * 1_000 : null;
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ISSUER/;

function codesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const code = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  return [...code, ...codesOf(error.cause)];
}

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;
