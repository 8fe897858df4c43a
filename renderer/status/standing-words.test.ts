import { expect, test } from 'vitest';
import { PersonId } from '../../app/ids.ts';
import type { Link, Standing } from '../../app/ipc/sync.ts';
import { SAVED, type SaveState } from '../document/save-state.ts';
import { nextTryWords, seenWords, standingWords } from './standing-words.ts';
import { saidOf, statusWords } from './status-words.ts';

const NOW = Date.UTC(2026, 10, 20, 14, 30);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FRESH = NOW - 20 * MINUTE;
const OLD = NOW - 3.4 * HOUR;
const OLDER = NOW - 60 * HOUR;

const people = (...names: (string | null)[]) =>
  names.map((name, index) => ({ personId: PersonId.parse(`00000000-0000-4000-8000-00000000000${index}`), name }));

/** Label, tone, and the stations: "yes no no", with a bar where the line is broken. */
type Row = readonly [standing: Standing, label: string, tone: string, path: string];

const rows: readonly Row[] = [
  [{ kind: 'only-here' }, 'Saved on this device', 'device', 'yes no no'],
  [{ kind: 'on-server', seenBy: [] }, 'On the server', 'server', 'yes yes no'],
  [{ kind: 'on-server', seenBy: people('Ana') }, 'On the server, seen by Ana', 'server', 'yes yes yes'],
  [{ kind: 'sending', edits: 3, oldestAt: FRESH }, 'Saved here, sending 3', 'device', 'yes no no'],
  [{ kind: 'sending', edits: 3, oldestAt: OLD }, 'Saved here, sending 3, oldest 3 h', 'waiting', 'yes no no'],
  [{ kind: 'receiving' }, 'On the server, receiving changes', 'server', 'yes yes no'],
  [{ kind: 'offline', edits: 0, oldestAt: null }, 'Offline, all edits on the server', 'plain', 'yes | yes no'],
  [{ kind: 'offline', edits: 12, oldestAt: FRESH }, 'Offline, 12 edits only on this device', 'device', 'yes | no no'],
  [
    { kind: 'offline', edits: 1250, oldestAt: OLD },
    'Offline, 1,250 edits only on this device, oldest 3 h',
    'waiting',
    'yes | no no',
  ],
  [
    { kind: 'offline', edits: 1, oldestAt: OLDER },
    'Offline, 1 edit only on this device, 2 days old',
    'waiting',
    'yes | no no',
  ],
  [{ kind: 'signed-out', edits: 0, oldestAt: null }, 'Signed out, all edits on the server', 'plain', 'yes | yes no'],
  [
    { kind: 'signed-out', edits: 4, oldestAt: FRESH },
    'Saved on this device, sign in to send 4',
    'device',
    'yes | no no',
  ],
  [
    { kind: 'signed-out', edits: 4, oldestAt: OLD },
    'Saved on this device, sign in to send 4, oldest 3 h',
    'waiting',
    'yes | no no',
  ],
  [
    { kind: 'unavailable', edits: 0, oldestAt: null, nextTryAt: NOW + 48_000 },
    'Server not answering, next try in 48 s',
    'plain',
    'yes | yes no',
  ],
  [
    { kind: 'unavailable', edits: 2, oldestAt: FRESH, nextTryAt: NOW + 48_000 },
    'Server not answering, next try in 48 s',
    'device',
    'yes | no no',
  ],
  [
    { kind: 'unavailable', edits: 2, oldestAt: FRESH, nextTryAt: null },
    'Server not answering',
    'device',
    'yes | no no',
  ],
  [
    { kind: 'unavailable', edits: 2, oldestAt: OLD, nextTryAt: NOW + 48_000 },
    'Server not answering, 2 edits only on this device, oldest 3 h',
    'waiting',
    'yes | no no',
  ],
  [
    { kind: 'refused', edits: 2, oldestAt: FRESH, why: 'too-large' },
    'The server refused 2 edits',
    'trouble',
    'yes no no',
  ],
  [
    { kind: 'refused', edits: 1, oldestAt: OLD, why: 'bad-request' },
    'The server refused 1 edit, 3 h old',
    'trouble',
    'yes no no',
  ],
  [
    { kind: 'held', edits: 3, oldestAt: FRESH, why: 'in-review' },
    'Waiting: the script is in review, 3 edits kept here',
    'waiting',
    'yes no no',
  ],
  [
    { kind: 'held', edits: 3, oldestAt: FRESH, why: 'approved' },
    'Waiting: the script is approved, 3 edits kept here',
    'waiting',
    'yes no no',
  ],
  [
    { kind: 'held', edits: 1, oldestAt: OLD, why: 'archived' },
    'Waiting: the script is archived, 1 edit kept here, 3 h old',
    'waiting',
    'yes no no',
  ],
  [
    { kind: 'held', edits: 3, oldestAt: FRESH, why: 'role-may-not-write' },
    'Waiting: your role reads only, 3 edits kept here',
    'waiting',
    'yes no no',
  ],
  [{ kind: 'access-ended', edits: 0, oldestAt: null }, 'Access ended, read only', 'waiting', 'yes | no no'],
  [{ kind: 'access-ended', edits: 4, oldestAt: FRESH }, 'Access ended, 4 edits kept here', 'waiting', 'yes | no no'],
  [{ kind: 'newer-format', edits: 0, oldestAt: null }, 'Needs a newer Galley', 'plain', 'yes yes no'],
  [
    { kind: 'newer-format', edits: 2, oldestAt: FRESH },
    'Needs a newer Galley, 2 edits kept here',
    'device',
    'yes no no',
  ],
  [
    { kind: 'healing', edits: 5, oldestAt: OLDER },
    'Saved here, bringing back what the server lost',
    'device',
    'yes no no',
  ],
];

