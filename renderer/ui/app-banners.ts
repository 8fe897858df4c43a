import type { AppInfo } from '../../app/ipc/contract.ts';

export type AppBanner = 'stand-in' | 'after-crash';

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
    this.#shown = this.#shown.filter((shown) => shown !== banner);
    for (const listener of this.#listeners) listener();
  }
}
