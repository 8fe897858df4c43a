import type { LogUpdate } from './replay.ts';
import type { VisibleRow } from './visible-rows.ts';

/** What the thread is asked. */
export interface ReplayQuestion {
  readonly state: Uint8Array | null;
  readonly updates: readonly LogUpdate[];
  readonly wantsState: boolean;
}

/** What it answers. */
export type ReplayAnswer =
  | {
      readonly kind: 'read';
      readonly setAside: readonly number[];
      readonly rows: readonly VisibleRow[];
      /** Null when none was wanted. */
      readonly state: Uint8Array | null;
    }
  /** The state that was given cannot be decoded. */
  | { readonly kind: 'bad-state' }
  /** The state that was made does not give the document again. */
  | { readonly kind: 'unreadable-state' };
