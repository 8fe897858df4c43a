import { expect, test } from 'vitest';
import type { Health } from '../../app/ipc/health.ts';
import { verdictOf } from './verdict.ts';

const NOW = new Date(Date.UTC(2026, 10, 20, 14, 30));
const DAY_MS = 86_400_000;
const at = (daysAgo: number): number => NOW.getTime() - daysAgo * DAY_MS;

const stored: NonNullable<Health['stored']> = {
  schema: 1,
  fileBytes: 4_000_000,
  logBytes: 10_000,
  freeBytes: 0,
  endedCleanly: true,
  lastFullCheck: { at: at(1), findings: 0 },
  lastCheck: { at: at(0), findings: 0 },
  incidents: { unseen: 0, total: 0 },
  backups: { verified: 7, lastVerifiedAt: at(0.02), failure: null },
};
const well: Health = {
  readAt: NOW.getTime(),
  version: '0.1.0',
  stored,
  disk: { totalBytes: 5e11, freeBytes: 1e11, room: 'enough', isReserveHeld: true },
  saving: { isRunning: true, restarts: 0 },
  keeping: { isRunning: true, restarts: 0 },
  timings: { commits: null, opens: null, loopDelay: null },
  lostLogEntries: 0,
};
const kinds = (health: Health): readonly string[] => verdictOf(health, NOW).concerns.map(({ kind }) => kind);

test('[HEALTH-6] what is in order is said in one sentence, with what that rests on', () => {
  expect(verdictOf(well, NOW)).toEqual({
    sentence: 'Everything on this device is in order.',
    detail: 'Last full check yesterday, last backup 28 min ago, opened and verified.',
    concerns: [],
  });
});

test('[HEALTH-6] a device that is new is no concern: nothing was checked or backed up yet, and that is said', () => {
  const backups = { verified: 0, lastVerifiedAt: null, failure: null };
  const fresh = { ...well, stored: { ...stored, endedCleanly: null, lastFullCheck: null, lastCheck: null, backups } };
  expect(verdictOf(fresh, NOW)).toMatchObject({
    detail: 'Not everything was checked yet, no backup yet.',
    concerns: [],
  });
});

test.each<readonly [string, Health]>([
  ['saving', { ...well, saving: { isRunning: false, restarts: 0 } }],
  ['saving', { ...well, saving: { isRunning: true, restarts: 3 } }],
  ['keeping', { ...well, stored: null }],
  ['keeping', { ...well, keeping: { isRunning: false, restarts: 1 } }],
  ['disk', { ...well, disk: { totalBytes: 1, freeBytes: 0, room: 'nearly-full', isReserveHeld: false } }],
  ['damage', { ...well, stored: { ...stored, incidents: { unseen: 1, total: 2 } } }],
  ['findings', { ...well, stored: { ...stored, lastCheck: { at: at(0), findings: 2 } } }],
  [
    'backup-failed',
    { ...well, stored: { ...stored, backups: { ...stored.backups, failure: { at: at(0), code: 'disk-full' } } } },
  ],
  ['backup-old', { ...well, stored: { ...stored, backups: { ...stored.backups, lastVerifiedAt: at(5) } } }],
])('[HEALTH-6] %s needs a look, and is said with what is safe and what to do', (kind, health) => {
  expect(kinds(health)).toEqual([kind]);
  const { sentence, concerns } = verdictOf(health, NOW);
  expect(sentence).toBe('One thing needs a look.');
  for (const { happened, safe, advice } of concerns) {
    for (const said of [happened, safe, advice]) expect(said).toMatch(/^[A-Z][^!]*\.$/);
    expect(`${happened} ${safe} ${advice}`).not.toMatch(/vault|sorry/i);
  }
});

test('[HEALTH-6] several concerns stand beside each other, those about saving first', () => {
  const bad: Health = {
    ...well,
    saving: { isRunning: false, restarts: 0 },
    stored: { ...stored, incidents: { unseen: 1, total: 1 } },
  };
  expect(kinds(bad)).toEqual(['saving', 'damage']);
  expect(verdictOf(bad, NOW).sentence).toBe('2 things need a look.');
});
