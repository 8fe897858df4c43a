import * as z from 'zod';
import { Refusal } from '../../app/server/refusal.ts';
import type { RemoteTrouble } from '../../app/sync/ports.ts';

/**
 * Something came between a call and its answer. auth-js hands on nothing of an error but its message, so that the
 * message alone says what it was: `wordsOf` and `troubleOf` are each other's inverse.
 */
export class CallTrouble extends Error {
  override readonly name = 'CallTrouble';
  readonly trouble: RemoteTrouble;
  /** Of the answer that was none; null where nothing was answered. */
  readonly status: number | null;

  constructor(trouble: RemoteTrouble, { status = null, ...options }: ErrorOptions & { status?: number | null } = {}) {
    super(wordsOf(trouble), options);
    this.trouble = trouble;
    this.status = status;
  }
}

/** What the head of an answer shows, before its body is read. */
export interface AnswerHead {
  readonly status: number;
  readonly contentType: string | null;
  readonly retryAfter: string | null;
}

const network = { kind: 'offline', because: 'network' } as const satisfies RemoteTrouble;
const captivePortal = { kind: 'offline', because: 'captive-portal' } as const satisfies RemoteTrouble;
const certificate = { kind: 'offline', because: 'certificate' } as const satisfies RemoteTrouble;
const unavailable = { kind: 'unavailable', retryAfterMs: null } as const satisfies RemoteTrouble;
const signedOut = { kind: 'signed-out' } as const satisfies RemoteTrouble;
const unreadable = { kind: 'unreadable' } as const satisfies RemoteTrouble;
const aborted = { kind: 'aborted' } as const satisfies RemoteTrouble;

/** A server that asks for more patience than this is asked again anyway. */
const LONGEST_RETRY_AFTER_MS = 5 * 60_000;

/**
 * Null: it may be an answer of our server, and its body says the rest. Everything of ours is JSON, and nothing of it
 * redirects: whatever else comes is from somebody on the way, such as a hotel's sign-in page.
 */
export function troubleOfHead({ status, contentType, retryAfter }: AnswerHead): RemoteTrouble | null {
  if (status === 511 || (status >= 300 && status < 400)) return captivePortal;
  if (status === 407) return network;
  if (status >= 500 || status === 429 || status === 408 || status === 425) {
    return { kind: 'unavailable', retryAfterMs: readRetryAfter(retryAfter) };
  }
  if (contentType === null) return status < 300 ? null : unreadable;
  return /^application\/([\w.+-]+\+)?json\b/i.test(contentType) ? null : captivePortal;
}

/** In seconds; dates are not understood, because this device's calendar may be wrong. */
function readRetryAfter(header: string | null): number | null {
  if (header === null || !/^\d{1,9}$/.test(header.trim())) return null;
  return Math.min(Number(header) * 1_000, LONGEST_RETRY_AFTER_MS);
}

/** PostgREST's words for a token that it does not take: not decodable, none where one is needed, expired. */
const TOKEN_CODES = new Set(['PGRST301', 'PGRST302', 'PGRST303']);

/** Auth's words for a session that is over. */
const SESSION_CODES = new Set([
  'bad_jwt',
  'no_authorization',
  'refresh_token_already_used',
  'refresh_token_not_found',
  'session_expired',
  'session_not_found',
  'user_banned',
  'user_not_found',
]);

const NETWORK_CODES = new Set([
  'EAI_AGAIN',
  'EADDRNOTAVAIL',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETRESET',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'EPROTO',
  'ETIMEDOUT',
  'PROXY_REFUSED',
  'PROXY_UNSUPPORTED',
  'UND_ERR_CLOSED',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_DESTROYED',
  'UND_ERR_SOCKET',
]);

const SILENCE_CODES = new Set(['UND_ERR_BODY_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT']);

/** OpenSSL's and Node's: the certificate is not one that this machine trusts for that name and day. */
const CERTIFICATE_CODE =
  /^(CERT_|CRL_|ERR_TLS_CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_(GET|VERIFY|DECODE|DECRYPT)_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH_EXCEEDED|INVALID_PURPOSE)/;

