import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { KeyboardInputEvent, MouseInputEvent, MouseWheelInputEvent, PrintToPDFOptions } from 'electron';
import { ifThere } from '../chromium/connection.ts';
import type { Page } from '../chromium/page.ts';
import type { CustomUrls } from '../custom-urls.ts';
import { IpcChannels } from '../ipc.ts';
import { pictureOf } from '../native-image.ts';
import type { Picture } from '../native-image.ts';
import type { Journey } from '../requests.ts';
import type { DefaultSession } from '../session.ts';
import { NotHere, strictEmitter, vetoable } from '../strict.ts';
import type { Notes } from '../strict.ts';
import type { Question } from '../wire.ts';
import { CONTENTS_EVENTS, relayPageEvents } from './contents-events.ts';
import { edit, sendInput } from './input.ts';
import { Navigation } from './navigation.ts';
import { printParameters } from './pdf.ts';
import { WebFrame } from './web-frame.ts';
import { Zoom } from './zoom.ts';

export interface ContentsHost {
  readonly urls: CustomUrls;
  readonly session: DefaultSession;
  readonly ipcMain: IpcChannels;
  readonly notes: Notes;
  readonly appFolder: string;
  /** The page's own message boxes are for the test to answer. */
  readonly isTested: boolean;
  readonly isHeadless: boolean;
  /** Asks the app's handlers, and has Chromium enforce the answer. */
  permit(contents: WebContents, question: Question): Promise<boolean>;
}

/** A real beforeunload would be asked only once the page is being left, and Chromium would put the question itself. */
const ASKS_TO_STAY = `(() => {
  const event = document.createEvent('BeforeUnloadEvent');
  event.initEvent('beforeunload', false, true);
  window.dispatchEvent(event);
  return event.defaultPrevented || event.returnValue !== '';
})()`;

type WindowOpenHandler = (details: object) => { readonly action: 'allow' | 'deny' };

/** What the relay of page events keeps up to date. */
export interface ContentsState {
  title: string;
  isLoading: boolean;
  isCrashed: boolean;
  isDestroyed: boolean;
  processId: number;
}

export class WebContents extends strictEmitter('webContents', CONTENTS_EVENTS) {
  readonly id: number;
  readonly session: DefaultSession;
  readonly mainFrame: WebFrame;
  readonly ipc = new IpcChannels();
  readonly #host: ContentsHost;
  readonly #attached: Promise<Page>;
  readonly #navigation: Navigation;
  readonly #zoom: Zoom;
  readonly #state: ContentsState = { title: '', isLoading: false, isCrashed: false, isDestroyed: false, processId: 0 };
  readonly #styles = new Map<string, number>();
  #page: Page | undefined;
  #openHandler: WindowOpenHandler = () => ({ action: 'allow' });

  /** `personCloses`: Chromium's own window was closed by hand; it is kept until the app has been asked. */
  constructor(host: ContentsHost, id: number, opening: Promise<Page>, personCloses: () => void) {
    super();
    this.id = id;
    this.#host = host;
    this.session = host.session;
    this.mainFrame = new WebFrame(host.urls, () => this.#page);
    this.#attached = opening.then((page) => {
      this.#page = page;
      const refuseWindow = (wish: object): void => this.#refuseWindow(wish);
      relayPageEvents(page, this, this.#state, { host, navigation: this.#navigation, refuseWindow, personCloses });
      return page;
    });
    this.#attached.catch(() => undefined); // the window tells of it
    this.#navigation = new Navigation(this, host.urls, this.#attached);
    this.#zoom = new Zoom(this.#attached);
  }

  loadURL(url: string): Promise<void> {
    return this.#navigation.go(url);
  }

  loadFile(path: string): Promise<void> {
    return this.#navigation.go(pathToFileURL(join(this.#host.appFolder, path)).href);
  }

  reload(): void {
    this.#inBackground(this.#navigation.reload({ ignoreCache: false }));
  }

  reloadIgnoringCache(): void {
    this.#inBackground(this.#navigation.reload({ ignoreCache: true }));
  }

  stop(): void {
    this.#do((page) => page.send('Page.stopLoading'));
  }

  getURL(): string {
    return this.mainFrame.url;
  }

  getTitle(): string {
    return this.#state.title;
  }

  isLoading(): boolean {
    return this.#state.isLoading;
  }

  isLoadingMainFrame(): boolean {
    return this.#state.isLoading;
  }

  isDestroyed(): boolean {
    return this.#state.isDestroyed;
  }

  isCrashed(): boolean {
    return this.#state.isCrashed;
  }

  /** The page's process, known a moment after it has loaded; 0 before. */
  getOSProcessId(): number {
    return this.#state.processId;
  }

  forcefullyCrashRenderer(): void {
    this.#do((page) => page.send('Page.crash'));
  }

