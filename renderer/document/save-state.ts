import type { FailureCode } from '../../app/failure.ts';

/** Where the edits of one script are, by what was acknowledged. Never a guess: `saved` means every edit is on disk. */
export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  /** The main process has not answered for five seconds. Nothing failed, and nothing is known to be saved. */
  | { readonly kind: 'slow'; readonly unsaved: number }
  /** The latest attempt failed, and some edits are still on their way into the emergency store. */
  | { readonly kind: 'keeping'; readonly code: FailureCode; readonly unsaved: number }
  /** The latest attempt failed, and every edit that is not saved is on disk in the emergency store. */
  | { readonly kind: 'emergency'; readonly code: FailureCode; readonly unsaved: number }
  /** The emergency store fails too: some edits are in this window's memory alone. */
  | { readonly kind: 'memory'; readonly code: FailureCode; readonly unsaved: number }
  /** Too much is in memory alone: nothing more may be typed until some of it is safe. */
  | { readonly kind: 'stopped'; readonly code: FailureCode; readonly unsaved: number };

/** The states in which saving does not work and a person has to know it. */
export type TroubledState = Exclude<SaveState, { kind: 'saved' | 'saving' }>;

export const SAVED: SaveState = Object.freeze({ kind: 'saved' });
export const SAVING: SaveState = Object.freeze({ kind: 'saving' });

/** A long day's typing is a tenth of it; a program that loses more than this at once was trusted for too long. */
export const MAX_MEMORY_BYTES = 5 * 1024 * 1024;

/** Whether more may be typed. */
export const mayWrite = (state: SaveState): boolean => state.kind !== 'stopped';

export interface SaveFacts {
  /** Edits that the main process has not acknowledged. */
  readonly unsaved: number;
  /** Of these, what the emergency store has not acknowledged either. */
  readonly onlyHere: { readonly edits: number; readonly bytes: number };
  /** Why the latest attempt to save failed; null when it did not. */
  readonly failure: FailureCode | null;
  /** An answer of the main process is overdue. */
  readonly isSlow: boolean;
  /** The latest attempt to put edits into the emergency store failed, or is overdue. */
  readonly isStoreFailing: boolean;
}

/** Decides what may be said. Whatever is not acknowledged is said to be unsaved. */
export function saveStateOf({ unsaved, onlyHere, failure, isSlow, isStoreFailing }: SaveFacts): SaveState {
  if (unsaved === 0) return SAVED;
  if (failure === null && !isSlow) return SAVING;
  if (onlyHere.bytes > MAX_MEMORY_BYTES) return { kind: 'stopped', code: failure ?? 'busy', unsaved };
  if (failure === null) return { kind: 'slow', unsaved };
  if (onlyHere.bytes === 0) return { kind: 'emergency', code: failure, unsaved };
  return { kind: isStoreFailing ? 'memory' : 'keeping', code: failure, unsaved };
}
