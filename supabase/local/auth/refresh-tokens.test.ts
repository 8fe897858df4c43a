import { expect, test } from 'vitest';
import { decideRefresh } from './refresh-tokens.ts';

const revokedAt = new Date('2026-11-20T10:00:00.000Z');
const revoked = { token: 'old', revoked: true, updated_at: revokedAt };
const later = (ms: number): { now: Date; reuseSeconds: number } => ({
  now: new Date(revokedAt.getTime() + ms),
  reuseSeconds: 10,
});
const YEAR_MS = 31_536_000_000;

test('[SIGNIN-4] a token in use is swapped whenever it comes', () => {
  expect(decideRefresh({ ...revoked, revoked: false }, undefined, later(YEAR_MS))).toEqual({ kind: 'swap' });
});

test('[SIGNIN-5] the parent of the active token gets the active token, after a year too', () => {
  const active = { token: 'new', parent: 'old' };
  expect(decideRefresh(revoked, active, later(0))).toEqual({ kind: 'repeat', token: 'new' });
  expect(decideRefresh(revoked, active, later(YEAR_MS))).toEqual({ kind: 'repeat', token: 'new' });
});

test('[SIGNIN-5] any other revoked token is good to the end of the tenth second', () => {
  const active = { token: 'newer', parent: 'new' };
  expect(decideRefresh(revoked, active, later(10_000))).toEqual({ kind: 'swap' });
  expect(decideRefresh(revoked, active, later(10_001))).toEqual({ kind: 'reused' });
});

test('[SIGNIN-6] a revoked token of a family that ended is reused too', () => {
  expect(decideRefresh(revoked, undefined, later(10_001))).toEqual({ kind: 'reused' });
});
