import type { FailureCode } from '../../app/failure.ts';
import type { SaveState } from '../document/save-state.ts';
import type { Trouble } from '../ui/trouble.ts';
import type { Station } from '../ui/stations.tsx';
import { counted } from '../ui/words.ts';

/** How long everything has to stay saved before it is said: longer than the pause between two keys of somebody typing. */
export const SAVED_SHOWN_AFTER_MS = 400;

export interface SaveWords {
  readonly label: string;
  readonly tone: 'plain' | 'device' | 'trouble';
  readonly device: Station;
}

/** What stands beside the title. */
export function saveWords(state: SaveState): SaveWords {
  switch (state.kind) {
    case 'saved':
      return { label: 'Saved on this device', tone: 'device', device: 'yes' };
    case 'saving':
      return { label: 'Saving…', tone: 'plain', device: 'no' };
    case 'failed':
      return {
        label: `Not saved yet: ${counted(state.unsaved, 'edit')} only in this window`,
        tone: 'trouble',
        device: 'no',
      };
    default:
      return state satisfies never;
  }
}

type Settled = 'saved' | 'failed';

/** What a screen reader is told when the state settles, and nothing while it stays the same: keys are typed, not announced. */
export function saveAnnouncement(before: Settled, now: SaveState): string | undefined {
  if (now.kind === 'saving' || now.kind === before) return undefined;
  return now.kind === 'saved' ? 'Saved on this device' : saveWords(now).label;
}

/** What the banner says while edits are kept in the window only. */
export function saveTrouble({ code }: Extract<SaveState, { kind: 'failed' }>): Trouble {
  const [title, happened] = CAUSES[code] ?? ['Galley cannot save', 'Galley met a fault of its own while it saved.'];
  return {
    title,
    happened,
    // Without their number: it changes with every key, and this is read aloud whenever it changes.
    safe: 'What you wrote since is kept in this window; everything before is saved on this device.',
    advice:
      code === 'disk-full' || code === 'read-only-disk'
        ? 'Make room on this disk and saving goes on by itself. Until then you can keep writing: leave this window open, or copy the script into another program.'
        : 'Galley tries again by itself. You can keep writing: leave this window open, or copy the script into another program.',
  };
}

const CAUSES: Partial<Record<FailureCode, readonly [title: string, happened: string]>> = {
  'disk-full': ['This disk is full', 'There is no room left to save on this disk.'],
  'read-only-disk': ['This disk cannot be written to', 'The disk refuses every change.'],
  damaged: ['What is stored for this script is damaged', 'Galley will not write over what it cannot read.'],
  'newer-version': ['This script was changed by a newer Galley', 'This Galley may no longer write to it.'],
  'not-found': ['This script is no longer on this device', 'It was taken away while it was open here.'],
};
