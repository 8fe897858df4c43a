import type { Standing } from '../../app/ipc/sync.ts';
import { counted, inDigits } from '../ui/words.ts';
import { ageMs, ageWords, isOld } from './age.ts';
import { standingWords, type StatusWords, type Told } from './standing-words.ts';

/** The same truth as beside the title, where there is room for a few words. */
export function rowWords(standing: Standing, told: Told): StatusWords {
  return { ...standingWords(standing, told), label: shortLabel(standing, told) };
}

function shortLabel(standing: Standing, told: Told): string {
  switch (standing.kind) {
    case 'only-here':
    case 'on-server':
    case 'newer-format':
      return standingWords(standing, told).label;
    case 'receiving':
      return 'Receiving changes';
    case 'healing':
      return 'Bringing back to the server';
    case 'sending':
      return withAge(`Sending ${inDigits(standing.edits)}`, standing, told.now);
    case 'signed-out':
      return standing.edits === 0
        ? 'Signed out'
        : withAge(`Sign in to send ${inDigits(standing.edits)}`, standing, told.now);
    case 'offline':
    case 'unavailable':
      return standing.edits === 0
        ? 'All edits on the server'
        : withAge(`${counted(standing.edits, 'edit')} only here`, standing, told.now);
    case 'refused':
      return withAge(`${counted(standing.edits, 'edit')} refused`, standing, told.now);
    case 'held':
      return withAge(
        `${counted(standing.edits, 'edit')} ${standing.edits === 1 ? 'waits' : 'wait'}${HELD_SHORT[standing.why]}`,
        standing,
        told.now,
      );
    case 'access-ended':
      return standing.edits === 0 ? 'Access ended' : `Access ended, ${inDigits(standing.edits)} kept here`;
    default:
      return standing satisfies never;
  }
}

const HELD_SHORT: Readonly<Record<Extract<Standing, { kind: 'held' }>['why'], string>> = {
  'in-review': ' for the review',
  approved: ': approved',
  archived: ': archived',
  'role-may-not-write': ': read only',
};

function withAge(words: string, { oldestAt }: { readonly oldestAt: number | null }, now: number): string {
  return isOld(oldestAt, now) ? `${words}, ${ageWords(ageMs(oldestAt, now))}` : words;
}
