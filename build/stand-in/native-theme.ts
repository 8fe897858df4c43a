import type { Page } from './chromium/page.ts';
import { ifThere } from './chromium/connection.ts';
import { strictEmitter } from './strict.ts';

export type ThemeSource = 'system' | 'light' | 'dark';

/** The colour scheme of the app: pages really see it as `prefers-color-scheme`. */
export class NativeTheme extends strictEmitter('nativeTheme', ['updated']) {
  readonly shouldUseHighContrastColors: boolean = false;
  readonly shouldUseInvertedColorScheme: boolean = false;
  readonly inForcedColorsMode: boolean = false;
  readonly prefersReducedTransparency: boolean = false;
  readonly #pages = new Set<Page>();
  #system: 'light' | 'dark';
  #source: ThemeSource = 'system';

  constructor(system: 'light' | 'dark') {
    super();
    this.#system = system;
  }

  get themeSource(): ThemeSource {
    return this.#source;
  }

  set themeSource(source: ThemeSource) {
    this.#change(() => (this.#source = source));
  }

  get shouldUseDarkColors(): boolean {
    return (this.#source === 'system' ? this.#system : this.#source) === 'dark';
  }

  get shouldUseDarkColorsForSystemIntegratedUI(): boolean {
    return this.#system === 'dark';
  }

  /** For the stand-in: the person changes the desktop's colours. */
  changeSystem(system: 'light' | 'dark'): void {
    this.#change(() => (this.#system = system));
  }

  /** For the stand-in: a window that follows from now on. */
  join(page: Page): void {
    this.#pages.add(page);
    page.events.on('gone', () => this.#pages.delete(page));
    this.#show(page);
  }

  #change(set: () => void): void {
    set();
    for (const page of this.#pages) this.#show(page);
    this.emit('updated', {});
  }

  #show(page: Page): void {
    const value = this.shouldUseDarkColors ? 'dark' : 'light';
    const features = [{ name: 'prefers-color-scheme', value }];
    void ifThere(page.send('Emulation.setEmulatedMedia', { features }));
  }
}
