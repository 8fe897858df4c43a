import { expect, test } from 'vitest';
import { sayEdit, sayMoment, sayWhen, shortDay } from './say-moment.ts';

const NOW = new Date(2026, 10, 20, 18, 0);
const at = (month: number, day: number, year = 2026): number => new Date(year, month - 1, day, 14, 3).getTime();

test.each([
  [at(11, 20), 'today 14:03', 'today at 14:03', 'Fri 20 Nov'],
  [at(11, 19), 'yesterday 14:03', 'yesterday at 14:03', 'Thu 19 Nov'],
  [at(11, 17), 'Tuesday 14:03', 'on Tuesday at 14:03', 'Tue 17 Nov'],
  [at(11, 3), 'Tuesday 3 November 14:03', 'on Tuesday 3 November at 14:03', 'Tue 3 Nov'],
  [at(11, 3, 2024), '3 November 2024 14:03', 'on 3 November 2024 at 14:03', '3 Nov 2024'],
  // A clock that was set forward: the day is said, not how long ago it is.
  [at(11, 25), 'Wednesday 25 November 14:03', 'on Wednesday 25 November at 14:03', 'Wed 25 Nov'],
])('[TIME-2] a moment is said as one would say it', (time, moment, when, day) => {
  expect([sayMoment(time, NOW), sayWhen(time, NOW), shortDay(time, NOW).replace(',', '')]).toEqual([moment, when, day]);
});

test('[TIME-2] a place is said with its number', () => {
  expect(sayEdit(312, 4_100)).toBe('edit 312 of 4,100');
});
