import {
  AuthApiError,
  AuthRetryableFetchError,
  AuthSessionMissingError,
  AuthUnknownError,
} from '@supabase/supabase-js';
import { expect, test } from 'vitest';
import type { RemoteTrouble } from '../../app/sync/ports.ts';
import { CallTrouble, troubleOf, troubleOfHead, type AnswerHead } from './trouble.ts';

const network: RemoteTrouble = { kind: 'offline', because: 'network' };
const captivePortal: RemoteTrouble = { kind: 'offline', because: 'captive-portal' };
const certificate: RemoteTrouble = { kind: 'offline', because: 'certificate' };
const signedOut: RemoteTrouble = { kind: 'signed-out' };
const unreadable: RemoteTrouble = { kind: 'unreadable' };
const aborted: RemoteTrouble = { kind: 'aborted' };
const unavailable = (retryAfterMs: number | null = null): RemoteTrouble => ({ kind: 'unavailable', retryAfterMs });

const JSON_TYPE = 'application/json; charset=utf-8';
const heads: readonly (readonly [string, Partial<AnswerHead> & { readonly status: number }, RemoteTrouble | null])[] = [
  ['JSON', { status: 200 }, null],
  ['JSON of another kind', { status: 200, contentType: 'application/vnd.pgrst.object+json' }, null],
  ['done, with nothing to say', { status: 204, contentType: null }, null],
  ['a refusal', { status: 403 }, null],
  ['a token that is not taken', { status: 401 }, null],
  ['a conflict', { status: 409 }, null],
  ['a sign-in page', { status: 200, contentType: 'text/html; charset=utf-8' }, captivePortal],
  ['a page that says no', { status: 403, contentType: 'text/html' }, captivePortal],
  ['plain text', { status: 200, contentType: 'text/plain' }, captivePortal],
  ['a redirect to a sign-in page', { status: 302, contentType: 'text/html' }, captivePortal],
  ['any other redirect', { status: 307, contentType: null }, captivePortal],
  ['sign in to this network', { status: 511, contentType: 'text/html' }, captivePortal],
  ['a proxy that wants a password', { status: 407, contentType: 'text/html' }, network],
  ['no without a word', { status: 404, contentType: null }, unreadable],
  ['too slow', { status: 408 }, unavailable()],
  ['too early', { status: 425 }, unavailable()],
  ['too many', { status: 429 }, unavailable()],
  ['too many, for seven seconds', { status: 429, retryAfter: '7' }, unavailable(7_000)],
  ['too many, for a day', { status: 429, retryAfter: '86400' }, unavailable(300_000)],
  ['too many, until a date', { status: 429, retryAfter: 'Fri, 20 Nov 2026 18:00:00 GMT' }, unavailable()],
  ['an error', { status: 500 }, unavailable()],
  ['an error in a page of the provider', { status: 502, contentType: 'text/html' }, unavailable()],
  ['full', { status: 503, retryAfter: '2' }, unavailable(2_000)],
  ['too slow behind the door', { status: 504 }, unavailable()],
  ['down, says the provider', { status: 521, contentType: 'text/html' }, unavailable()],
  ['a project that was paused', { status: 540 }, unavailable()],
];
test.each(heads)('[CLOUD-12] an answer is read by its head: %s', (_, head, expected) => {
  expect(troubleOfHead({ contentType: JSON_TYPE, retryAfter: null, ...head })).toEqual(expected);
});

/** As undici's fetch fails: the reason is the cause. */
const failed = (cause: object): Error => new TypeError('fetch failed', { cause });
const coded = (code: string, more: object = {}): Error => Object.assign(new Error(code), { code, ...more });
const body = (code: string, message = 'Words.') => ({ code, message, details: null, hint: null });

