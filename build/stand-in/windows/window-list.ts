import type { BrowserWindowBase } from './browser-window.ts';

/** The windows there are, oldest first, and which of them was used last. */
export class WindowList {
  readonly #windows = new Set<BrowserWindowBase>();
  readonly #allClosed: () => void;
  readonly #closeCancelled: () => void;
  #focused: BrowserWindowBase | null = null;
  #lastWindowId = 0;
  #lastContentsId = 0;

  constructor(allClosed: () => void, closeCancelled: () => void) {
    this.#allClosed = allClosed;
    this.#closeCancelled = closeCancelled;
  }

  newWindowId(): number {
    return ++this.#lastWindowId;
  }

  newContentsId(): number {
    return ++this.#lastContentsId;
  }

  get all(): BrowserWindowBase[] {
    return [...this.#windows];
  }

  get focused(): BrowserWindowBase | null {
    return this.#focused;
  }

  /** The window that a question with no window of its own is put in. */
  get front(): BrowserWindowBase | undefined {
    return this.#focused ?? this.all.findLast((window) => window.isVisible()) ?? this.all.at(-1);
  }

  add(window: BrowserWindowBase): void {
    this.#windows.add(window);
  }

  remove(window: BrowserWindowBase): void {
    if (!this.#windows.delete(window)) return;
    if (this.#focused === window) this.#focused = null;
    if (this.#windows.size === 0) this.#allClosed();
  }

  cancelClose(): void {
    this.#closeCancelled();
  }

  /** False when it had the focus already. */
  focus(window: BrowserWindowBase): boolean {
    if (this.#focused === window) return false;
    const before = this.#focused;
    this.#focused = window;
    before?.emit('blur');
    return true;
  }

  /** False when it did not have the focus. */
  blur(window: BrowserWindowBase): boolean {
    if (this.#focused !== window) return false;
    this.#focused = null;
    return true;
  }
}
