import type { Unsaved } from './closing.ts';

export interface Question {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly ['Keep open', 'Close anyway'];
}

/** What happened, what is safe, what to do: in that order. */
export function closingWords(unsaved: Unsaved): Question {
  return {
    message: happened(unsaved),
    detail: `${safe(unsaved)} ${advice(unsaved)}`,
    buttons: ['Keep open', 'Close anyway'],
  };
}

function happened({ edits, kept, silentWindows }: Unsaved): string {
  const sentences = [
    edits === 0 ? [] : [edits === 1 ? '1 edit could not be saved.' : `${edits} edits could not be saved.`],
    kept === 0
      ? []
      : [kept === 1 ? '1 edit is only in the emergency store.' : `${kept} edits are only in the emergency store.`],
    silentWindows === 0
      ? []
      : [
          silentWindows === 1
            ? '1 window did not answer in time and may hold edits that are not saved.'
            : `${silentWindows} windows did not answer in time and may hold edits that are not saved.`,
        ],
  ];
  return sentences.flat().join(' ');
}

function safe({ kept }: Unsaved): string {
  if (kept === 0) return 'Everything written before that is saved on this device.';
  return 'Everything written before that is saved on this device. What is in the emergency store is on this device too, and is saved when Galley is opened again and the disk can be written to.';
}

function advice({ edits, silentWindows }: Unsaved): string {
  if (edits === 0 && silentWindows === 0) {
    return 'Keep Galley open until it says that everything is saved, or export a copy to another disk first. If you close now, open Galley again on this device before you do anything else with it.';
  }
  return 'Keep Galley open, make room on the disk or wait until it answers again, then close once more. Closing anyway loses what is not saved.';
}
