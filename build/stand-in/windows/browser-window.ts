import { readFileSync } from 'node:fs';
import type { Rectangle } from 'electron';
import { BLANK_PAGE } from '../chromium/browser.ts';
import type { Browser } from '../chromium/browser.ts';
import { Page } from '../chromium/page.ts';
import { strictEmitter, vetoable } from '../strict.ts';
import { WebContents } from './web-contents.ts';
import type { ContentsHost } from './web-contents.ts';
import type { WindowList } from './window-list.ts';
import { checkOptions } from './window-options.ts';
import type { WindowOptions } from './window-options.ts';
import { WindowPlace } from './window-place.ts';

export interface WindowHost {
  readonly contents: ContentsHost;
  readonly windows: WindowList;
  /** @throws before the app is ready, as Electron's constructor does. */
  browser(): Browser;
  /** What a window needs of the application's menu and theme, done as soon as its page can be spoken to. */
  prepare(window: BrowserWindowBase, page: Page): void;
}

const EVENTS = (
  'close closed show hide focus blur ready-to-show page-title-updated resize resized move moved ' +
  'maximize unmaximize minimize restore enter-full-screen leave-full-screen ' +
  // These never happen here, so that guards on them are satisfied.
  'session-end query-session-end app-command unresponsive responsive'
).split(' ');
const DEFAULT_SIZE = { width: 800, height: 600 };
const DEFAULT_COLOUR = '#ffffff';

export class BrowserWindowBase extends strictEmitter('BrowserWindow', EVENTS) {
  readonly id: number;
  readonly webContents: WebContents;
  readonly #host: WindowHost;
  readonly #options: WindowOptions;
  readonly #place: WindowPlace;
  readonly #opening: Promise<Page>;
  #isVisible: boolean;
  #isDestroyed = false;
  #isClosing = false;
  #title: string;
  #minimum: readonly [width: number, height: number];
  #colour: string;

