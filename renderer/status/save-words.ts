import type { FailureCode } from '../../app/failure.ts';
import type { SaveState, TroubledState } from '../document/save-state.ts';
import type { Trouble } from '../ui/trouble.ts';
import type { Station, Tone } from '../ui/stations.tsx';
import { counted } from '../ui/words.ts';

/** How long a state has to last before good news is said: longer than the pause between two keys of somebody typing. */
export const SETTLED_AFTER_MS = 400;

export interface SaveWords {
  readonly label: string;
  readonly tone: Tone;
  readonly device: Station;
}

/** What stands beside the title. */
export function saveWords(state: SaveState): SaveWords {
  switch (state.kind) {
    case 'saved':
      return { label: 'Saved on this device', tone: 'device', device: 'yes' };
    case 'saving':
      return { label: 'Saving…', tone: 'plain', device: 'no' };
    case 'slow':
      return { label: 'Saving takes long, not saved yet', tone: 'waiting', device: 'no' };
    case 'keeping':
      return { label: 'Not saved yet…', tone: 'waiting', device: 'no' };
    case 'emergency':
      return { label: 'Not saved yet: in the emergency store', tone: 'waiting', device: 'part' };
    case 'memory':
      return {
        label: `Not saved: ${counted(state.unsaved, 'edit')} only in this window`,
        tone: 'trouble',
        device: 'no',
      };
    case 'stopped':
      return { label: 'Not saved: writing is paused', tone: 'trouble', device: 'no' };
    default:
      return state satisfies never;
  }
}

/** What the banner says while saving does not work. Without numbers: it is read aloud whenever it changes. */
export function saveTrouble(state: TroubledState): Trouble {
  const cause = state.kind === 'slow' ? SLOW : (CAUSES[state.code] ?? FAULT);
  switch (state.kind) {
    case 'slow':
      return {
        title: cause.title,
        happened: cause.happened,
        safe: `${before(state)} What you wrote since is on its way to the disk and not saved yet.`,
        advice: 'Keep writing, and do not switch off. If it does not get better, export a copy to another disk.',
      };
    case 'keeping':
    case 'emergency':
      return {
        title: cause.title,
        happened: cause.happened,
        safe: `${before(state)} What you write now is kept in this window’s emergency store: the words beside the title say when all of it is there.`,
        advice: `Do not switch off. Export now to another disk. ${cause.advice} You can keep writing.`,
      };
    case 'memory':
      return {
        title: cause.title,
        happened: `${cause.happened} The emergency store cannot be written to either.`,
        safe: `${before(state)} What you wrote since is only in this window’s memory.`,
        advice: `Leave this window open, and do not switch off. Export now to another disk. ${cause.advice}`,
      };
    case 'stopped':
      return {
        title: 'Writing is paused',
        happened: `${cause.happened} More than 5 MB are only in this window’s memory, which is too much to lose.`,
        safe: `${before(state)} What you wrote since is all still here in this window.`,
        advice: `Leave it open, and export now to another disk. ${cause.advice} Writing then goes on too.`,
      };
    default:
      return state satisfies never;
  }
}

/** While its disk is missing, nothing of it can be said to be on this device. */
const before = (state: TroubledState): string =>
  state.kind !== 'slow' && state.code === 'disk-gone'
    ? 'Everything from before is saved on that disk.'
    : 'Everything from before is saved on this device.';

interface Cause {
  readonly title: string;
  readonly happened: string;
  readonly advice: string;
}

const AGAIN = 'Galley tries again by itself.';

const SLOW: Cause = {
  title: 'Saving takes long',
  happened: 'The disk has not answered for more than 5 seconds.',
  advice: AGAIN,
};

const FAULT: Cause = {
  title: 'Galley cannot save',
  happened: 'Galley met a fault of its own while it saved.',
  advice: AGAIN,
};

const CAUSES: Partial<Record<FailureCode, Cause>> = {
  'disk-full': {
    title: 'This disk is full',
    happened: 'There is no room left to save on this disk.',
    advice: 'Make room on this disk, and saving goes on by itself.',
  },
  'read-only-disk': {
    title: 'This disk cannot be written to',
    happened: 'The disk refuses every change.',
    advice: 'Make it writable again, and saving goes on by itself.',
  },
  'disk-gone': {
    title: 'The disk with your scripts is missing',
    happened: 'It does not answer, was taken out, or something else stands in its place.',
    advice: 'Connect it again, and saving goes on by itself.',
  },
  damaged: {
    title: 'What is stored for this script is damaged',
    happened: 'Galley will not write over what it cannot read.',
    advice: AGAIN,
  },
  'newer-version': {
    title: 'This script was changed by a newer Galley',
    happened: 'This Galley may no longer write to it.',
    advice: 'Update Galley to save in it.',
  },
  'not-found': {
    title: 'This script is no longer on this device',
    happened: 'It was taken away while it was open here.',
    advice: AGAIN,
  },
};
