import * as z from 'zod';
import type { RemoteTrouble } from '../../app/sync/ports.ts';
import { troubleOf, troubleOfHead } from '../cloud/trouble.ts';

/** Why the server gave no answer of its own. Nothing about a session is concluded from any of these. */
export type AuthTrouble =
  | (RemoteTrouble & { readonly kind: 'offline' | 'aborted' })
  /** 5xx, 429, an answer that came too late, or one that makes no sense. */
  | { readonly kind: 'unavailable'; readonly retryAfterMs: number | null; readonly isThrottled: boolean };

/** What one call to the auth service came to. */
export type AuthAnswer<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** The service itself said no; `code` is GoTrue's. */
  | { readonly kind: 'refused'; readonly code: string; readonly retryAfterMs: number | null }
  | { readonly kind: 'trouble'; readonly trouble: AuthTrouble };

/** The head of an answer, of the platform's `fetch` or of undici's own. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
}

/** GoTrue's errors, in the form that auth-js asks for and in the older one: a word. A number is a gateway's. */
const Code = z.string().regex(/^[a-z][a-z_]+$/);
const Refusal = z.union([
  z.object({ code: Code }).transform(({ code }) => code),
  z.object({ error_code: Code }).transform(({ error_code }) => error_code),
]);

/** The service's own code for what it refused, null when it was not the service that answered. */
export function refusalCode(status: number, body: unknown): string | null {
  if (status < 400 || status >= 500 || status === 408) return null;
  return Refusal.safeParse(body).data ?? null;
}

/** An answer that is not the service's: what it says about the way there. */
export function troubleOfAnswer({ status, headers }: AnswerHead): AuthTrouble {
  const head = { status, contentType: headers.get('content-type'), retryAfter: headers.get('retry-after') };
  return asAuthTrouble(troubleOfHead(head), status);
}

/** A call that came back with nothing at all. */
export function troubleOfError(error: unknown): AuthTrouble {
  return asAuthTrouble(troubleOf(error) ?? { kind: 'offline', because: 'network' }, null);
}

/** In milliseconds; null where the answer does not say. */
export function retryAfterMs({ headers }: AnswerHead): number | null {
  const asked = troubleOfHead({ status: 429, contentType: null, retryAfter: headers.get('retry-after') });
  return asked?.kind === 'unavailable' ? asked.retryAfterMs : null;
}

function asAuthTrouble(trouble: RemoteTrouble | null, status: number | null): AuthTrouble {
  if (trouble?.kind === 'offline' || trouble?.kind === 'aborted') return trouble;
  const after = trouble?.kind === 'unavailable' ? trouble.retryAfterMs : null;
  return { kind: 'unavailable', retryAfterMs: after, isThrottled: status === 429 };
}
