import type { FailureCode } from '../../app/failure.ts';

/** What the main process has acknowledged of one script. Never a guess: `saved` means every edit is on disk. */
export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  /** The latest attempt failed; the edits are kept here and tried again. `unsaved` counts them. */
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly unsaved: number };

export const SAVED: SaveState = Object.freeze({ kind: 'saved' });
export const SAVING: SaveState = Object.freeze({ kind: 'saving' });
