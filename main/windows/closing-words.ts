import type { Unsaved } from './closing.ts';

export interface Question {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly ['Keep open', 'Close anyway'];
}

/** What happened, what is safe, what to do: in that order. */
export function closingWords({ edits, silentWindows }: Unsaved): Question {
  return {
    message: happened(edits, silentWindows),
    detail:
      'Everything written before that is saved on this device. Keep Galley open, make room on the disk or wait until it answers again, then close once more. Closing anyway loses what is not saved.',
    buttons: ['Keep open', 'Close anyway'],
  };
}

function happened(edits: number, silentWindows: number): string {
  const counted = edits === 1 ? '1 edit could not be saved.' : `${edits} edits could not be saved.`;
  const silent =
    silentWindows === 1
      ? '1 window did not answer in time and may hold edits that are not saved.'
      : `${silentWindows} windows did not answer in time and may hold edits that are not saved.`;
  if (silentWindows === 0) return counted;
  return edits === 0 ? silent : `${counted} ${silent}`;
}
