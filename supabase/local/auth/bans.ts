import { invalid } from './failure.ts';
import type { UserChanges } from './users.ts';

/** Go's form of a duration: `1h30m`, `72h`. */
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|h|m|s))+$/;
/** Go counts nanoseconds in 63 bits: 292 years. */
const MAX_DURATION_MS = 2 ** 63 / 1e6;
const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/** Until when somebody is banned: `none` ends it, '' leaves it. */
export function banChange(text: string, now: Date): UserChanges {
  if (text === '') return {};
  if (text === 'none') return { banned_until: null };
  const parts = DURATION.test(text) ? Array.from(text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)) : [];
  const ms = parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (UNIT_MS[unit] ?? 0), 0);
  if (parts.length === 0 || ms > MAX_DURATION_MS) {
    throw invalid(`invalid format for ban duration: time: invalid duration ${JSON.stringify(text)}`);
  }
  return { banned_until: new Date(now.getTime() + ms) };
}