const thrown: readonly (readonly [string, unknown, RemoteTrouble])[] = [
  ['no such name', failed(coded('ENOTFOUND')), network],
  ['no name server', failed(coded('EAI_AGAIN')), network],
  ['refused', failed(coded('ECONNREFUSED')), network],
  ['refused on every address', failed(new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')])), network],
  ['reset', failed(coded('ECONNRESET')), network],
  ['aborted by the system', failed(coded('ECONNABORTED')), network],
  ['broken', failed(coded('EPIPE')), network],
  ['no network', failed(coded('ENETUNREACH')), network],
  ['network down', failed(coded('ENETDOWN')), network],
  ['network gone', failed(coded('ENETRESET')), network],
  ['no way to the host', failed(coded('EHOSTUNREACH')), network],
  ['host down', failed(coded('EHOSTDOWN')), network],
  ['no address here', failed(coded('EADDRNOTAVAIL')), network],
  ['nobody took the connection', failed(coded('ETIMEDOUT')), network],
  ['nobody took the connection in time', failed(coded('UND_ERR_CONNECT_TIMEOUT')), network],
  ['the other side hung up', failed(coded('UND_ERR_SOCKET')), network],
  ['the pool was replaced', failed(coded('UND_ERR_DESTROYED')), network],
  ['the pool is closed', failed(coded('UND_ERR_CLOSED')), network],
  ['no TLS there', failed(coded('EPROTO')), network],
  ['the answer broke off', new TypeError('terminated', { cause: coded('UND_ERR_SOCKET') }), network],
  ['failed, nobody knows why', new TypeError('fetch failed'), network],
  ['a proxy of a kind that is not known', failed(coded('PROXY_UNSUPPORTED')), network],
  ['a proxy that says no', failed(coded('PROXY_REFUSED')), network],
  ['not HTTP', failed(coded('HPE_INVALID_CONSTANT')), captivePortal],
  ['a certificate that has run out', failed(coded('CERT_HAS_EXPIRED')), certificate],
  ['a certificate of tomorrow', failed(coded('CERT_NOT_YET_VALID')), certificate],
  ['a certificate for another name', failed(coded('ERR_TLS_CERT_ALTNAME_INVALID')), certificate],
  ['a certificate that signed itself', failed(coded('DEPTH_ZERO_SELF_SIGNED_CERT')), certificate],
  ['a chain that signed itself', failed(coded('SELF_SIGNED_CERT_IN_CHAIN')), certificate],
  ['a certificate of nobody', failed(coded('UNABLE_TO_GET_ISSUER_CERT_LOCALLY')), certificate],
  ['a certificate of nobody, first in line', failed(coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE')), certificate],
  ['a certificate that was taken back', failed(coded('CERT_REVOKED')), certificate],
  ['a server that says nothing', failed(coded('UND_ERR_HEADERS_TIMEOUT')), unavailable()],
  [
    'a server that stops in the middle',
    new TypeError('terminated', { cause: coded('UND_ERR_BODY_TIMEOUT') }),
    unavailable(),
  ],
  ['no answer in time', new DOMException('No answer.', 'TimeoutError'), unavailable()],
  ['the breaker keeps calls back', coded('EOPENBREAKER'), unavailable()],
  ['the caller let go', new DOMException('Let go.', 'AbortError'), aborted],
  ['a refusal', body('not-allowed'), { kind: 'refused', refusal: { ...body('not-allowed'), code: 'not-allowed' } }],
  ['a refusal for want of a session', body('signed-out'), signedOut],
  ['a token that cannot be read', body('PGRST301'), signedOut],
  ['no token', body('PGRST302'), signedOut],
  ['a token that is over', body('PGRST303'), signedOut],
  ['a function that is not there', body('PGRST202'), unreadable],
  ['a table that is not there', body('PGRST205'), unreadable],
  ['a column that is not there', body('PGRST204'), unreadable],
  ['a body that is not understood', body('PGRST102'), unreadable],
  ['a right that is missing in the database', body('42501'), unreadable],
  [
    'an unknown key refused at the door',
    Object.assign(new Error('Invalid API key'), { name: 'PostgrestError' }),
    unreadable,
  ],
  ['JSON that breaks off', new SyntaxError('Unexpected end of JSON input'), unreadable],
  ['Auth: no way through', new AuthRetryableFetchError('fetch failed', 0), network],
  ['Auth: an error at the server', new AuthRetryableFetchError('HTTP 503', 503), unavailable()],
  ['Auth: a session that is over', new AuthApiError('Over.', 403, 'session_not_found'), signedOut],
  ['Auth: a refresh token that was used', new AuthApiError('Used.', 400, 'refresh_token_already_used'), signedOut],
  ['Auth: a refresh token that nobody knows', new AuthApiError('Unknown.', 400, 'refresh_token_not_found'), signedOut],
  ['Auth: a person who is gone', new AuthApiError('Gone.', 403, 'user_not_found'), signedOut],
  ['Auth: a person who was shut out', new AuthApiError('Banned.', 403, 'user_banned'), signedOut],
  ['Auth: no session', new AuthSessionMissingError(), signedOut],
  ['Auth: too many', new AuthApiError('Slow down.', 429, 'over_request_rate_limit'), unavailable()],
  ['Auth: something new', new AuthApiError('Whatever.', 400, 'validation_failed'), unreadable],
  ['Auth: not JSON', new AuthUnknownError('Unexpected token', new SyntaxError('Unexpected token')), unreadable],
];
test.each(thrown)('[CLOUD-12] what a call fails with is told apart: %s', (_, error, expected) => {
  expect(troubleOf(error)).toEqual(expected);
});

const kinds = [network, captivePortal, certificate, unavailable(), signedOut, unreadable, aborted];
test.each(kinds)('[CLOUD-12] auth-js hands on only words, and they say what it was: %j', (trouble) => {
  const { message } = new CallTrouble(trouble);
  expect(troubleOf(new AuthRetryableFetchError(message, 0))).toEqual(trouble);
});

test('[CLOUD-12] a bug is no trouble of a call', () => {
  for (const bug of [
    new TypeError('x is not a function'),
    new RangeError('no'),
    new Error('no'),
    undefined,
    'text',
    7,
  ]) {
    expect(troubleOf(bug)).toBeUndefined();
  }
});
