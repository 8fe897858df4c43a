import { expect, test } from 'vitest';
import { SyncEvent, type Link, type Standing } from '../../app/ipc/sync.ts';
import { ONLY_DEVICE } from '../ui/stations.tsx';
import { eventWords } from './event-words.ts';
import { linkWords } from './link-words.ts';
import { stationWords } from './station-words.ts';

const NOW = Date.UTC(2026, 10, 20, 14, 30);
const HOST = 'galley.example.org';
const MINUTE = 60_000;

const links: readonly Link[] = [
  { kind: 'none' },
  { kind: 'connecting' },
  { kind: 'online', isLive: true },
  { kind: 'online', isLive: false },
  { kind: 'offline', because: 'network', since: NOW, nextTryAt: null },
  { kind: 'offline', because: 'captive-portal', since: NOW, nextTryAt: null },
  { kind: 'offline', because: 'certificate', since: NOW, nextTryAt: null },
  { kind: 'unavailable', since: NOW - MINUTE, nextTryAt: NOW + 48_000 },
  { kind: 'signed-out' },
  { kind: 'too-old' },
];

test('[STATUS-9] each way to the server has a sentence of its own, and where none is open it says what is safe', () => {
  const words = links.map((link) => linkWords(link, { now: NOW, host: HOST }));
  expect(new Set(words.map(({ sentence }) => sentence)).size).toBe(links.length);
  links.forEach((link, index) => {
    if (link.kind !== 'online') expect(words[index]?.detail).toMatch(/every word (you write )?is saved/i);
  });
  expect(JSON.stringify(words)).not.toMatch(/!|sorry|vault|please/i);
});

test('[STATUS-9] whoever runs the server is named once it has not answered for ten minutes', () => {
  const detail = (minutes: number, host: string | null = HOST): string =>
    linkWords({ kind: 'unavailable', since: NOW - minutes * MINUTE, nextTryAt: NOW + 48_000 }, { now: NOW, host })
      .detail;
  expect(detail(9)).not.toContain(HOST);
  expect(detail(9)).toContain('next try in 48 s');
  expect(detail(10)).toContain(`If it lasts, ask whoever runs ${HOST}.`);
  expect(detail(10, null)).toContain('ask whoever runs your server.');
});

test('[STATUS-9] trying at once is offered where it may change something', () => {
  const may = links.filter((link) => linkWords(link, { now: NOW, host: null }).mayTry).map(({ kind }) => kind);
  expect(may).toEqual(['online', 'offline', 'offline', 'offline', 'unavailable']);
});

test('[STATUS-9] every kind of event is told in words of its own, without a number where none is known', () => {
  const kinds = SyncEvent.shape.kind.options;
  const told = kinds.map((kind) => eventWords({ kind, count: 1250 }));
  expect(new Set(told).size).toBe(kinds.length);
  expect(eventWords({ kind: 'sent', count: 1 })).toBe('1 edit taken by the server');
  expect(told).toContain('1,250 changes received');
  expect(kinds.map((kind) => eventWords({ kind, count: null })).join()).not.toMatch(/null|undefined|\d/);
});

test('[STATUS-9] what is known of the three places is told without claiming more than was acknowledged', () => {
  const ONLINE: Link = { kind: 'online', isLive: true };
  const words = (standing: Standing | null, link: Link = ONLINE): readonly string[] =>
    Object.values(stationWords(standing, { path: ONLY_DEVICE, link }));
  expect(words({ kind: 'on-server', seenBy: [] })).toEqual([
    'Every word is saved',
    'Has all of yours.',
    'Nobody yet has all of it',
  ]);
  const offline: Standing = { kind: 'offline', edits: 2, oldestAt: NOW };
  const cut: Link = { kind: 'offline', because: 'network', since: Date.UTC(2026, 10, 20, 9, 41), nextTryAt: null };
  const [device, server, others] = words(offline, cut);
  expect(device).toBe('Every word is saved; 2 edits only here');
  expect(server).toMatch(/^Has all but 2 edits\. Out of reach since \d\d:41\.$/);
  expect(others).toBe('Not known');
  expect(words({ kind: 'healing', edits: 0, oldestAt: null })[1]).toBe('Lost something, which it is given back');
  expect(words(null)).toEqual(['Every word is saved', 'Nothing was told yet', 'Not known']);
  expect(words({ kind: 'only-here' })[1]).toBe('Not in a project, so it is not sent');
  expect(stationWords(null, { path: { ...ONLY_DEVICE, device: 'part' }, link: ONLINE }).device).toBe(
    'The last edits are not saved yet',
  );
});
