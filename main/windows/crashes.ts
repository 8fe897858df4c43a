/** A page that fell over this often within this time would fall over again. */
const MAX_CRASHES = 3;
const WITHIN_MS = 60_000;

/** Counts the crashes of one window and says whether loading its page again makes sense. */
export class Crashes {
  #atMs: readonly number[] = [];

  /** `nowMs` never runs backwards. */
  next(nowMs: number): 'reload' | 'give-up' {
    this.#atMs = [...this.#atMs.filter((atMs) => nowMs - atMs < WITHIN_MS), nowMs];
    return this.#atMs.length >= MAX_CRASHES ? 'give-up' : 'reload';
  }

  /** The person asked to try again: the count begins anew. */
  forget(): void {
    this.#atMs = [];
  }
}