  /** Unlike the window's close, this asks no `close` listener of the window's. */
  close({ waitForBeforeUnload = false }: { readonly waitForBeforeUnload?: boolean } = {}): void {
    this.#do(async (page) => {
      if (!waitForBeforeUnload || (await this.mayUnload())) await page.close();
    });
  }

  /** Asks the page's beforeunload handlers, and the app whether it overrules them. A crashed page has no say. */
  async mayUnload(): Promise<boolean> {
    const page = this.#page;
    if (page === undefined || this.#state.isCrashed || page.isGone) return true;
    const refused = await ifThere(page.evaluate(ASKS_TO_STAY));
    if (refused !== true) return true;
    const event = vetoable({});
    this.emit('will-prevent-unload', event);
    return event.defaultPrevented;
  }

  /** @throws DataCloneError for what cannot be sent. */
  send(channel: string, ...args: unknown[]): void {
    this.mainFrame.send(channel, ...args);
  }

  executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    return this.#attached.then((page) => page.evaluate(code, { userGesture }));
  }

  async insertCSS(css: string): Promise<string> {
    const page = await this.#attached;
    const key = `style-${this.#styles.size + 1}`;
    const add = `const sheet = new CSSStyleSheet(); sheet.replaceSync(${JSON.stringify(css)});
      document.adoptedStyleSheets.push(sheet); document.adoptedStyleSheets.indexOf(sheet)`;
    this.#styles.set(key, Number(await page.evaluate(`{ ${add} }`)));
    return key;
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#openHandler = handler;
  }

  async printToPDF(options: PrintToPDFOptions): Promise<Buffer> {
    const page = await this.#attached;
    return Buffer.from((await page.send('Page.printToPDF', printParameters(options))).data, 'base64');
  }

  async capturePage(area?: { x: number; y: number; width: number; height: number }): Promise<Picture> {
    const page = await this.#attached;
    const clip = area === undefined ? {} : { clip: { ...area, scale: 1 } };
    const { data } = await page.send('Page.captureScreenshot', { format: 'png', ...clip });
    return pictureOf(Buffer.from(data, 'base64'));
  }

  sendInputEvent(event: MouseInputEvent | MouseWheelInputEvent | KeyboardInputEvent): void {
    this.#do((page) => sendInput(page, event));
  }

  /** In a window of their own, whatever `mode` says; without a screen there is nothing to open. */
  openDevTools(_options: object = {}): void {
    this.#do((page) => page.openDevTools());
  }

  closeDevTools(): void {
    this.#do((page) => page.closeDevTools());
  }

  toggleDevTools(): void {
    this.#do(async (page) => {
      if (!(await page.closeDevTools())) await page.openDevTools();
    });
  }

  focus(): void {
    this.#do((page) => page.send('Page.bringToFront'));
  }

  get zoomFactor(): number {
    return this.#zoom.factor;
  }

  set zoomFactor(factor: number) {
    this.#inBackground(this.#zoom.set(factor));
  }

  get zoomLevel(): number {
    return this.#zoom.level;
  }

  set zoomLevel(level: number) {
    this.#inBackground(this.#zoom.setLevel(level));
  }

  getZoomFactor(): number {
    return this.zoomFactor;
  }

  setZoomFactor(factor: number): void {
    this.zoomFactor = factor;
  }

  getZoomLevel(): number {
    return this.zoomLevel;
  }

  setZoomLevel(level: number): void {
    this.zoomLevel = level;
  }

  undo(): void {
    this.#do((page) => edit(page, 'undo'));
  }

  redo(): void {
    this.#do((page) => edit(page, 'redo'));
  }

  cut(): void {
    this.#do((page) => edit(page, 'cut'));
  }

  copy(): void {
    this.#do((page) => edit(page, 'copy'));
  }

  paste(): void {
    this.#do((page) => edit(page, 'paste'));
  }

  pasteAndMatchStyle(): void {
    this.#do((page) => edit(page, 'pasteAndMatchStyle'));
  }

  delete(): void {
    this.#do((page) => edit(page, 'delete'));
  }

  selectAll(): void {
    this.#do((page) => edit(page, 'selectAll'));
  }

  /** For the stand-in: does this frame, by Chromium's id, belong to the window? */
  hasFrame(frameId: string): boolean {
    return this.#page?.hasFrame(frameId) ?? false;
  }

  /** For the stand-in: may a frame of this window go there? */
  mayNavigate(journey: Journey): boolean {
    const page = this.#page;
    return page === undefined || this.#navigation.mayNavigate(journey, page, this.mainFrame);
  }

  #refuseWindow(wish: object): void {
    const answer = this.#openHandler({ ...wish, disposition: 'new-window', referrer: { url: '', policy: 'default' } });
    if (answer.action === 'allow') throw new NotHere("setWindowOpenHandler answer 'allow'");
  }

  /** For what Electron's own methods start and do not wait for. */
  #do(act: (page: Page) => Promise<unknown>): void {
    this.#inBackground(this.#attached.then(act));
  }

  #inBackground(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      if (!this.#state.isDestroyed) this.#host.notes.say(`window ${this.id}: ${String(error)}`);
    });
  }
}
