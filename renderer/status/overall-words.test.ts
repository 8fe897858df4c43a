import { expect, test } from 'vitest';
import { ScriptId } from '../../app/ids.ts';
import type { Link, ScriptSync, Standing } from '../../app/ipc/sync.ts';
import { overallWords, unsentOf } from './overall-words.ts';
import { rowWords } from './row-words.ts';

const NOW = Date.UTC(2026, 10, 20, 14, 30);
const MINUTE = 60_000;
const FRESH = NOW - 20 * MINUTE;
const OLD = NOW - 200 * MINUTE;
const TOLD = { link: { kind: 'online', isLive: true } satisfies Link, now: NOW };

const scripts = (...standings: readonly Standing[]): readonly ScriptSync[] =>
  standings.map((standing, index) => ({
    scriptId: ScriptId.parse(`00000000-0000-4000-8000-${String(index).padStart(12, '0')}`),
    standing,
    acknowledgedAt: null,
    receivedAt: null,
    position: 0,
    head: 0,
  }));

const ON_SERVER: Standing = { kind: 'on-server', seenBy: [] };
const offline = (edits: number, oldestAt = FRESH): Standing => ({ kind: 'offline', edits, oldestAt });
const refused: Standing = { kind: 'refused', edits: 2, oldestAt: FRESH, why: 'too-large' };
const held = (edits: number): Standing => ({ kind: 'held', edits, oldestAt: FRESH, why: 'in-review' });

test('[STATUS-11] one line tells of all scripts together, what needs a person before what does not', () => {
  const line = (...standings: readonly Standing[]): string | null =>
    overallWords(scripts(...standings), TOLD)?.label ?? null;
  expect(line()).toBeNull();
  expect(line({ kind: 'only-here' })).toBeNull();
  expect(line(ON_SERVER, { kind: 'only-here' }, ON_SERVER)).toBe('Everything is on the server');
  expect(line(ON_SERVER, { kind: 'receiving' })).toBe('On the server, receiving changes');
  expect(line(ON_SERVER, { kind: 'sending', edits: 3, oldestAt: FRESH })).toBe('Saved here, sending 3');
  expect(line(offline(40), offline(8, OLD), { kind: 'offline', edits: 0, oldestAt: null })).toBe(
    'Offline, 48 edits in 2 scripts only on this device, oldest 3 h',
  );
  expect(line({ kind: 'offline', edits: 0, oldestAt: null })).toBe('Offline, all edits on the server');
  expect(line(held(3), held(2), ON_SERVER)).toBe('Waiting: 5 edits in 2 scripts kept here');
  expect(line(offline(40), refused)).toBe('The server refused 2 edits');
  const trouble: Standing = { kind: 'unavailable', edits: 1, oldestAt: FRESH, nextTryAt: NOW + 8_000 };
  expect(line(trouble, trouble, ON_SERVER)).toBe('Server has trouble with 2 scripts, next try in 8 s');
  const ended: Standing = { kind: 'access-ended', edits: 0, oldestAt: null };
  expect(line(ended, ON_SERVER)).toBe('Everything is on the server');
  expect(line({ ...ended, edits: 4, oldestAt: FRESH }, ON_SERVER)).toBe('Access ended, 4 edits kept here');
});

test('[STATUS-11] the line’s stations are full only when every script’s are', () => {
  const path = (...standings: readonly Standing[]) => overallWords(scripts(...standings), TOLD)?.path.server;
  expect(path(ON_SERVER, ON_SERVER)).toBe('yes');
  expect(path(ON_SERVER, { kind: 'sending', edits: 1, oldestAt: FRESH })).toBe('no');
  expect(path(ON_SERVER, { kind: 'healing', edits: 0, oldestAt: null })).toBe('no');
});

test('[STATUS-11] edits are summed over the scripts that have some', () => {
  expect(unsentOf([ON_SERVER, offline(3), offline(2, OLD), { kind: 'offline', edits: 0, oldestAt: null }])).toEqual({
    edits: 5,
    scripts: 2,
    oldestAt: OLD,
  });
  expect(unsentOf([])).toEqual({ edits: 0, scripts: 0, oldestAt: null });
});

test('[STATUS-11] a row of the library says the same truth in few words, with the same stations', () => {
  const cases: readonly (readonly [Standing, string])[] = [
    [{ kind: 'only-here' }, 'Saved on this device'],
    [ON_SERVER, 'On the server'],
    [{ kind: 'receiving' }, 'Receiving changes'],
    [{ kind: 'sending', edits: 1250, oldestAt: FRESH }, 'Sending 1,250'],
    [{ kind: 'sending', edits: 3, oldestAt: OLD }, 'Sending 3, 3 h'],
    [offline(12), '12 edits only here'],
    [offline(1, OLD), '1 edit only here, 3 h'],
    [{ kind: 'offline', edits: 0, oldestAt: null }, 'All edits on the server'],
    [{ kind: 'unavailable', edits: 2, oldestAt: FRESH, nextTryAt: null }, '2 edits only here'],
    [{ kind: 'signed-out', edits: 4, oldestAt: FRESH }, 'Sign in to send 4'],
    [{ kind: 'signed-out', edits: 0, oldestAt: null }, 'Signed out'],
    [refused, '2 edits refused'],
    [held(3), '3 edits wait for the review'],
    [{ ...held(1), why: 'role-may-not-write' } as Standing, '1 edit waits: read only'],
    [{ kind: 'access-ended', edits: 0, oldestAt: null }, 'Access ended'],
    [{ kind: 'access-ended', edits: 4, oldestAt: FRESH }, 'Access ended, 4 kept here'],
    [{ kind: 'newer-format', edits: 0, oldestAt: null }, 'Needs a newer Galley'],
    [{ kind: 'healing', edits: 9, oldestAt: FRESH }, 'Bringing back to the server'],
  ];
  expect(cases.map(([standing]) => rowWords(standing, TOLD).label)).toEqual(cases.map(([, label]) => label));
  expect(Math.max(...cases.map(([, label]) => label.length))).toBeLessThan(30);
});
