import { expect, test } from 'vitest';
import { PersonId, ScriptId } from '../../app/ids.ts';
import type { ConnectionHealth, ScriptSync, Standing } from '../../app/ipc/sync.ts';
import { syncDiagnostics } from './sync-diagnostics.ts';
import type { SyncView } from './sync-store.ts';

const NOW = Date.UTC(2026, 10, 20, 14, 30);
const PERSON = PersonId.parse('00000000-0000-4000-8000-0000000000aa');
const ids = [1, 2, 3].map((n) => ScriptId.parse(`00000000-0000-4000-8000-00000000000${n}`));

const standings: readonly Standing[] = [
  { kind: 'on-server', seenBy: [{ personId: PERSON, name: 'Ana Ferreira' }] },
  { kind: 'refused', edits: 2, oldestAt: NOW - 200 * 60_000, why: 'too-large' },
  { kind: 'on-server', seenBy: [] },
];

const view: SyncView = {
  isTold: true,
  link: { kind: 'offline', because: 'captive-portal', since: NOW - 60_000, nextTryAt: null },
  scripts: new Map(
    ids.map((scriptId, index): [ScriptId, ScriptSync] => [
      scriptId,
      {
        scriptId,
        standing: standings[index] ?? { kind: 'only-here' },
        acknowledgedAt: null,
        receivedAt: null,
        position: 7,
        head: 9,
      },
    ]),
  ),
  doubted: new Set(),
  events: [
    { at: NOW, kind: 'refused', scriptId: ids[1] ?? null, count: 2 },
    { at: NOW, kind: 'sent', scriptId: ScriptId.parse('00000000-0000-4000-8000-0000000000ff'), count: 1 },
    { at: NOW, kind: 'offline', scriptId: null, count: null },
  ],
};

const connection: ConnectionHealth = {
  pool: { connected: 2, free: 1, pending: 0, running: 1, limit: 6 },
  socket: 'closed',
  channels: { joined: 0, wanted: 3 },
  breaker: 'open',
  calls: { made: 120, failed: 8, p50Ms: 41.4, p99Ms: null },
  clockAheadMs: -350.2,
};

test('[STATUS-10] diagnostics number scripts and count people: no name, no id, nothing that was written', () => {
  const about = { view, version: '0.1.0', platform: 'linux', now: NOW };
  expect(syncDiagnostics({ ...about, connection })).toBe(
    `Galley 0.1.0 on linux, 2026-11-20T14:30:00.000Z

way to the server: offline (captive-portal) since 2026-11-20T14:29:00.000Z
connections: 2 open of 6, 1 free, 1 calls running, 0 waiting
socket: closed, channels 0 of 3, breaker open
calls: 120 made, 8 failed, p50 41 ms, p99 not known
this clock against the server's: -350 ms ahead
scripts: 3, 2 on-server, 1 refused
script 2: refused (too-large), 2 edits only here, oldest 3 h 20 min, position 7 of 9, acknowledged never in this run

last 3 events, newest first
2026-11-20T14:30:00.000Z refused 2, script 2
2026-11-20T14:30:00.000Z sent 1, script not here
2026-11-20T14:30:00.000Z offline
`,
  );
  const without = syncDiagnostics({ ...about, connection: null });
  expect(without).not.toMatch(/Ana|0000-4000|@|connections/);
});
