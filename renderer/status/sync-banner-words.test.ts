import { expect, test } from 'vitest';
import { ScriptId } from '../../app/ids.ts';
import type { Link, Standing } from '../../app/ipc/sync.ts';
import { CopyAdvice } from './copy-advice.ts';
import { syncBannerWords, type BannerAbout } from './sync-banner-words.ts';

const NOW = Date.UTC(2026, 10, 20, 14, 30);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const FRESH = NOW - 20 * MINUTE;
const ONLINE: Link = { kind: 'online', isLive: true };
const unavailableFor = (ms: number): Link => ({ kind: 'unavailable', since: NOW - ms, nextTryAt: null });

const held = (why: Extract<Standing, { kind: 'held' }>['why'], oldestAt = FRESH): Standing => ({
  kind: 'held',
  edits: 3,
  oldestAt,
  why,
});
const refused = (why: Extract<Standing, { kind: 'refused' }>['why']): Standing => ({
  kind: 'refused',
  edits: 2,
  oldestAt: FRESH,
  why,
});

const banner = (about: Partial<BannerAbout>) =>
  syncBannerWords({ standing: null, readOnly: null, link: ONLINE, now: NOW, wasAdvised: false, ...about });

/** What is said first, and what the buttons do. */
const told = (about: Partial<BannerAbout>): readonly string[] => {
  const words = banner(about);
  return words === null ? [] : [words.title, ...words.deeds];
};

test('[STATUS-12] what does not go its way by itself is told in a banner whose first button does what it advises', () => {
  expect(told({ standing: { kind: 'access-ended', edits: 4, oldestAt: FRESH } })).toEqual([
    'Your access to this script ended',
    'export',
    'ask-owner',
  ]);
  expect(told({ standing: refused('too-large') })).toEqual([
    'The server refused 2 edits',
    'export',
    'send-again',
    'ask-owner',
  ]);
  expect(told({ standing: { kind: 'signed-out', edits: 4, oldestAt: FRESH } })).toEqual([
    'You are signed out',
    'sign-in',
  ]);
  expect(told({ standing: held('in-review') })).toEqual(['3 edits wait here: the script is in review']);
  expect(told({ readOnly: 'newer-format' })).toEqual(['This script needs a newer Galley']);
  expect(told({ readOnly: 'access-ended' })).toEqual(['Your access to this script ended', 'export', 'ask-owner']);
});

test('[STATUS-12] a server that does not answer is left alone for ten minutes', () => {
  const standing: Standing = { kind: 'unavailable', edits: 2, oldestAt: FRESH, nextTryAt: null };
  expect(told({ standing, link: unavailableFor(10 * MINUTE - 1) })).toEqual([]);
  expect(told({ standing, link: unavailableFor(12 * MINUTE) })).toEqual([
    'The server has not answered for 12 min',
    'try-now',
    'show-panel',
  ]);
});

test('[STATUS-12] what goes its way by itself needs no banner', () => {
  const quiet: readonly Standing[] = [
    { kind: 'only-here' },
    { kind: 'on-server', seenBy: [] },
    { kind: 'sending', edits: 3, oldestAt: FRESH },
    { kind: 'receiving' },
    { kind: 'offline', edits: 3, oldestAt: FRESH },
    { kind: 'signed-out', edits: 0, oldestAt: null },
    { kind: 'healing', edits: 3, oldestAt: FRESH },
    { kind: 'newer-format', edits: 0, oldestAt: null },
  ];
  expect(quiet.map((standing) => banner({ standing }))).toEqual(quiet.map(() => null));
  expect(banner({})).toBeNull();
});

test('[STATUS-12] every banner says what happened, what is safe and what to do, in plain words', () => {
  const abouts: readonly Partial<BannerAbout>[] = [
    { standing: { kind: 'access-ended', edits: 1, oldestAt: FRESH } },
    { standing: { kind: 'access-ended', edits: 0, oldestAt: null } },
    { readOnly: 'newer-format' },
    ...(['bad-request', 'too-large', 'unknown-format', 'other-bytes'] as const).map((why) => ({
      standing: refused(why),
    })),
    ...(['in-review', 'approved', 'archived', 'role-may-not-write'] as const).map((why) => ({ standing: held(why) })),
    { standing: { kind: 'signed-out', edits: 1, oldestAt: FRESH } },
    { standing: { kind: 'offline', edits: 1, oldestAt: NOW - 2 * DAY } },
    { standing: { kind: 'unavailable', edits: 0, oldestAt: null, nextTryAt: null }, link: unavailableFor(HOUR) },
  ];
  const all = abouts.map((about) => {
    const words = banner(about);
    if (words === null) throw new Error(`${JSON.stringify(about)} has no banner.`);
    return words;
  });
  for (const { title, happened, safe, advice } of all) {
    expect([title, happened, safe, advice].every((words) => words.length > 10)).toBe(true);
    expect(`${title} ${happened} ${safe} ${advice}`).not.toMatch(/!|sorry|vault|please|\b1 edits\b/i);
    expect(safe).toMatch(/saved|stays on this device|kept exactly/);
  }
  expect(new Set(all.map(({ happened, safe }) => `${happened} ${safe}`)).size).toBe(all.length);
});

test('[STATUS-13] after a day a copy is advised, whatever keeps the edits here, but not over what needs a person more', () => {
  const dayOld = NOW - DAY;
  const waiting: readonly Standing[] = [
    { kind: 'offline', edits: 3, oldestAt: dayOld },
    { kind: 'signed-out', edits: 3, oldestAt: dayOld },
    { kind: 'sending', edits: 3, oldestAt: dayOld },
    held('in-review', dayOld),
  ];
  for (const standing of waiting) {
    expect(told({ standing })).toEqual(['Export a copy to be sure', 'export', 'show-panel']);
    expect(banner({ standing, wasAdvised: true })?.kind).not.toBe('copy');
  }
  expect(told({ standing: { kind: 'offline', edits: 3, oldestAt: dayOld + 1 } })).toEqual([]);
  expect(banner({ standing: { kind: 'access-ended', edits: 3, oldestAt: dayOld } })?.kind).toBe('access-ended');
});

test('[STATUS-13] a copy is advised once a day for each script, also over restarts and when the clock goes back', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const [script, other] = ['1', '2'].map((n) => ScriptId.parse(`00000000-0000-4000-8000-00000000000${n}`));
  if (script === undefined || other === undefined) throw new Error('There are two.');
  expect(new CopyAdvice(storage).wasGiven(script, NOW)).toBe(false);
  new CopyAdvice(storage).given(script, NOW);
  const later = new CopyAdvice(storage);
  expect([0, DAY - 1, DAY].map((ms) => later.wasGiven(script, NOW + ms))).toEqual([true, true, false]);
  expect(later.wasGiven(other, NOW)).toBe(false);

  later.given(script, NOW + 400 * DAY);
  expect(later.wasGiven(script, NOW)).toBe(true);
  expect(later.wasGiven(script, NOW + DAY)).toBe(false);
  kept.set([...kept.keys()][0] ?? '', 'nonsense');
  expect(later.wasGiven(script, NOW)).toBe(false);
});
