/** A page that fails at every key would fill the day's log with one fault. */
const TOLD = 20;

/** Lets the first faults of a window through. */
export class FewFaults {
  #count = 0;

  admit(): boolean {
    this.#count += 1;
    return this.#count <= TOLD;
  }
}