const links: readonly Link[] = [
  { kind: 'none' },
  { kind: 'connecting' },
  { kind: 'online', isLive: true },
  { kind: 'online', isLive: false },
  { kind: 'offline', because: 'network', since: FRESH, nextTryAt: null },
  { kind: 'offline', because: 'captive-portal', since: FRESH, nextTryAt: NOW },
  { kind: 'offline', because: 'certificate', since: FRESH, nextTryAt: NOW },
  { kind: 'unavailable', since: FRESH, nextTryAt: NOW },
  { kind: 'signed-out' },
  { kind: 'too-old' },
];

/** Where the way to the server changes the words that a standing has otherwise. */
function expectedLabel(standing: Standing, label: string, link: Link): string {
  if (link.kind === 'connecting') {
    if (standing.kind === 'offline') return label.replace('Offline', 'Connecting');
    if (standing.kind === 'receiving') return 'Connecting, all edits on the server';
    if (standing.kind === 'sending')
      return label.replace('Saved here, sending 3', 'Connecting, 3 edits only on this device');
  }
  if (link.kind === 'online') return label.replace('Server not answering', 'Server has trouble with this script');
  if (link.kind !== 'too-old' || standing.kind !== 'unavailable') return label;
  if (standing.edits === 0) return 'Update Galley, all edits on the server';
  return `Saved on this device, update Galley to send 2${standing.oldestAt === OLD ? ', oldest 3 h' : ''}`;
}

/** While the way is only being opened, nothing is said to be at its other end that is not known to be there. */
function expectedLook(standing: Standing, [tone, path]: readonly [string, string], link: Link): readonly string[] {
  if (link.kind === 'connecting' && standing.kind === 'receiving') return ['plain', 'yes | yes no'];
  if (link.kind === 'connecting' && standing.kind === 'sending') return [tone, 'yes | no no'];
  return [tone, path];
}

test('[STATUS-1] each standing has words, a tone and stations of its own, whatever the way to the server is', () => {
  const table = links.flatMap((link) =>
    rows.map(([standing, label, tone, stations]) => {
      const words = standingWords(standing, { link, now: NOW });
      const { device, server, others, isCut } = words.path;
      return {
        told: [words.label, words.tone, `${device} ${isCut ? '| ' : ''}${server} ${others}`],
        expected: [expectedLabel(standing, label, link), ...expectedLook(standing, [tone, stations], link)],
      };
    }),
  );
  expect(table.map(({ told }) => told)).toEqual(table.map(({ expected }) => expected));
});

test('[STATUS-1] the server station fills only when no edit waits, and the last one only when somebody has everything', () => {
  for (const [standing] of rows) {
    const { path } = standingWords(standing, { link: { kind: 'online' }, now: NOW });
    const edits = 'edits' in standing ? standing.edits : 0;
    if (edits > 0 || standing.kind === 'healing') expect(path.server, standing.kind).toBe('no');
    if (path.others === 'yes') expect(standing).toMatchObject({ kind: 'on-server' });
  }
});

