import type { ScriptSync, Standing } from '../../app/ipc/sync.ts';
import { ONLY_DEVICE } from '../ui/stations.tsx';
import { counted } from '../ui/words.ts';
import { standingWords, type StatusWords, type Told } from './standing-words.ts';

/** Edits that are on this device alone, over some scripts. */
export interface Unsent {
  readonly edits: number;
  /** How many scripts have some. */
  readonly scripts: number;
  readonly oldestAt: number | null;
}

export function unsentOf(standings: readonly Standing[]): Unsent {
  const waiting = standings.flatMap((standing) => ('edits' in standing && standing.edits > 0 ? [standing] : []));
  const since = waiting.flatMap(({ oldestAt }) => oldestAt ?? []);
  return {
    edits: waiting.reduce((sum, { edits }) => sum + edits, 0),
    scripts: waiting.length,
    oldestAt: since.length === 0 ? null : Math.min(...since),
  };
}

/** What a person should hear of first comes first. */
const WEIGHT: readonly Standing['kind'][] = [
  'refused',
  'access-ended',
  'signed-out',
  'unavailable',
  'offline',
  'held',
  'newer-format',
  'healing',
  'sending',
  'receiving',
  'on-server',
];

/** One line for all scripts together; null where none of them has to do with a server. */
export function overallWords(scripts: readonly ScriptSync[], told: Told): StatusWords | null {
  const standings = scripts.map(({ standing }) => standing).filter(isWorthSaying);
  const heaviest = WEIGHT.flatMap((kind) => standings.filter((standing) => standing.kind === kind).slice(0, 1))[0];
  if (heaviest === undefined) return null;
  if (heaviest.kind === 'on-server') {
    return { label: 'Everything is on the server', tone: 'server', path: { ...ONLY_DEVICE, server: 'yes' } };
  }
  const alike = standings.filter(({ kind }) => kind === heaviest.kind);
  const { edits, scripts: count, oldestAt } = unsentOf(alike);
  const words = standingWords(edits === 0 ? heaviest : ({ ...heaviest, edits, oldestAt } as Standing), {
    ...told,
    scripts: count,
  });
  // Each script waits for a reason of its own.
  const label = words.label.replace(HELD_FOR, 'Waiting: ').replace('this script', counted(alike.length, 'script'));
  return { ...words, label };
}

const HELD_FOR = /^Waiting: [^,]*, /;

/** A script that is only here, or that lost its access or its readability with nothing unsent, says so in its own row. */
function isWorthSaying(standing: Standing): boolean {
  if (standing.kind === 'only-here') return false;
  return (standing.kind !== 'access-ended' && standing.kind !== 'newer-format') || standing.edits > 0;
}