  constructor(host: WindowHost, given: object, defaultTitle: string) {
    super();
    const browser = host.browser();
    const options = checkOptions({ ...given });
    const { width, height, x = 0, y = 0, minWidth = 0, minHeight = 0 } = { ...DEFAULT_SIZE, ...options };
    this.#host = host;
    this.#options = options;
    this.#title = options.title ?? defaultTitle;
    this.#minimum = [minWidth, minHeight];
    this.#colour = options.backgroundColor ?? DEFAULT_COLOUR;
    this.#isVisible = options.show !== false;
    this.#place = new WindowPlace({ x, y, width, height }, (change) => {
      this.emit(change);
      if (change === 'resize') this.emit('resized');
      if (change === 'move') this.emit('moved');
    });
    this.id = host.windows.newWindowId();
    this.#opening = this.#open(browser, { width, height });
    this.webContents = new WebContents(host.contents, host.windows.newContentsId(), this.#opening, () => this.close());
    this.webContents.on('page-title-updated', (event: { readonly defaultPrevented: boolean }, title: string) => {
      this.emit('page-title-updated', event, title, true);
      if (!event.defaultPrevented) this.#title = title;
    });
    host.windows.add(this);
    this.#opening.catch((error: unknown) => {
      host.contents.notes.say(`window ${this.id} could not be opened: ${String(error)}`);
      this.#leave();
    });
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  loadFile(path: string): Promise<void> {
    return this.webContents.loadFile(path);
  }

  reload(): void {
    this.webContents.reload();
  }

  /** Asks `close` listeners, then the page; any of them may keep the window. */
  close(): void {
    if (this.#isDestroyed || this.#isClosing) return;
    const event = vetoable({});
    this.emit('close', event);
    if (event.defaultPrevented) this.#host.windows.cancelClose();
    else void this.#closeIfPageAgrees();
  }

  /** Asks nobody; `closed` is still told. */
  destroy(): void {
    if (this.#isDestroyed) return;
    void this.#opening.then(
      (page) => page.close(),
      () => this.#leave(),
    );
  }

  show(): void {
    if (this.#place.state === 'minimized') this.#place.enter('normal');
    if (!this.#isVisible) {
      this.#isVisible = true;
      this.emit('show');
    }
    this.focus();
  }

  showInactive(): void {
    if (this.#isVisible) return;
    this.#isVisible = true;
    this.emit('show');
  }

  /** Chromium cannot hide a window: with a screen it is minimized. */
  hide(): void {
    if (!this.#isVisible) return;
    this.#isVisible = false;
    if (!this.#host.browser().headless) this.#place.enter('minimized');
    this.emit('hide');
    this.blur();
  }

  focus(): void {
    this.webContents.focus();
    this.#gotFocus();
  }

  blur(): void {
    if (this.#host.windows.blur(this)) this.emit('blur');
  }

  isVisible(): boolean {
    return this.#isVisible && !this.#isDestroyed;
  }

  isFocused(): boolean {
    return this.#host.windows.focused === this;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  minimize(): void {
    this.#place.enter('minimized');
  }

  maximize(): void {
    this.#place.enter('maximized');
  }

  unmaximize(): void {
    if (this.isMaximized()) this.#place.enter('normal');
  }

  restore(): void {
    if (this.isMinimized()) this.#place.enter('normal');
  }

  setFullScreen(wanted: boolean): void {
    if (wanted !== this.isFullScreen()) this.#place.enter(wanted ? 'fullscreen' : 'normal');
  }

  isMinimized(): boolean {
    return this.#place.state === 'minimized';
  }

  isMaximized(): boolean {
    return this.#place.state === 'maximized';
  }

  isFullScreen(): boolean {
    return this.#place.state === 'fullscreen';
  }

  isNormal(): boolean {
    return this.#place.state === 'normal';
  }

  getBounds(): Rectangle {
    return this.#place.rectangle;
  }

  getNormalBounds(): Rectangle {
    return this.#place.normal;
  }

  getSize(): number[] {
    return [this.#place.rectangle.width, this.#place.rectangle.height];
  }

  getPosition(): number[] {
    return [this.#place.rectangle.x, this.#place.rectangle.y];
  }

  setBounds(bounds: Partial<Rectangle>): void {
    const [minWidth, minHeight] = this.#minimum;
    const { width = this.#place.rectangle.width, height = this.#place.rectangle.height } = bounds;
    this.#place.move({ ...bounds, width: Math.max(width, minWidth), height: Math.max(height, minHeight) });
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y });
  }

  setMinimumSize(width: number, height: number): void {
    this.#minimum = [width, height];
  }

  getMinimumSize(): number[] {
    return [...this.#minimum];
  }

  getTitle(): string {
    return this.#title;
  }

  /** What getTitle answers; Chromium's own title bar goes on showing the page's title. */
  setTitle(title: string): void {
    this.#title = title;
  }

  getBackgroundColor(): string {
    return this.#colour;
  }

  setBackgroundColor(colour: string): void {
    this.#colour = colour;
  }

  /** Chromium's window has no native menu bar, title bar buttons or icon to change. */
  setMenu(): void {}

  setMenuBarVisibility(): void {}

  setAutoHideMenuBar(): void {}

  setTitleBarOverlay(): void {}

  setIcon(): void {}

  /** For the stand-in: hears the window's own messages. */
  whenOpen(): Promise<Page> {
    return this.#opening;
  }

  async #open(browser: Browser, size: { readonly width: number; readonly height: number }): Promise<Page> {
    const { webPreferences = {}, x, y, fullscreen } = this.#options;
    const preload = webPreferences.preload === undefined ? '' : readFileSync(webPreferences.preload, 'utf8');
    const targetId = await browser.openWindow(size);
    const argv = [process.argv[0] ?? '', ...(webPreferences.additionalArguments ?? [])];
    const facts = { platform: process.platform, arch: process.arch, argv, versions: { node: process.versions.node } };
    const page = await Page.attach(browser.connection, targetId, { facts, preload });
    this.#listen(page);
    this.#host.prepare(this, page);
    const { windowId } = await browser.connection.root.send('Browser.getWindowForTarget', { targetId });
    const position = x === undefined || y === undefined ? {} : { left: x, top: y };
    await this.#place.settle(browser.connection.root, windowId, { ...size, ...position });
    if (browser.headless) await browser.connection.root.send('Browser.setContentsSize', { windowId, ...size });
    if (fullscreen === true) this.#place.enter('fullscreen');
    if (webPreferences.zoomFactor !== undefined) this.webContents.setZoomFactor(webPreferences.zoomFactor);
    return page;
  }

  #listen(page: Page): void {
    let isReady = false;
    const ready = (): void => {
      if (isReady || page.url.startsWith(BLANK_PAGE) || page.url === 'about:blank') return;
      isReady = true;
      this.emit('ready-to-show');
    };
    page.events.on('painted', ready);
    page.events.on('loaded', ready);
    page.events.on('gone', () => this.#leave());
    page.events.on('message', (message) => {
      if (message.kind === 'focused') this.#gotFocus();
      if (message.kind === 'blurred') this.blur();
      if (message.kind === 'resized') this.#place.look();
    });
  }

  #gotFocus(): void {
    if (!this.#isDestroyed && this.#host.windows.focus(this)) this.emit('focus');
  }

  async #closeIfPageAgrees(): Promise<void> {
    this.#isClosing = true;
    try {
      const page = await this.#opening;
      if (await this.webContents.mayUnload()) await page.close();
      else this.#host.windows.cancelClose();
    } finally {
      this.#isClosing = false;
    }
  }

  #leave(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.emit('closed');
    this.#host.windows.remove(this);
  }
}
