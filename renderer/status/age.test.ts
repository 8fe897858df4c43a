import { expect, test } from 'vitest';
import { ageMs, ageWords, exactAgeWords, isOld } from './age.ts';
import { BELIEVED_AFTER_MS, SteadyClock } from './steady-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOON = Date.UTC(2026, 10, 20, 12);

function openClock() {
  const hands = { calendar: NOON, elapsed: 5_000 };
  const clock = new SteadyClock({ now: () => hands.calendar, elapsed: () => hands.elapsed });
  return {
    clock,
    /** Both go on, and the clock is read every minute, as a window does. */
    pass: (ms: number) => {
      for (let left = ms; left > 0; left -= MINUTE) {
        hands.calendar += Math.min(left, MINUTE);
        hands.elapsed += Math.min(left, MINUTE);
        clock.read();
      }
    },
    jump: (ms: number) => void (hands.calendar += ms),
  };
}

test('[STATUS-4] an edit is old after an hour on this device, and its age is told in one unit that is never too large', () => {
  expect([59 * MINUTE, HOUR].map((age) => isOld(NOON - age, NOON))).toEqual([false, true]);
  expect(isOld(null, NOON)).toBe(false);
  const ages = [0, 59.9 * MINUTE, HOUR, 1.99 * HOUR, 47.9 * HOUR, 2 * DAY, 9.9 * DAY];
  expect(ages.map(ageWords)).toEqual(['0 min', '59 min', '1 h', '1 h', '47 h', '2 days', '9 days']);
  const exact = [0, 20 * MINUTE, HOUR, 3.2 * HOUR, 47.5 * HOUR, 2 * DAY, 2 * DAY + 5.5 * HOUR];
  expect(exact.map(exactAgeWords)).toEqual([
    'just now',
    '20 min',
    '1 h',
    '3 h 12 min',
    '47 h 30 min',
    '2 days',
    '2 days 5 h',
  ]);
});

test('[STATUS-5] an edit that a clock put into the future is no age old', () => {
  expect(ageMs(NOON + DAY, NOON)).toBe(0);
});

test('[STATUS-5] a calendar that jumps alarms nobody, in either direction', () => {
  for (const jump of [2 * HOUR, 10 * 365 * DAY, -2 * HOUR, -10 * 365 * DAY]) {
    const { clock, pass, jump: set } = openClock();
    pass(10 * MINUTE);
    set(jump);
    expect(clock.read()).toBe(NOON + 10 * MINUTE);
    pass(10 * MINUTE);
    expect(clock.read()).toBe(NOON + 20 * MINUTE);
    set(-jump);
    pass(HOUR);
    expect(clock.read()).toBe(NOON + HOUR + 20 * MINUTE);
  }
});

test('[STATUS-5] a sleep counts: the calendar is followed once it has stood by a jump for a quarter of an hour', () => {
  const { clock, pass, jump } = openClock();
  jump(8 * HOUR);
  clock.read();
  pass(BELIEVED_AFTER_MS);
  expect(clock.read()).toBe(NOON + 8 * HOUR + BELIEVED_AFTER_MS);
});

test('[STATUS-5] a clock that keeps jumping is never followed', () => {
  const { clock, pass, jump } = openClock();
  for (let turn = 0; turn < 20; turn++) {
    jump(turn % 2 === 0 ? 5 * HOUR : -3 * HOUR);
    pass(10 * MINUTE);
  }
  expect(clock.read()).toBe(NOON + 200 * MINUTE);
});

test('[STATUS-5] small corrections are followed at once', () => {
  const { clock, jump } = openClock();
  jump(900);
  expect(clock.read()).toBe(NOON + 900);
});
