import type { Health, LogLine, Spread } from '../../app/ipc/health.ts';
import type { Storage } from '../../app/ipc/storage.ts';
import type { ConnectionHealth } from '../../app/ipc/sync.ts';
import { connectionLines } from '../status/sync-diagnostics.ts';
import { durationOf, sizeOf } from './sizes.ts';
import { totalOf } from './storage-total.ts';

export interface Diagnosed {
  readonly health: Health;
  readonly platform: string;
  readonly host: string;
  readonly storage: Storage | null;
  /** Null where there is no server. */
  readonly connection: ConnectionHealth | null;
  readonly log: readonly LogLine[];
}

/** What is copied for support: numbers and words of Galley's own. Scripts are counted, never named. */
export function diagnosticsText({ health, platform, host, storage, connection, log }: Diagnosed): string {
  const { stored, disk, saving, keeping, timings } = health;
  const lines = [
    `Galley ${health.version} on ${platform} (${host}), ${isoOf(health.readAt)}`,
    '',
    `saving: ${runs(saving)}`,
    `search, checks and backups: ${runs(keeping)}`,
    ...(stored === null
      ? ['stored: does not answer']
      : [
          `stored: schema ${stored.schema}, ${sizeOf(stored.fileBytes)}, ${sizeOf(stored.logBytes)} in the log beside, ${sizeOf(stored.freeBytes)} free inside`,
          `the run before ended: ${stored.endedCleanly === null ? 'this is the first' : stored.endedCleanly ? 'as it should' : 'without closing'}`,
          `last full check: ${checkText(stored.lastFullCheck)}`,
          `last check: ${checkText(stored.lastCheck)}`,
          `damage found: ${stored.incidents.total}, not looked at: ${stored.incidents.unseen}`,
          `backups: ${stored.backups.verified} verified, last ${stored.backups.lastVerifiedAt === null ? 'never' : isoOf(stored.backups.lastVerifiedAt)}`,
          ...(stored.backups.failure === null
            ? []
            : [`last backup failed: ${stored.backups.failure.code}, ${isoOf(stored.backups.failure.at)}`]),
        ]),
    disk === null
      ? 'disk: does not answer'
      : `disk: ${sizeOf(disk.freeBytes)} free of ${sizeOf(disk.totalBytes)}, ${disk.room}, reserve ${disk.isReserveHeld ? 'held' : 'not held'}`,
    `saving a change: ${spreadText(timings.commits)}`,
    `opening a script: ${spreadText(timings.opens)}`,
    `waiting for the main process: ${spreadText(timings.loopDelay)}`,
    ...(health.lostLogEntries === 0 ? [] : [`log entries that could not be written: ${health.lostLogEntries}`]),
    ...storageLines(storage),
    ...(connection === null ? [] : connectionLines(connection)),
    '',
    `last ${log.length} entries of the log, newest first`,
    ...log.map(({ at, level, event, detail }) => `${isoOf(at)} ${level} ${event}${detail === '' ? '' : ` ${detail}`}`),
  ];
  return `${lines.join('\n')}\n`;
}

function storageLines(storage: Storage | null): readonly string[] {
  if (storage === null) return [];
  const sizes = storage.scripts.map((script) => sizeOf(totalOf(script)));
  return [`scripts: ${sizes.length}${sizes.length === 0 ? '' : `, largest first ${sizes.slice(0, 20).join(', ')}`}`];
}

const isoOf = (at: number): string => new Date(at).toISOString();

const runs = ({ isRunning, restarts }: Health['saving']): string =>
  `${isRunning ? 'runs' : 'does not run'}, started again ${restarts} times`;

const checkText = (check: { readonly at: number; readonly findings: number } | null): string =>
  check === null ? 'never' : `${isoOf(check.at)}, ${check.findings} findings`;

function spreadText(spread: Spread | null): string {
  if (spread === null) return 'not yet';
  const { count, p50, p95, p99, max } = spread;
  const [half, most, nearlyAll, worst] = [p50, p95, p99, max].map(durationOf);
  return `p50 ${half}, p95 ${most}, p99 ${nearlyAll}, max ${worst} of ${count}`;
}
