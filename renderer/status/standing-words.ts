import type { Link, Standing } from '../../app/ipc/sync.ts';
import type { Path, Station, Tone } from '../ui/stations.tsx';
import { counted, inDigits } from '../ui/words.ts';
import { ageMs, ageWords, isOld } from './age.ts';

export interface StatusWords {
  readonly label: string;
  readonly tone: Tone;
  readonly path: Path;
}

export interface Told {
  readonly link: Pick<Link, 'kind'>;
  /** In milliseconds since 1970, by a clock that does not jump. */
  readonly now: number;
  /** How many scripts the edits are in, where it is about more than one. */
  readonly scripts?: number;
}

/** Where the edits of a script are that are saved on this device. */
export function standingWords(standing: Standing, told: Told): StatusWords {
  const { link, now, scripts = 1 } = told;
  const where = scripts > 1 ? ` in ${counted(scripts, 'script')}` : '';
  const edits = 'edits' in standing ? `${counted(standing.edits, 'edit')}${where}` : '';
  switch (standing.kind) {
    case 'only-here':
      return { label: 'Saved on this device', tone: 'device', path: path('no') };
    case 'on-server': {
      const seen = seenWords(standing.seenBy);
      return {
        label: seen === null ? 'On the server' : `On the server, ${seen}`,
        tone: 'server',
        path: path('yes', { others: seen === null ? 'no' : 'yes' }),
      };
    }
    case 'sending':
      if (link.kind === 'connecting') return away('Connecting', standing, edits, now);
      return lone(`Saved here, sending ${inDigits(standing.edits)}${where}`, standing, now);
    case 'receiving':
      if (link.kind === 'connecting') return away('Connecting', { edits: 0, oldestAt: null }, edits, now);
      return { label: 'On the server, receiving changes', tone: 'server', path: path('yes') };
    case 'offline':
      return away(link.kind === 'connecting' ? 'Connecting' : 'Offline', standing, edits, now);
    case 'unavailable':
      return link.kind === 'too-old'
        ? tooOld(standing, where, now)
        : unavailable(standing, { edits, now, isAlone: link.kind === 'online' });
    case 'signed-out':
      if (standing.edits === 0) return away('Signed out', standing, edits, now);
      return lone(`Saved on this device, sign in to send ${inDigits(standing.edits)}${where}`, standing, now, {
        isCut: true,
      });
    case 'refused':
      return { ...lone(`The server refused ${edits}`, standing, now), tone: 'trouble' };
    case 'held':
      return {
        ...lone(`Waiting: ${HELD[standing.why]}, ${edits} kept here`, standing, now),
        tone: 'waiting',
      };
    case 'access-ended':
      if (standing.edits === 0)
        return { label: 'Access ended, read only', tone: 'waiting', path: path('no', { isCut: true }) };
      return {
        ...lone(`Access ended, ${edits} kept here`, standing, now, { isCut: true }),
        tone: 'waiting',
      };
    case 'newer-format':
      if (standing.edits === 0) return { label: 'Needs a newer Galley', tone: 'plain', path: path('yes') };
      return lone(`Needs a newer Galley, ${edits} kept here`, standing, now);
    case 'healing':
      return { label: 'Saved here, bringing back what the server lost', tone: 'device', path: path('no') };
    default:
      return standing satisfies never;
  }
}

/** Why edits wait, in a clause of a sentence. */
export const HELD: Readonly<Record<Extract<Standing, { kind: 'held' }>['why'], string>> = {
  'in-review': 'the script is in review',
  approved: 'the script is approved',
  archived: 'the script is archived',
  'role-may-not-write': 'your role reads only',
};

/** "seen by Ana", "seen by Ana and Tomas", "seen by Ana and 3 others"; null when nobody has. */
export function seenWords(people: readonly { readonly name: string | null }[]): string | null {
  if (people.length === 0) return null;
  const [first, second] = people.flatMap(({ name }) => name ?? []);
  if (first === undefined) return `seen by ${counted(people.length, 'other')}`;
  if (people.length === 1) return `seen by ${first}`;
  if (people.length === 2 && second !== undefined) return `seen by ${first} and ${second}`;
  return `seen by ${first} and ${counted(people.length - 1, 'other')}`;
}

/** What is left until the server is tried again; null when that is not known or makes no sense. */
export function nextTryWords(nextTryAt: number | null, now: number): string | null {
  if (nextTryAt === null || nextTryAt - now > LONGEST_TOLD_MS) return null;
  const seconds = Math.ceil((nextTryAt - now) / 1000);
  if (seconds <= 0) return 'trying again';
  return seconds < 100 ? `next try in ${seconds} s` : `next try in ${Math.round(seconds / 60)} min`;
}

/** Waits are a minute at most, and what a server asks for besides; more than that is a clock that was set. */
const LONGEST_TOLD_MS = 60 * 60_000;

interface Unsent {
  readonly edits: number;
  readonly oldestAt: number | null;
}

const path = (server: Station, more: Partial<Pick<Path, 'others' | 'isCut'>> = {}): Path => ({
  device: 'yes',
  server,
  others: 'no',
  isCut: false,
  ...more,
});

/** Something is only on this device: ochre once it is old, and then with its age. */
function lone(words: string, { edits, oldestAt }: Unsent, now: number, { isCut = false } = {}): StatusWords {
  const isLong = isOld(oldestAt, now);
  const age = ageWords(ageMs(oldestAt, now));
  return {
    label: isLong ? `${words}, ${edits === 1 ? `${age} old` : `oldest ${age}`}` : words,
    tone: isLong ? 'waiting' : 'device',
    path: path('no', { isCut }),
  };
}

/** There is no way to the server. */
function away(state: string, unsent: Unsent, edits: string, now: number): StatusWords {
  if (unsent.edits > 0) {
    return lone(`${state}, ${edits} only on this device`, unsent, now, { isCut: true });
  }
  return { label: `${state}, all edits on the server`, tone: 'plain', path: path('yes', { isCut: true }) };
}

function unavailable(
  standing: Unsent & { readonly nextTryAt: number | null },
  { edits, now, isAlone }: { readonly edits: string; readonly now: number; readonly isAlone: boolean },
): StatusWords {
  // The server is there for the others.
  const state = isAlone ? 'Server has trouble with this script' : 'Server not answering';
  // Once they are old, how many edits are only here matters more than when the next try is.
  if (isOld(standing.oldestAt, now)) return away(state, standing, edits, now);
  const next = nextTryWords(standing.nextTryAt, now);
  return {
    label: next === null ? state : `${state}, ${next}`,
    tone: standing.edits === 0 ? 'plain' : 'device',
    path: path(standing.edits === 0 ? 'yes' : 'no', { isCut: true }),
  };
}

function tooOld(standing: Unsent, where: string, now: number): StatusWords {
  if (standing.edits === 0) return away('Update Galley', standing, '', now);
  return lone(`Saved on this device, update Galley to send ${inDigits(standing.edits)}${where}`, standing, now, {
    isCut: true,
  });
}
