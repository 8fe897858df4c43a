import { expect, test } from 'vitest';
import { ServerClock } from './server-clock.ts';

const YEARS_MS = 10 * 365 * 86_400_000;

function open(calendarMs: number) {
  const here = { calendarMs, steadyMs: 5 };
  const clock = new ServerClock({ now: () => new Date(here.calendarMs), nowMs: () => here.steadyMs });
  return { here, clock };
}

test('[ACCOUNT-8] the time is the server’s, whatever the calendar says here', () => {
  for (const offMs of [0, YEARS_MS, -YEARS_MS]) {
    const { here, clock } = open(Date.parse('2026-11-20T10:00:00Z') + offMs);
    clock.hear('Fri, 20 Nov 2026 12:00:00 GMT');
    here.calendarMs += 60_000;
    here.steadyMs += 60_000;
    expect(new Date(clock.nowMs()).toISOString()).toBe('2026-11-20T12:01:00.000Z');
  }
});

test('[ACCOUNT-8] a night asleep counts, and a calendar that is put back does not', () => {
  const { here, clock } = open(0);
  clock.hear('Fri, 20 Nov 2026 12:00:00 GMT');
  here.calendarMs += 8 * 3_600_000;
  expect(new Date(clock.nowMs()).toISOString()).toBe('2026-11-20T20:00:00.000Z');
  here.calendarMs -= YEARS_MS;
  here.steadyMs += 1_000;
  expect(new Date(clock.nowMs()).toISOString()).toBe('2026-11-20T12:00:01.000Z');
});

test('[ACCOUNT-8] before the server said anything there is the calendar, and nonsense changes nothing', () => {
  const { clock } = open(1_000);
  clock.hear(null);
  clock.hear('soon');
  expect(clock.nowMs()).toBe(1_000);
});
