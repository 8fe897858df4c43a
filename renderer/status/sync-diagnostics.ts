import type { ScriptId } from '../../app/ids.ts';
import type { ConnectionHealth, Link, ScriptSync } from '../../app/ipc/sync.ts';
import { ageMs, exactAgeWords } from './age.ts';
import type { SyncView } from './sync-store.ts';

export interface SyncDiagnosed {
  readonly view: SyncView;
  readonly connection: ConnectionHealth | null;
  readonly version: string;
  readonly platform: string;
  readonly now: number;
}

const MOST_SCRIPTS = 50;
const MOST_EVENTS = 50;

/** What is copied for support: states, counts and times. Scripts are numbered, never named; people are counted. */
export function syncDiagnostics({ view, connection, version, platform, now }: SyncDiagnosed): string {
  const scripts = [...view.scripts.values()];
  const numbers = new Map(scripts.map(({ scriptId }, index) => [scriptId, index + 1]));
  const waiting = scripts.filter(({ standing }) => 'edits' in standing && standing.edits > 0);
  const kinds = new Map<string, number>();
  for (const { standing } of scripts) kinds.set(standing.kind, (kinds.get(standing.kind) ?? 0) + 1);
  return [
    `Galley ${version} on ${platform}, ${isoOf(now)}`,
    '',
    `way to the server: ${linkText(view.link)}`,
    ...(connection === null ? [] : connectionLines(connection)),
    `scripts: ${scripts.length}${[...kinds].map(([kind, count]) => `, ${count} ${kind}`).join('')}`,
    ...waiting.slice(0, MOST_SCRIPTS).map((script) => scriptText(script, numbers, now)),
    '',
    `last ${Math.min(view.events.length, MOST_EVENTS)} events, newest first`,
    ...view.events.slice(0, MOST_EVENTS).map(({ at, kind, scriptId, count }) => {
      const number = scriptId === null ? null : numbers.get(scriptId);
      const whose = scriptId === null ? '' : `, script ${number ?? 'not here'}`;
      return `${isoOf(at)} ${kind}${count === null ? '' : ` ${count}`}${whose}`;
    }),
    '',
  ].join('\n');
}

/** For the health screen's diagnostics, too. */
export function connectionLines(connection: ConnectionHealth): readonly string[] {
  const { pool, socket, channels, breaker, calls, clockAheadMs } = connection;
  return [
    pool === null
      ? 'connections: none'
      : `connections: ${pool.connected} open of ${pool.limit}, ${pool.free} free, ${pool.running} calls running, ${pool.pending} waiting`,
    `socket: ${socket}, channels ${channels.joined} of ${channels.wanted}, breaker ${breaker}`,
    `calls: ${calls.made} made, ${calls.failed} failed, p50 ${msText(calls.p50Ms)}, p99 ${msText(calls.p99Ms)}`,
    `this clock against the server's: ${clockAheadMs === null ? 'not known' : `${Math.round(clockAheadMs)} ms ahead`}`,
  ];
}

const msText = (ms: number | null): string => (ms === null ? 'not known' : `${Math.round(ms)} ms`);
const isoOf = (at: number): string => new Date(at).toISOString();

function linkText(link: Link): string {
  switch (link.kind) {
    case 'online':
      return link.isLive ? 'online' : 'online, asking once a minute';
    case 'offline':
      return `offline (${link.because}) since ${isoOf(link.since)}`;
    case 'unavailable':
      return `unavailable since ${isoOf(link.since)}`;
    case 'none':
    case 'connecting':
    case 'signed-out':
    case 'too-old':
      return link.kind;
    default:
      return link satisfies never;
  }
}

function scriptText(script: ScriptSync, numbers: ReadonlyMap<ScriptId, number>, now: number): string {
  const { scriptId, standing, position, head, acknowledgedAt } = script;
  const edits = 'edits' in standing ? standing.edits : 0;
  const age = 'oldestAt' in standing ? exactAgeWords(ageMs(standing.oldestAt, now)) : '';
  const why = 'why' in standing ? ` (${standing.why})` : '';
  const acknowledged = acknowledgedAt === null ? 'never in this run' : isoOf(acknowledgedAt);
  return `script ${numbers.get(scriptId) ?? '?'}: ${standing.kind}${why}, ${edits} edits only here, oldest ${age}, position ${position} of ${head}, acknowledged ${acknowledged}`;
}
