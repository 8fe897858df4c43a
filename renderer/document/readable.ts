/** A value that lives outside React and tells when it changed; components read it with `useReadable`. */
export interface Readable<T> {
  get(): T;
  /** The listener hears of every change until the returned function is called. */
  subscribe(listener: () => void): () => void;
}

/** A Readable that its owner sets. Setting the same value again tells nobody. */
export class Changing<T> implements Readable<T> {
  readonly #listeners = new Set<() => void>();
  #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  readonly get = (): T => this.#value;

  readonly subscribe = (listener: () => void): (() => void) => {
    // Each subscription is its own entry, so that one listener given twice is not taken away by the first to leave.
    const entry = () => listener();
    this.#listeners.add(entry);
    return () => void this.#listeners.delete(entry);
  };

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of this.#listeners) listener();
  }
}
