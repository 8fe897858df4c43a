import { BrowserWindow, nativeTheme, type BrowserWindowConstructorOptions } from 'electron';
import { channel } from '../../app/ipc/channel.ts';
import type { EventName, Payload } from '../../app/ipc/contract.ts';
import { addressOf, isOwnPage, showingAt, type Showing } from '../../app/window-address.ts';
import { MIN_HEIGHT, MIN_WIDTH, type Place } from './placement.ts';
import { frameColours, TITLE_BAR_HEIGHT } from './theme-colours.ts';

export interface AppWindowOptions {
  readonly place: Place;
  readonly preload: string;
  /** The window is shown when its page is drawn and this has come; never, if it fails. */
  readonly mayShow: Promise<unknown>;
  readonly onShown: () => void;
}

const LONGEST_TITLE = 300;

/** One window of ours: its frame, its page and what may be told to it. It knows no other window. */
export class AppWindow {
  readonly browserWindow: BrowserWindow;
  /** The id that the bridge knows this window by. */
  readonly windowId: number;
  /** Why the page that is in it now was loaded. */
  #loaded: 'fresh' | 'after-crash' = 'fresh';
  #listening = false;
  #asked: Showing = { kind: 'library' };

  constructor({ place, preload, mayShow, onShown }: AppWindowOptions) {
    this.browserWindow = new BrowserWindow(frameOptions(place, preload));
    const drawn = Promise.withResolvers<void>();
    this.browserWindow.once('ready-to-show', () => drawn.resolve());
    Promise.all([drawn.promise, mayShow]).then(
      () => {
        this.#show(place);
        onShown();
      },
      () => undefined, // whoever made `mayShow` tells the person why
    );
    // The page names its window through `window.title`, which is checked; a document's title is not.
    this.browserWindow.on('page-title-updated', (event) => event.preventDefault());
    this.windowId = this.browserWindow.webContents.id;
  }

  /** The page has asked its first question, so what it is told reaches it. */
  get listening(): boolean {
    return this.#listening && !this.gone;
  }

  get reloaded(): boolean {
    return this.#loaded === 'after-crash';
  }

  /** The page asks its first question. Answers why it was loaded. */
  pageArrived(): 'fresh' | 'after-crash' {
    this.#listening = true;
    return this.#loaded;
  }

  /** What the page's address says; what it was asked to show until there is a page. */
  get showing(): Showing {
    const address = this.browserWindow.webContents.getURL();
    return isOwnPage(address) ? showingAt(new URL(address).hash) : this.#asked;
  }

  get place(): Place {
    return { bounds: this.browserWindow.getNormalBounds(), maximized: this.browserWindow.isMaximized() };
  }

  get gone(): boolean {
    return this.browserWindow.isDestroyed();
  }

  /** Resolves when the page is there; rejects when it cannot be shown. */
  async load(showing: Showing): Promise<void> {
    this.#asked = showing;
    this.#listening = false;
    await this.browserWindow.loadURL(addressOf(showing));
  }

  /** The page fell over: nothing can be asked of it until it is loaded again. */
  reloadAfterCrash(): void {
    this.#loaded = 'after-crash';
    this.#listening = false;
    this.browserWindow.webContents.reload();
  }

  send<N extends EventName>(name: N, payload: Payload<N>): void {
    if (!this.gone && !this.browserWindow.webContents.isCrashed()) {
      this.browserWindow.webContents.send(channel(name), payload);
    }
  }

  setTitle(title: string): void {
    // Control and direction characters could make the task switcher show something else.
    const plain = title.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').slice(0, LONGEST_TITLE);
    this.browserWindow.setTitle(plain);
  }

  focus(): void {
    if (this.browserWindow.isMinimized()) this.browserWindow.restore();
    this.browserWindow.show();
    this.browserWindow.focus();
  }

  #show({ maximized }: Place): void {
    if (this.gone) return;
    // Not before: it would show the window as well.
    if (maximized) this.browserWindow.maximize();
    this.browserWindow.show();
  }

  /** The frame follows the theme; the page does so by itself. */
  repaintFrame(): void {
    const { page, titleBar, symbols } = frameColours(nativeTheme.shouldUseDarkColors);
    this.browserWindow.setBackgroundColor(page);
    if (process.platform !== 'darwin') {
      this.browserWindow.setTitleBarOverlay({ color: titleBar, symbolColor: symbols, height: TITLE_BAR_HEIGHT });
    }
  }

  /** Goes at once, without asking the page: call it only when nothing is unsaved or the person said so. */
  destroy(): void {
    if (!this.gone) this.browserWindow.destroy();
  }
}

function frameOptions({ bounds }: Place, preload: string): BrowserWindowConstructorOptions {
  const { page, titleBar, symbols } = frameColours(nativeTheme.shouldUseDarkColors);
  const mac = process.platform === 'darwin';
  return {
    ...bounds,
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    show: false,
    title: 'Galley',
    backgroundColor: page,
    titleBarStyle: 'hidden',
    ...(mac
      ? { trafficLightPosition: { x: 14, y: (TITLE_BAR_HEIGHT - 14) / 2 } }
      : { titleBarOverlay: { color: titleBar, symbolColor: symbols, height: TITLE_BAR_HEIGHT } }),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      // Elsewhere the checker would fetch its dictionaries from a server.
      spellcheck: mac,
    },
  };
}
