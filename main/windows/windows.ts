import { screen } from 'electron';
import { Failure } from '../../app/failure.ts';
import type { EventName, Payload } from '../../app/ipc/contract.ts';
import type { Showing } from '../../app/window-address.ts';
import type { Log } from '../log/log.ts';
import { AppWindow } from './app-window.ts';
import { Crashes } from './crashes.ts';
import { FewFaults } from './few-faults.ts';
import { besides, placeOn, type Place } from './placement.ts';

/** More than anyone can use, and an end to a page that opens windows without end. */
const MAX_WINDOWS = 24;

export interface OpenWindow {
  readonly showing: Showing;
  readonly place: Place;
}

export interface WindowsOptions {
  readonly preload: string;
  readonly mayShow: Promise<unknown>;
  readonly log: Pick<Log, 'warn'>;
  /** Milliseconds that never run backwards. */
  readonly nowMs: () => number;
  /** A window wants to close. It stays until somebody calls `destroy`. */
  readonly onCloseAsked: (windowId: number) => void;
  readonly onGone: (windowId: number) => void;
  /** A window opened, went, moved or shows something else. */
  readonly onChanged: () => void;
  /** The page cannot be shown or fell over again and again: the person decides what happens. */
  readonly onBroken: (window: AppWindow) => Promise<'try-again' | 'close'>;
}

/** All open windows, the one used last at the end. */
export class Windows implements Disposable {
  readonly #options: WindowsOptions;
  readonly #open = new Map<number, AppWindow>();
  readonly #shown = Promise.withResolvers<void>();

  constructor(options: WindowsOptions) {
    this.#options = options;
  }

  /**
   * Opens a window where it was, beside the one in use, or in the middle. It is shown with `mayShow`, else with the
   * scripts. Throws `busy` when there are too many.
   */
  open(showing: Showing, remembered?: Place, mayShow: Promise<unknown> = this.#options.mayShow): AppWindow {
    if (this.#open.size >= MAX_WINDOWS) {
      throw new Failure(
        'busy',
        `Galley has ${MAX_WINDOWS} windows open. Nothing was changed. Close one and try again.`,
      );
    }
    const current = this.current();
    const wanted = remembered ?? (current === undefined ? undefined : besides(current.place));
    const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea);
    const { preload } = this.#options;
    const window = new AppWindow({
      place: placeOn(areas, wanted),
      preload,
      mayShow,
      onShown: () => this.#shown.resolve(),
    });
    this.#open.set(window.windowId, window);
    this.#watch(window);
    void this.#load(window, showing);
    this.#options.onChanged();
    return window;
  }

  /** Resolves when somebody sees something. */
  get shown(): Promise<void> {
    return this.#shown.promise;
  }

  get(windowId: number): AppWindow | undefined {
    return this.#open.get(windowId);
  }

  /** The window in use, or the one used last. */
  current(): AppWindow | undefined {
    return [...this.#open.values()].at(-1);
  }

  all(): readonly AppWindow[] {
    return [...this.#open.values()];
  }

  has(windowId: number): boolean {
    return this.#open.has(windowId);
  }

  send<N extends EventName>(windowId: number, name: N, payload: Payload<N>): void {
    this.#open.get(windowId)?.send(name, payload);
  }

  broadcast<N extends EventName>(name: N, payload: Payload<N>): void {
    for (const window of this.#open.values()) window.send(name, payload);
  }

  repaintFrames(): void {
    for (const window of this.#open.values()) window.repaintFrame();
  }

  /** What to open at the next start, in the order of use; what was wrong at this start is none of it. */
  snapshot(): readonly OpenWindow[] {
    return this.all()
      .map(({ showing, place }) => ({ showing, place }))
      .filter(({ showing }) => showing.kind !== 'start');
  }

  [Symbol.dispose](): void {
    for (const window of this.#open.values()) window.destroy();
  }

  #watch(window: AppWindow): void {
    const { onCloseAsked, onGone, onChanged, log, nowMs } = this.#options;
    const { browserWindow, windowId } = window;
    const crashes = new Crashes();
    browserWindow.on('close', (event) => {
      event.preventDefault();
      onCloseAsked(windowId);
    });
    browserWindow.on('closed', () => {
      this.#open.delete(windowId);
      onGone(windowId);
      onChanged();
    });
    browserWindow.on('focus', () => {
      this.#open.delete(windowId);
      this.#open.set(windowId, window);
    });
    browserWindow.on('move', onChanged);
    browserWindow.on('resize', onChanged);
    browserWindow.webContents.on('did-navigate', onChanged);
    browserWindow.webContents.on('did-navigate-in-page', onChanged);
    const faults = new FewFaults();
    browserWindow.webContents.on('console-message', ({ level, lineNumber }) => {
      // What it says may quote the script; where it happened is enough.
      if (level === 'error' && faults.admit()) log.warn('page.fault', { windowId, line: Math.max(0, lineNumber) });
    });
    browserWindow.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      if (window.gone || reason === 'clean-exit') return;
      log.warn('window.crashed', { reason, code: exitCode, windowId });
      if (crashes.next(nowMs()) === 'reload') window.reloadAfterCrash();
      else void this.#mend(window, () => crashes.forget());
    });
  }

  async #load(window: AppWindow, showing: Showing): Promise<void> {
    try {
      await window.load(showing);
    } catch (error) {
      // A crash while loading, and closing while loading, end here as well; both have been seen to already.
      if (window.gone || window.reloaded) return;
      this.#options.log.warn('window.not-loaded', { error, windowId: window.windowId });
      await this.#mend(window, () => undefined);
    }
  }

  async #mend(window: AppWindow, beforeTryingAgain: () => void): Promise<void> {
    if ((await this.#options.onBroken(window)) === 'close') return window.destroy();
    beforeTryingAgain();
    window.reloadAfterCrash();
  }
}
