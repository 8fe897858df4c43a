import { expect, test } from 'vitest';
import { localKeys, signToken } from '../keys.ts';
import { KnownTokens } from './known-tokens.ts';

const keys = localKeys();
const start = Date.UTC(2026, 10, 20) / 1_000;
const at = (seconds: number): Date => new Date((start + seconds) * 1_000);
const token = (sub: string, secret = keys.jwtSecret): string =>
  signToken({ role: 'authenticated', sub, exp: start + 60 }, secret);
const ANA = '00000000-0000-4000-8000-00000000000a';
const BEN = '00000000-0000-4000-8000-00000000000b';

test('[REST-12] a token that is remembered ends when it ends', async () => {
  const known = new KnownTokens({ limit: 10 });
  const ana = token(ANA);
  for (const seconds of [0, 30, 89]) {
    expect(await known.verify(ana, keys, at(seconds))).toMatchObject({ ok: true, claims: { sub: ANA } });
  }
  expect(await known.verify(ana, keys, at(90))).toMatchObject({ ok: false, fault: { kind: 'expired' } });
  expect(known.size).toBe(0);
});

test('[REST-12] only what was signed is remembered, each for itself, and only so many', async () => {
  const known = new KnownTokens({ limit: 2 });
  const forged = token(ANA, 'another secret with at least 32 characters');
  for (let turn = 0; turn < 2; turn += 1) {
    expect(await known.verify(forged, keys, at(0))).toMatchObject({ ok: false });
    expect(known.size).toBe(0);
  }
  const ana = token(ANA);
  await known.verify(ana, keys, at(0));
  expect(await known.verify(token(BEN), keys, at(0))).toMatchObject({ ok: true, claims: { sub: BEN } });
  expect(await known.verify(`${ana.slice(0, -2)}AA`, keys, at(0))).toMatchObject({ ok: false });
  await known.verify(keys.anonKey, keys, at(0));
  expect(known.size).toBe(2);
  expect(await known.verify(ana, keys, at(0))).toMatchObject({ ok: true, claims: { sub: ANA } });
});