test('[STATUS-3] who has seen everything is named, at most two by name, and people without a name are counted', () => {
  const cases = [
    [people(), null],
    [people('Ana'), 'seen by Ana'],
    [people('Ana', 'Tomas'), 'seen by Ana and Tomas'],
    [people('Ana', 'Tomas', 'Mei Lin', 'Ben'), 'seen by Ana and 3 others'],
    [people(null, 'Ana'), 'seen by Ana and 1 other'],
    [people(null), 'seen by 1 other'],
    [people(null, null), 'seen by 2 others'],
  ] as const;
  expect(cases.map(([seenBy]) => seenWords(seenBy))).toEqual(cases.map(([, words]) => words));
});

test('[STATUS-1] the next try is counted down, and a clock that was set is not counted at all', () => {
  const words = [47_200, 1, 0, -5_000, 99_000, 240_000, 3 * HOUR].map((left) => nextTryWords(NOW + left, NOW));
  expect(words).toEqual([
    'next try in 48 s',
    'next try in 1 s',
    'trying again',
    'trying again',
    'next try in 99 s',
    'next try in 4 min',
    null,
  ]);
});

test('[STATUS-2] an edit that is not saved comes before anything that the server said', () => {
  const standing: Standing = { kind: 'on-server', seenBy: people('Ana') };
  const about = { standing, readOnly: null, link: { kind: 'online', isLive: true }, now: NOW } as const;
  const { label, path } = statusWords({ ...about, save: { kind: 'saving' } });
  expect([label, path.server, path.others]).toEqual(['Saving…', 'no', 'no']);
  const kept = statusWords({ ...about, save: { kind: 'emergency', code: 'disk-full', unsaved: 2 } });
  expect([kept.label, kept.path.device, kept.path.server]).toEqual([
    'Not saved yet: in the emergency store',
    'part',
    'no',
  ]);
});

test('[STATUS-2] while nothing was told that holds for the last edit, it is on this device and no more is said', () => {
  const about = { standing: null, link: { kind: 'online', isLive: true }, now: NOW, save: SAVED } as const;
  const told = ([null, 'may-not-write', 'access-ended', 'newer-format'] as const).map((readOnly) => {
    const { label, path } = statusWords({ ...about, readOnly });
    return [label, path.server];
  });
  expect(told).toEqual([
    ['Saved on this device', 'no'],
    ['Saved on this device', 'no'],
    ['Access ended, read only', 'no'],
    ['Needs a newer Galley', 'no'],
  ]);
});

test('[STATUS-1] a script in a newer format that belongs to no project is not said to be on a server', () => {
  const about = { link: { kind: 'none' }, now: NOW, save: SAVED, readOnly: 'newer-format' } as const;
  const { label, path } = statusWords({ ...about, standing: { kind: 'only-here' } });
  expect([label, path.server]).toEqual(['Needs a newer Galley', 'no']);
});

test('[STATUS-14] a script that may be read only says why, also before the server’s side of it was told', () => {
  const standing: Standing = { kind: 'sending', edits: 2, oldestAt: FRESH };
  const about = { standing, link: { kind: 'online', isLive: true }, now: NOW, save: SAVED } as const;
  expect(statusWords({ ...about, readOnly: 'access-ended' }).label).toBe('Access ended, 2 edits kept here');
  expect(statusWords({ ...about, readOnly: 'newer-format' }).label).toBe('Needs a newer Galley, 2 edits kept here');
});

test('[LOOK-6] what lies between two states is not announced, and every settled one is, with its words', () => {
  const link = { kind: 'online', isLive: true } as const;
  const said = (save: SaveState, standing: Standing | null) =>
    saidOf({ save, standing, readOnly: null, link, now: NOW })?.kind ?? null;
  const unsaved = { code: 'disk-full', unsaved: 1 } as const;
  expect(said({ kind: 'saving' }, null)).toBeNull();
  expect(said({ kind: 'keeping', ...unsaved }, null)).toBeNull();
  expect(said(SAVED, { kind: 'sending', edits: 1, oldestAt: FRESH })).toBeNull();
  expect(said(SAVED, { kind: 'receiving' })).toBeNull();
  expect(said(SAVED, null)).toBe('only-here');
  expect(said(SAVED, { kind: 'on-server', seenBy: [] })).toBe('on-server');
  expect(saidOf({ save: { kind: 'memory', ...unsaved }, standing: null, readOnly: null, link, now: NOW })).toEqual({
    kind: 'memory',
    words: 'Not saved: 1 edit only in this window',
  });
  const ended = saidOf({ save: SAVED, standing: { kind: 'only-here' }, readOnly: 'access-ended', link, now: NOW });
  expect(ended?.words).toBe('Access ended, read only');
});
