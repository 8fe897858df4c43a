import type { RecoveryProgress } from '../app/ipc/recovery.ts';
import type { Surroundings } from './surroundings.ts';
import type { Windows } from './windows/windows.ts';

/** How often windows are told: one whose page has just come would otherwise show nothing. */
const TOLD_EVERY_MS = 250;

/** Tells every window that a damaged file is being built again, for as long as it is. */
export class RecoveryNews implements Disposable {
  readonly #wake: Surroundings['wake'];
  #windows: Pick<Windows, 'broadcast'> | undefined;
  readonly #begun = Promise.withResolvers<void>();
  #progress: RecoveryProgress | null = null;
  #timer: Disposable | undefined;

  constructor(wake: Surroundings['wake']) {
    this.#wake = wake;
  }

  /** A file may be recovered before there are windows. */
  tellTo(windows: Pick<Windows, 'broadcast'>): void {
    this.#windows = windows;
  }

  /** Resolves when there is something to tell, however early; it may be never. */
  get begun(): Promise<void> {
    return this.#begun.promise;
  }

  hear(progress: RecoveryProgress | null): void {
    this.#progress = progress;
    if (progress !== null) {
      this.#begun.resolve();
      if (this.#timer === undefined) this.#tell();
      return;
    }
    this[Symbol.dispose]();
    this.#windows?.broadcast('recovery.progress', { progress: null });
    this.#windows?.broadcast('recovery.incidents-changed', {});
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }

  #tell(): void {
    this.#windows?.broadcast('recovery.progress', { progress: this.#progress });
    this.#timer = this.#wake(TOLD_EVERY_MS, () => this.#tell());
  }
}
