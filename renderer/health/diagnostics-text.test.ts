import { expect, test } from 'vitest';
import { ScriptId } from '../../app/ids.ts';
import { diagnosticsText } from './diagnostics-text.ts';
import { durationOf, sizeOf } from './sizes.ts';

const AT = Date.UTC(2026, 10, 20, 14, 30);

test('[HEALTH-7] what is copied has numbers and our own words, and counts scripts without naming them', () => {
  const text = diagnosticsText({
    health: {
      readAt: AT,
      version: '0.1.0',
      stored: {
        schema: 1,
        fileBytes: 4_213_000,
        logBytes: 512,
        freeBytes: 0,
        endedCleanly: false,
        lastFullCheck: { at: AT, findings: 0 },
        lastCheck: null,
        incidents: { unseen: 0, total: 1 },
        backups: { verified: 7, lastVerifiedAt: AT, failure: { at: AT, code: 'disk-full' } },
      },
      disk: { totalBytes: 512e9, freeBytes: 81e9, room: 'enough', isReserveHeld: true },
      saving: { isRunning: true, restarts: 0 },
      keeping: { isRunning: true, restarts: 1 },
      timings: { commits: { count: 12, p50: 1.234, p95: 4, p99: 9, max: 2140 }, opens: null, loopDelay: null },
      lostLogEntries: 3,
    },
    platform: 'linux',
    host: 'electron',
    storage: {
      scripts: [
        {
          scriptId: ScriptId.parse('7c9e6679-7425-40de-944b-e07fc1f90ae7'),
          title: 'The lighthouse keeper',
          trashedAt: null,
          log: 1_000,
          history: 200_000,
          snapshot: 30_000,
          search: 9_000,
        },
      ],
      file: 4_213_000,
      free: 0,
    },
    connection: {
      pool: null,
      socket: 'open',
      channels: { joined: 2, wanted: 2 },
      breaker: 'closed',
      calls: { made: 12, failed: 0, p50Ms: 40, p99Ms: 90 },
      clockAheadMs: null,
    },
    log: [{ at: AT, level: 'warn', event: 'library.trouble', detail: 'Failure damaged at read log.ts:1:2' }],
  });
  expect(text.split('\n')).toEqual([
    'Galley 0.1.0 on linux (electron), 2026-11-20T14:30:00.000Z',
    '',
    'saving: runs, started again 0 times',
    'search, checks and backups: runs, started again 1 times',
    'stored: schema 1, 4.21 MB, 512 bytes in the log beside, 0 bytes free inside',
    'the run before ended: without closing',
    'last full check: 2026-11-20T14:30:00.000Z, 0 findings',
    'last check: never',
    'damage found: 1, not looked at: 0',
    'backups: 7 verified, last 2026-11-20T14:30:00.000Z',
    'last backup failed: disk-full, 2026-11-20T14:30:00.000Z',
    'disk: 81 GB free of 512 GB, enough, reserve held',
    'saving a change: p50 1.23 ms, p95 4 ms, p99 9 ms, max 2.14 s of 12',
    'opening a script: not yet',
    'waiting for the main process: not yet',
    'log entries that could not be written: 3',
    'scripts: 1, largest first 240 kB',
    'connections: none',
    'socket: open, channels 2 of 2, breaker closed',
    'calls: 12 made, 0 failed, p50 40 ms, p99 90 ms',
    "this clock against the server's: not known",
    '',
    'last 1 entries of the log, newest first',
    '2026-11-20T14:30:00.000Z warn library.trouble Failure damaged at read log.ts:1:2',
    '',
  ]);
  expect(text).not.toMatch(/lighthouse|7c9e6679/);
});

test('[HEALTH-7] sizes and durations are told in three digits', () => {
  expect([0, 999, 1_000, 999_499, 999_500, 4_213_000, 5e12].map(sizeOf)).toEqual([
    '0 bytes',
    '999 bytes',
    '1 kB',
    '999 kB',
    '1 MB',
    '4.21 MB',
    '5 TB',
  ]);
  expect([0.3127, 12, 2140].map(durationOf)).toEqual(['0.313 ms', '12 ms', '2.14 s']);
});
