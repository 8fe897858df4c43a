/** A short message at the window's foot, with at most one thing to do about it. */
export interface Notice {
  readonly key: number;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** One notice at a time: a newer one takes the place of the one before. Also the voice for screen readers. */
export class Notices {
  readonly #listeners = new Set<() => void>();
  #notice: Notice | null = null;
  #count = 0;

  get(): Notice | null {
    return this.#notice;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  show(notice: Omit<Notice, 'key'>): void {
    this.#count += 1;
    this.#set({ ...notice, key: this.#count });
  }

  dismiss(): void {
    this.#set(null);
  }

  #set(notice: Notice | null): void {
    this.#notice = notice;
    for (const listener of this.#listeners) listener();
  }
}
