import { expect, test } from 'vitest';
import { usualPatience } from './realtime-line.ts';
import { delayMs, EAGER_CAP_MS, outcomeOf, refusedDelayMs } from './rejoining.ts';

const HEALED_WITHIN_MS = 10_000;
/** A handshake and a join, on a slow line. */
const CONNECTING_MS = 750;

test('[BELL-4] whatever fell silent, a new attempt succeeds within 10 s of healing', () => {
  const { heartbeatMs, handshakeMs, joinMs } = usualPatience;
  expect(2 * heartbeatMs + EAGER_CAP_MS + CONNECTING_MS).toBeLessThan(HEALED_WITHIN_MS);
  expect(handshakeMs + EAGER_CAP_MS + CONNECTING_MS).toBeLessThan(HEALED_WITHIN_MS);
  expect(joinMs + EAGER_CAP_MS + CONNECTING_MS).toBeLessThan(HEALED_WITHIN_MS);
  // Hosted Realtime lets refused connections wait 2 s and refused joins 5 s: both are to be heard.
  expect(handshakeMs).toBeGreaterThan(3_000);
  expect(joinMs).toBeGreaterThan(6_000);
});

test('[BELL-6] delays grow with full jitter: half a second at first, 2.5 s while somebody may be healing, then a minute', () => {
  expect([1, 2, 3, 4, 30].map((failures) => delayMs(failures, 1))).toEqual([500, 1_000, 2_000, 2_500, 2_500]);
  expect([31, 32, 36, 1_000].map((failures) => delayMs(failures, 1))).toEqual([5_000, 10_000, 60_000, 60_000]);
  expect(delayMs(1_000, 0.5)).toBe(30_000);
  expect(delayMs(3, 0)).toBe(0);
  expect([refusedDelayMs(0), refusedDelayMs(1)]).toEqual([30_000, 60_000]);
});

test.each([
  ['Unauthorized: You do not have permissions to read from this Channel topic: script:1:2', 'refused'],
  ['You do not have permissions to read from this Channel topic: script:1:2', 'refused'],
  ['InvalidJWTToken: Token has expired 3 seconds ago', 'token'],
  ['InvalidJWTToken: Fields `role` and `exp` are required in JWT', 'token'],
  ['MalformedJWT: The token provided is not a valid JWT', 'token'],
  ['JwtSignatureError: Failed to validate JWT signature', 'token'],
  ['ChannelRateLimitReached: Too many channels', 'later'],
  ['ConnectionRateLimitReached: Too many connected users', 'later'],
  ['ClientJoinRateLimitReached: Too many joins per second', 'later'],
  ['IncreaseConnectionPool: Please increase your connection pool size', 'later'],
  ['socket closed: 1006', 'later'],
  ['', 'later'],
] as const)('[BELL-7] a join answered with %j means %s', (reason, outcome) => {
  expect(outcomeOf(reason)).toBe(outcome);
});
