import type { ReadOnlyReason } from '../../app/ipc/contract.ts';
import type { DocumentProvider } from './provider.ts';
import { Changing, type Readable } from './readable.ts';
import type { Timers } from './timers.ts';

export interface ReadOnlyOptions {
  readonly first: ReadOnlyReason | null;
  readonly provider: Pick<DocumentProvider, 'pause' | 'resume'> | null;
  readonly timers: Timers;
}

/**
 * Why an open script may not be written in, as roles change while it is open. What was typed before the change is
 * saved; nothing that happens in the document afterwards is.
 */
export class ReadOnly implements Readable<ReadOnlyReason | null>, Disposable {
  readonly #reason: Changing<ReadOnlyReason | null>;
  readonly #options: ReadOnlyOptions;
  #cancel: (() => void) | null = null;

  constructor(options: ReadOnlyOptions) {
    this.#options = options;
    this.#reason = new Changing(options.first);
    if (options.first !== null) options.provider?.pause();
  }

  readonly get = (): ReadOnlyReason | null => this.#reason.get();
  readonly subscribe = (listener: () => void): (() => void) => this.#reason.subscribe(listener);

  /** A newer format stays until the script is opened anew: the document in this window lacks what was written in it. */
  change(reason: ReadOnlyReason | null): void {
    if (this.#reason.get() === 'newer-format') return;
    const { provider, timers } = this.#options;
    this.#cancel?.();
    this.#cancel = null;
    if (reason === null) provider?.resume();
    // Whoever shows the script ends what is being typed first, and that is still saved.
    else this.#cancel = timers.after(0, () => provider?.pause());
    this.#reason.set(reason);
  }

  [Symbol.dispose](): void {
    this.#cancel?.();
  }
}
