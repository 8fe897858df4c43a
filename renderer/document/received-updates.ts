import * as Y from 'yjs';
import { RECEIVED } from '../../app/script/origins.ts';
import { isReadable } from '../../app/script/read-updates.ts';
import type { Timers } from './timers.ts';

/** An update is held no longer than this, also when the person composes on. */
export const LONGEST_HOLD_MS = 5_000;
const LOOK_AGAIN_MS = 30;

export interface ReceivedUpdatesOptions {
  readonly timers: Timers;
  /** Told of an update that nobody can read: nothing of it was applied. */
  readonly onUnreadable: () => void;
  /** Told of faults of ours in what follows an update; the next one is applied all the same. */
  readonly report: (error: unknown) => void;
}

/**
 * Applies what other windows and devices wrote, in the order it came. It waits while the person composes (IME): a
 * change in the composing cell ends the browser's composition and leaves its unfinished letters behind.
 */
export class ReceivedUpdates implements Disposable {
  readonly #doc: Y.Doc;
  readonly #options: ReceivedUpdatesOptions;
  #isComposing: () => boolean = () => false;
  #held: Uint8Array[] = [];
  #cancel: (() => void) | null = null;

  constructor(doc: Y.Doc, options: ReceivedUpdatesOptions) {
    this.#doc = doc;
    this.#options = options;
  }

  /** Names who knows whether somebody composes. */
  holdWhile(isComposing: () => boolean): void {
    this.#isComposing = isComposing;
  }

  apply(update: Uint8Array): void {
    this.#held.push(update);
    if (this.#cancel === null) this.#drain(LONGEST_HOLD_MS);
  }

  /** Applies everything that is held, composing or not. */
  release(): void {
    this.#cancel?.();
    this.#cancel = null;
    const updates = this.#held;
    this.#held = [];
    for (const update of updates) this.#applyNow(update);
  }

  [Symbol.dispose](): void {
    this.release();
  }

  #applyNow(update: Uint8Array): void {
    if (!isReadable(update)) return this.#options.onUnreadable();
    try {
      Y.applyUpdate(this.#doc, update, RECEIVED);
    } catch (error) {
      this.#options.report(error);
    }
  }

  #drain(leftMs: number): void {
    if (leftMs <= 0 || !this.#isComposing()) return this.release();
    const waitMs = Math.min(LOOK_AGAIN_MS, leftMs);
    this.#cancel = this.#options.timers.after(waitMs, () => this.#drain(leftMs - waitMs));
  }
}
