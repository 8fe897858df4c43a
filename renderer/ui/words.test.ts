import { expect, test } from 'vitest';
import { clockTime, counted, spokenTime, timeAgo } from './words.ts';

test('[LOOK-3] lengths are shown as a clock and said in words', () => {
  expect([0, 7, 88, 3723].map(clockTime)).toEqual(['0:00', '0:07', '1:28', '1:02:03']);
  expect([0, 1, 88, 3600].map(spokenTime)).toEqual(['0 seconds', '1 second', '1 minute 28 seconds', '1 hour']);
});

test('[LOOK-3] one thing and many things', () => {
  expect([0, 1, 2, 1250].map((count) => counted(count, 'row'))).toEqual(['0 rows', '1 row', '2 rows', '1,250 rows']);
});

test('[LOOK-3] how long ago is said the way a person would', () => {
  const now = new Date(2026, 10, 20, 14, 30);
  const ago = (...then: [number, number, number, number, number]): string => timeAgo(new Date(...then), now);
  expect(ago(2026, 10, 20, 14, 30)).toBe('just now');
  expect(ago(2026, 10, 20, 14, 10)).toBe('20 min ago');
  expect(ago(2026, 10, 20, 2, 0)).toBe('12 h ago');
  expect(ago(2026, 10, 19, 23, 59)).toBe('yesterday');
  expect(ago(2026, 10, 16, 9, 0)).toBe('Mon');
  expect(ago(2026, 10, 13, 9, 0)).toBe('13 Nov');
  expect(ago(2025, 10, 13, 9, 0)).toBe('13 Nov 2025');
});

test('[LOOK-3] a clock that was set back does not show a time in the future', () => {
  expect(timeAgo(new Date(2036, 0, 1), new Date(2026, 0, 1))).toBe('just now');
});
