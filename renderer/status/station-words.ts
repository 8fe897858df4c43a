import type { Link, Standing } from '../../app/ipc/sync.ts';
import type { Path } from '../ui/stations.tsx';
import { counted, timeOfDay } from '../ui/words.ts';
import { seenWords } from './standing-words.ts';

export interface StationWords {
  readonly device: string;
  readonly server: string;
  readonly others: string;
}

interface About {
  readonly path: Path;
  readonly link: Link;
}

/** What is known of each of the three places, for the script that is shown; of one of which nothing was told, no more than that. */
export function stationWords(standing: Standing | null, { path, link }: About): StationWords {
  const edits = standing !== null && 'edits' in standing ? standing.edits : 0;
  return {
    device: path.device === 'yes' ? deviceWords(edits) : 'The last edits are not saved yet',
    server: serverWords(standing, link, edits),
    others: othersWords(standing),
  };
}

const deviceWords = (edits: number): string =>
  edits === 0 ? 'Every word is saved' : `Every word is saved; ${counted(edits, 'edit')} only here`;

function serverWords(standing: Standing | null, link: Link, edits: number): string {
  if (standing === null) return 'Nothing was told yet';
  if (standing.kind === 'only-here') return 'Not in a project, so it is not sent';
  if (standing.kind === 'healing') return 'Lost something, which it is given back';
  if (standing.kind === 'access-ended') return 'You are no member any more';
  const since =
    link.kind === 'offline' || link.kind === 'unavailable'
      ? ` Out of reach since ${timeOfDay(new Date(link.since))}.`
      : '';
  const has = edits === 0 ? 'Has all of yours' : `Has all but ${counted(edits, 'edit')}`;
  return `${has}.${since}`;
}

function othersWords(standing: Standing | null): string {
  if (standing?.kind !== 'on-server') return 'Not known';
  const seen = seenWords(standing.seenBy);
  return seen === null ? 'Nobody yet has all of it' : `All of it ${seen}`;
}
