import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PublicKeys } from './public-keys.ts';
import { KEPT_AT_MOST_MS, TokenCheck } from './token-check.ts';

const START = Date.UTC(2026, 10, 20, 12);
const SECRET = new TextEncoder().encode('a secret that is long enough to sign');
const PERSON = '6f1f8d0e-5a39-4dd5-8c0e-0a6a35a1d0aa';
const SESSION = '0b7c1b36-0d1e-4b05-8d4b-8e3b2f9a7c11';

beforeEach(() => {
  vi.useFakeTimers({ now: START, toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const now = (): Date => new Date();
const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1_000) + seconds;

function signed(exp: number, secret: Uint8Array = SECRET): Promise<string> {
  return new SignJWT({ role: 'authenticated', session_id: SESSION })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(PERSON)
    .setExpirationTime(exp)
    .sign(secret);
}

test('[SERVICE-14] a token is remembered no longer than its own time, and no longer than five minutes', async () => {
  const check = new TokenCheck({ key: SECRET, secretKey: undefined, now });
  const [short, long] = [await signed(inSeconds(60)), await signed(inSeconds(3_600))];
  const kinds = async (): Promise<readonly string[]> =>
    Promise.all([short, long].map(async (token) => (await check.check(token)).kind));
  expect(await kinds()).toEqual(['good', 'good']);
  vi.setSystemTime(START + 61_000);
  expect(await kinds()).toEqual(['bad', 'good']);
  expect(check.keptSessions()).toEqual([SESSION]);
  vi.setSystemTime(START + KEPT_AT_MOST_MS + 1);
  expect(check.keptSessions()).toEqual([]);
});

test('[SERVICE-14] a token is forgotten when its session ends and when its person loses a membership', async () => {
  const check = new TokenCheck({ key: SECRET, secretKey: undefined, now });
  const token = await signed(inSeconds(3_600));
  for (const forget of [() => check.forgetSessions(new Set([SESSION])), () => check.forgetPerson(PERSON)]) {
    expect((await check.check(token)).kind).toBe('good');
    expect(check.keptSessions()).toEqual([SESSION]);
    forget();
    expect(check.keptSessions()).toEqual([]);
  }
});

test('[SERVICE-14] forged, unsigned, expired and future tokens are bad; the short service key is good', async () => {
  const check = new TokenCheck({ key: SECRET, secretKey: 'sb_short', now });
  const unsigned = `${btoa('{"alg":"none"}')}.${btoa('{"role":"service_role","exp":4000000000}')}.`;
  const future = await new SignJWT({ role: 'service_role' })
    .setProtectedHeader({ alg: 'HS256' })
    .setNotBefore(inSeconds(60))
    .setExpirationTime(inSeconds(120))
    .sign(SECRET);
  const bad = [
    undefined,
    '',
    'sb_shorter',
    unsigned,
    future,
    await signed(inSeconds(60), new TextEncoder().encode('another secret that is long enough')),
    await signed(inSeconds(-1)),
  ];
  for (const token of bad) expect(await check.check(token)).toEqual({ kind: 'bad' });
  expect((await check.check('sb_short')).kind).toBe('good');
});

// The auth server, as a test wants it.

interface AuthServer extends AsyncDisposable {
  readonly url: string;
  readonly asked: () => number;
  status: number;
}

async function openAuthServer(publicKey: CryptoKey): Promise<AuthServer> {
  const body = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'ours', alg: 'ES256', use: 'sig' }] });
  let asked = 0;
  const server: Server = createServer((_, response) => {
    asked += 1;
    response.writeHead(auth.status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const auth: AuthServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
    asked: () => asked,
    status: 200,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return auth;
}

const byKey = (key: CryptoKey, kid: string): Promise<string> =>
  new SignJWT({ role: 'service_role' })
    .setProtectedHeader({ alg: 'ES256', kid })
    .setExpirationTime(inSeconds(3_600))
    .setJti(crypto.randomUUID())
    .sign(key);

interface Check extends AsyncDisposable {
  readonly auth: AuthServer;
  readonly keys: PublicKeys;
  readonly good: () => Promise<string>;
  readonly forged: () => Promise<string>;
  readonly kind: (token: string) => Promise<string>;
}

async function openCheck(): Promise<Check> {
  const open = new AsyncDisposableStack();
  const [ours, theirs] = [await generateKeyPair('ES256'), await generateKeyPair('ES256')];
  const auth = open.use(await openAuthServer(ours.publicKey));
  const keys = open.use(PublicKeys.open({ url: auth.url, now }));
  const check = new TokenCheck({ key: keys.find, secretKey: undefined, now });
  return {
    auth,
    keys,
    good: () => byKey(ours.privateKey, 'ours'),
    forged: () => byKey(theirs.privateKey, crypto.randomUUID()),
    kind: async (token) => (await check.check(token)).kind,
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

test('[SERVICE-15] forty forged tokens shut nobody out, and have the auth server asked once', async () => {
  await using check = await openCheck();
  const { auth, keys, good, forged, kind } = check;
  for (let i = 0; i < 40; i++) expect(await kind(await forged())).toBe('bad');
  for (let i = 0; i < 10; i++) expect(await kind(await good())).toBe('good');
  expect(keys.breakerState).toBe('closed');
  expect(auth.asked()).toBe(1);
});

test('[SERVICE-15] refusals of the auth server do not open the breaker', async () => {
  await using check = await openCheck();
  const { auth, keys, good, kind } = check;
  auth.status = 404;
  for (let i = 0; i < 40; i++) expect(await kind(await good())).toBe('unknown');
  expect(keys.breakerState).toBe('closed');
  auth.status = 200;
  expect(await kind(await good())).toBe('good');
});

test('[SERVICE-15] twenty failures open the breaker for 30 s; then one call tries, and nobody is let in unproven', async () => {
  await using check = await openCheck();
  const { auth, keys, good, kind } = check;
  auth.status = 503;
  for (let i = 0; i < 20; i++) expect(await kind(await good())).toBe('unknown');
  expect(keys.breakerState).toBe('open');
  const asked = auth.asked();
  auth.status = 200;
  expect(await kind(await good())).toBe('unknown');
  vi.advanceTimersByTime(29_000);
  expect(await kind(await good())).toBe('unknown');
  expect(auth.asked()).toBe(asked);
  vi.advanceTimersByTime(1_001);
  const kinds = await Promise.all([await good(), await good(), await good()].map(kind));
  expect(kinds.filter((one) => one === 'good')).toHaveLength(1);
  expect(auth.asked()).toBe(asked + 1);
  expect(keys.breakerState).toBe('closed');
  expect(await kind(await good())).toBe('good');
});
