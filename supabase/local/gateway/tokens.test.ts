import { createHash } from 'node:crypto';
import { generateKeyPair, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { localKeys, signToken, tokenOfKey } from '../keys.ts';
import { bearerToken, verifyToken, type Verified } from './tokens.ts';

const keys = localKeys();
const now = new Date('2026-11-20T12:00:00Z');
const seconds = now.getTime() / 1_000;
const good = { role: 'authenticated', exp: seconds + 60, sub: '5eed0000-0000-4000-8000-000000000001' };

const check = (token: string): Promise<Verified> => verifyToken(token, keys, now);
const checkClaims = (claims: object): Promise<Verified> => check(signToken({ ...good, ...claims }, keys.jwtSecret));
const faultOf = async (verified: Promise<Verified>): Promise<unknown> => {
  const result = await verified;
  return result.ok ? 'none' : result.fault.kind;
};

test('[GATE-2] the local keys are those that every local Supabase has', () => {
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
  expect([hash(keys.anonKey), hash(keys.serviceKey)]).toEqual([
    'bf1725a8f98bea37e88618702e725ba84bd8acdb2647c5e0ed638bfd685791cf',
    '70541e07fd4f900b66e289f5be55c85f9bef1def4924a5b0c518c45ea1688c12',
  ]);
  expect(tokenOfKey(keys.publishableKey, keys)).toBe(keys.anonKey);
});

test('[GATE-3] a good token gives its claims, those of the person and those we do not know', async () => {
  expect(await checkClaims({ app_metadata: { provider: 'email' } })).toEqual({
    ok: true,
    claims: { ...good, app_metadata: { provider: 'email' } },
  });
});

test('[GATE-3] clocks may differ by thirty seconds, and no more', async () => {
  const faults = await Promise.all(
    [{ exp: seconds - 29 }, { exp: seconds - 31 }, { nbf: seconds + 29 }, { nbf: seconds + 31 }].map((claims) =>
      faultOf(checkClaims(claims)),
    ),
  );
  expect(faults).toEqual(['none', 'expired', 'none', 'not-yet-valid']);
  expect(await faultOf(checkClaims({ iat: seconds + 31 }))).toBe('not-yet-valid');
  expect(await checkClaims({ exp: seconds - 40 })).toEqual({ ok: false, fault: { kind: 'expired', seconds: 40 } });
});

test('[GATE-3] a token that nobody here has signed is refused, whatever it says about its algorithm', async () => {
  const service = { role: 'service_role', exp: seconds + 60 };
  const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const { privateKey } = await generateKeyPair('RS256');
  const tokens = {
    none: `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(service)}.`,
    noSignature: `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(service)}.`,
    otherSecret: signToken(service, 'another secret of at least thirty-two characters'),
    otherClaims: signToken(good, keys.jwtSecret).replace(/\.[^.]+\./, `.${encoded(service)}.`),
    longerHash: await new SignJWT(service).setProtectedHeader({ alg: 'HS512' }).sign(Buffer.from(keys.jwtSecret)),
    otherKind: await new SignJWT(service).setProtectedHeader({ alg: 'RS256' }).sign(privateKey),
    words: 'not a token',
    empty: '',
  };
  const faults = Object.fromEntries(
    await Promise.all(
      Object.entries(tokens).map(async ([name, token]) => [name, await faultOf(check(token))] as const),
    ),
  );
  expect(faults).toEqual({
    none: 'wrong-algorithm',
    noSignature: 'wrong-signature',
    otherSecret: 'wrong-signature',
    otherClaims: 'wrong-signature',
    longerHash: 'wrong-algorithm',
    otherKind: 'wrong-algorithm',
    words: 'malformed',
    empty: 'malformed',
  });
});

test('[GATE-3] a token without role or expiry, or with something else in their place, is refused', async () => {
  const claims = [{ role: undefined }, { exp: undefined }, { role: 7 }, { exp: 'soon' }, { sub: 'ada' }];
  expect(await Promise.all(claims.map((wrong) => faultOf(checkClaims(wrong))))).toEqual(
    claims.map(() => 'wrong-claims'),
  );
});

test('[GATE-3] only a bearer token is taken from a header', () => {
  expect(['Bearer a.b.c', 'bearer  a.b.c ', 'Basic a.b.c', 'a.b.c', undefined].map(bearerToken)).toEqual([
    'a.b.c',
    'a.b.c',
    undefined,
    undefined,
    undefined,
  ]);
});
