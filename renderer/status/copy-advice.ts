import type { ScriptId } from '../../app/ids.ts';
import { COPY_AFTER_MS } from './age.ts';

/** What the window's own storage offers of this. */
export type AdviceStorage = Pick<Storage, 'getItem' | 'setItem'>;

const keyOf = (scriptId: ScriptId): string => `galley:copy-advised:${scriptId}`;

/** Remembers, over restarts, when a copy of a script was last advised or made: it is advised once a day at most. */
export class CopyAdvice {
  readonly #storage: AdviceStorage;

  constructor(storage: AdviceStorage) {
    this.#storage = storage;
  }

  /** A moment in the future was noted under another clock: from now on a day is counted anew. */
  wasGiven(scriptId: ScriptId, now: number): boolean {
    const noted = Number(this.#storage.getItem(keyOf(scriptId)) ?? Number.NaN);
    if (!Number.isFinite(noted)) return false;
    if (noted > now) this.given(scriptId, now);
    return now - noted < COPY_AFTER_MS;
  }

  given(scriptId: ScriptId, now: number): void {
    this.#storage.setItem(keyOf(scriptId), String(now));
  }
}
