import type { DiskRoom } from '../../app/disk-room.ts';
import type { AppInfo } from '../../app/ipc/contract.ts';

export type AppBanner = 'stand-in' | 'after-crash' | 'nearly-full';

/** What a window has to say about itself, whatever it shows; each is said until it is dismissed. */
export class AppBanners {
  readonly #listeners = new Set<() => void>();
  #shown: readonly AppBanner[];

  constructor({ host, loaded }: Pick<AppInfo, 'host' | 'loaded'>) {
    this.#shown = [
      ...(loaded === 'after-crash' ? (['after-crash'] as const) : []),
      ...(host === 'stand-in' ? (['stand-in'] as const) : []),
    ];
  }

  get(): readonly AppBanner[] {
    return this.#shown;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  dismiss(banner: AppBanner): void {
    this.#show(this.#shown.filter((shown) => shown !== banner));
  }

  /** Comes back, after it was dismissed, only when there was enough room in between. */
  roomIs(room: DiskRoom): void {
    const others = this.#shown.filter((shown) => shown !== 'nearly-full');
    this.#show(room === 'nearly-full' ? ['nearly-full', ...others] : others);
  }

  #show(shown: readonly AppBanner[]): void {
    this.#shown = shown;
    for (const listener of this.#listeners) listener();
  }
}
