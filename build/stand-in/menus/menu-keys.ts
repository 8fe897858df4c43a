import type { Page } from '../chromium/page.ts';
import type { BrowserWindowBase } from '../windows/browser-window.ts';
import { chordsOf, itemAtIndices, linesOf } from './menu.ts';
import type { MenuBase, MenuItemBase } from './menu.ts';

/** The key that opens the application's menu as a list. */
const OPENS_MENU = 'f10';

interface Shown {
  readonly menu: MenuBase;
  closed(): void;
}

/** The application's menu at work in the windows: its accelerators, its list behind F10, and context menus. */
export class MenuKeys {
  readonly #platform: NodeJS.Platform;
  readonly #pages = new Map<Page, BrowserWindowBase>();
  readonly #shown = new Map<number, Shown>();
  #menu: MenuBase | null = null;
  #chords: ReadonlyMap<string, MenuItemBase> = new Map();
  #lastShown = 0;

  constructor(platform: NodeJS.Platform) {
    this.#platform = platform;
  }

  get menu(): MenuBase | null {
    return this.#menu;
  }

  set menu(menu: MenuBase | null) {
    this.#chords = chordsOf(menu, this.#platform);
    this.#menu = menu;
    for (const page of this.#pages.keys()) this.#tellChords(page);
  }

  join(window: BrowserWindowBase, page: Page): void {
    this.#pages.set(page, window);
    page.events.on('world', () => this.#tellChords(page));
    page.events.on('gone', () => this.#pages.delete(page));
    page.events.on('message', (message) => {
      if (message.kind === 'chord') this.#press(message.chord, window, page);
      if (message.kind === 'picked') this.#pick(message.id, message.path, window);
      if (message.kind === 'menu-closed') this.#close(message.id);
    });
  }

  /** Draws a menu in a window. */
  show(menu: MenuBase, page: Page, closed: () => void = () => undefined): void {
    const id = ++this.#lastShown;
    this.#shown.set(id, { menu, closed });
    menu.emit('menu-will-show', {});
    page.tell({ kind: 'menu', id, lines: linesOf(menu) });
  }

  #tellChords(page: Page): void {
    page.tell({ kind: 'chords', chords: [...this.#chords.keys(), OPENS_MENU] });
  }

  #press(chord: string, window: BrowserWindowBase, page: Page): void {
    const item = this.#chords.get(chord);
    if (item !== undefined) choose(item, window);
    else if (chord === OPENS_MENU && this.#menu !== null) this.show(this.#menu, page);
  }

  #pick(id: number, path: readonly number[], window: BrowserWindowBase): void {
    const menu = this.#close(id);
    const item = menu === undefined ? undefined : itemAtIndices(menu, path);
    if (item !== undefined) choose(item, window);
  }

  #close(id: number): MenuBase | undefined {
    const shown = this.#shown.get(id);
    this.#shown.delete(id);
    shown?.menu.emit('menu-will-close', {});
    shown?.closed();
    return shown?.menu;
  }
}

/** Chooses an item as a person does: what is disabled or hidden cannot be chosen. */
export function choose(item: MenuItemBase, window: BrowserWindowBase | undefined): void {
  if (item.enabled && item.visible) item.click({ triggeredByAccelerator: false }, window, window?.webContents);
}