const Thrown = z.object({
  name: z.string().catch(''),
  message: z.string().catch(''),
  code: z.string().catch(''),
  status: z.number().catch(0),
  cause: z.unknown().optional(),
  errors: z.array(z.unknown()).catch([]),
});

/** What a call that failed says of the way to the server; undefined for what is no trouble of a call but a bug. */
export function troubleOf(thrown: unknown): RemoteTrouble | undefined {
  if (thrown instanceof CallTrouble) return thrown.trouble;
  const refusal = Refusal.safeParse(thrown);
  if (refusal.success) {
    return refusal.data.code === 'signed-out' ? signedOut : { kind: 'refused', refusal: refusal.data };
  }
  const read = Thrown.safeParse(thrown);
  if (!read.success) return undefined;
  const { name, message, code, status, cause, errors } = read.data;
  if (name === 'AbortError') return aborted;
  if (name === 'TimeoutError') return unavailable;
  const byName = name.startsWith('Auth') ? troubleOfAuth(name, message, code, status) : undefined;
  return byName ?? troubleOfCode(code) ?? firstOf([cause, ...errors]) ?? troubleOfWrapper(name, message);
}

function firstOf(inner: readonly unknown[]): RemoteTrouble | undefined {
  for (const error of inner) {
    const trouble = error === undefined || error === null ? undefined : troubleOf(error);
    if (trouble !== undefined) return trouble;
  }
  return undefined;
}

function troubleOfCode(code: string): RemoteTrouble | undefined {
  if (code === '') return undefined;
  if (NETWORK_CODES.has(code)) return network;
  if (SILENCE_CODES.has(code) || code === 'EOPENBREAKER') return unavailable;
  if (CERTIFICATE_CODE.test(code)) return certificate;
  // Bytes that are no HTTP: somebody on the way speaks in the server's place.
  if (code.startsWith('HPE_')) return captivePortal;
  if (TOKEN_CODES.has(code)) return signedOut;
  // PostgREST's other codes and Postgres' own come from a server that has other functions than this build knows.
  if (/^PGRST\d+$/.test(code) || /^[0-9A-Z]{5}$/.test(code)) return unreadable;
  return undefined;
}

/** auth-js wraps what it meets: transport errors and 5xx as retryable, everything else with Auth's own code. */
function troubleOfAuth(name: string, message: string, code: string, status: number): RemoteTrouble | undefined {
  switch (name) {
    case 'AuthRetryableFetchError':
      return troubleOfWords(message) ?? (status >= 500 ? unavailable : network);
    case 'AuthSessionMissingError':
    case 'AuthInvalidJwtError':
    case 'AuthInvalidTokenResponseError':
      return signedOut;
    case 'AuthApiError':
    case 'AuthWeakPasswordError':
      if (SESSION_CODES.has(code)) return signedOut;
      return status === 429 || status >= 500 ? unavailable : unreadable;
    case 'AuthUnknownError':
      return unreadable;
    default:
      return undefined;
  }
}

/** Wrappers that lost what was in them: fetch's own, and postgrest-js' for a body that is not JSON. */
function troubleOfWrapper(name: string, message: string): RemoteTrouble | undefined {
  if (name === 'TypeError' && /^(fetch failed|terminated)$/.test(message)) return network;
  if (name === 'SyntaxError' || name === 'PostgrestError') return unreadable;
  return undefined;
}

const WORDS: readonly (readonly [string, RemoteTrouble])[] = [
  ['There is no way to the server.', network],
  ['Something on the way answered in place of the server.', captivePortal],
  ["The server's certificate is not trusted here.", certificate],
  ['The server is there and cannot answer now.', unavailable],
  ['Nobody is signed in.', signedOut],
  ['The answer cannot be read.', unreadable],
  ['The call was let go.', aborted],
];

function wordsOf(trouble: RemoteTrouble): string {
  if (trouble.kind === 'refused') return trouble.refusal.message;
  const isSame = (known: RemoteTrouble): boolean =>
    known.kind === trouble.kind &&
    (known.kind !== 'offline' || trouble.kind !== 'offline' || known.because === trouble.because);
  return WORDS.find(([, known]) => isSame(known))?.[0] ?? '';
}

const troubleOfWords = (words: string): RemoteTrouble | undefined => WORDS.find(([known]) => known === words)?.[1];
