import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppPaths } from './app-paths.ts';
import { App } from './app.ts';
import { Browser, findChromium } from './chromium/browser.ts';
import { ifThere } from './chromium/connection.ts';
import type { Page } from './chromium/page.ts';
import { makeClipboard } from './clipboard.ts';
import { makeControls } from './controls.ts';
import type { Controls } from './controls.ts';
import { CustomUrls } from './custom-urls.ts';
import { DialogAnswers } from './dialogs/dialog-answers.ts';
import { makeDialog } from './dialogs/dialog.ts';
import { Panels } from './dialogs/panels.ts';
import { IpcChannels } from './ipc.ts';
import { readLaunch } from './launch.ts';
import type { Launch } from './launch.ts';
import { Lifecycle } from './lifecycle.ts';
import { MenuKeys } from './menus/menu-keys.ts';
import { NativeTheme } from './native-theme.ts';
import { Permissions } from './permissions.ts';
import { Permits } from './permits.ts';
import { Protocols } from './protocol.ts';
import { PowerMonitor, Screen } from './quiet-modules.ts';
import { Requests } from './requests.ts';
import { makeSafeStorage } from './safe-storage.ts';
import { DefaultSession } from './session.ts';
import { readSettings } from './settings.ts';
import type { Settings } from './settings.ts';
import { makeShell } from './shell.ts';
import type { ShellCall } from './shell.ts';
import { Notes, vetoable } from './strict.ts';
import { WebRequests } from './web-request.ts';
import type { BrowserWindowBase, WindowHost } from './windows/browser-window.ts';
import { WindowList } from './windows/window-list.ts';

const EXECUTABLE = fileURLToPath(new URL('bin/electron', import.meta.url));

/** Puts the stand-in together, in the order in which its parts need each other, and starts and ends it. */
export class StandIn {
  readonly launch: Launch;
  readonly notes = new Notes();
  readonly ipcMain = new IpcChannels();
  readonly app: App;
  readonly windows: WindowList;
  readonly session: DefaultSession;
  readonly protocols: Protocols;
  readonly menuKeys = new MenuKeys(process.platform);
  readonly theme: NativeTheme;
  readonly powerMonitor = new PowerMonitor();
  readonly screen = new Screen();
  readonly dialog: ReturnType<typeof makeDialog>;
  readonly clipboard: ReturnType<typeof makeClipboard>;
  readonly safeStorage: ReturnType<typeof makeSafeStorage>;
  readonly shell: ReturnType<typeof makeShell>;
  readonly windowHost: WindowHost;
  readonly controls: Controls;
  readonly #settings: Settings;
  readonly #urls = new CustomUrls();
  readonly #permissions = new Permissions();
  readonly #webRequests: WebRequests;
  readonly #panels = new Panels();
  readonly #switches = new Map<string, string>();
  readonly #lifecycle: Lifecycle;
  /** Windows that pages tried to open: they are closed, and whatever they ask for is refused. */
  readonly #refusedWindows = new Set<string>();
  #browser: Browser | undefined;
  #requests: Requests | undefined;
  #permits: Permits | undefined;

  private constructor(launch: Launch, settings: Settings) {
    this.launch = launch;
    this.#settings = settings;
    const paths = new AppPaths(process.env, EXECUTABLE, launch.appFolder);
    if (launch.userData !== undefined) paths.set('userData', launch.userData);
    const isReady = (): boolean => this.app.isReady();
    this.app = new App({
      launch,
      paths,
      notes: this.notes,
      switches: this.#switches,
      executable: EXECUTABLE,
      lifecycle: () => this.#lifecycle,
      focusWindow: () => this.windows.front?.focus(),
    });
    this.#lifecycle = new Lifecycle({
      announce: (name) => {
        const event = vetoable({});
        this.app.emit(name, event);
        return !event.defaultPrevented;
      },
      announceAllClosed: () => this.app.emit('window-all-closed'),
      windows: () => this.windows.all,
      shutDown: (exitCode) => void this.#shutDown(exitCode),
    });
    this.windows = new WindowList(
      () => this.#lifecycle.allWindowsClosed(),
      () => this.#lifecycle.closeCancelled(),
    );
    this.protocols = new Protocols(this.#urls, isReady);
    this.#webRequests = new WebRequests(() => void this.#requests?.watch('all'));
    this.session = new DefaultSession({
      permissions: this.#permissions,
      protocols: this.protocols,
      webRequests: this.#webRequests,
      storagePath: () => this.app.getPath('sessionData'),
    });
    this.theme = new NativeTheme(settings.systemTheme);
    this.windowHost = this.#makeWindowHost();
    const answers = new DialogAnswers();
    const front = (): BrowserWindowBase | undefined => this.windows.front;
    this.dialog = makeDialog({
      answers,
      panels: this.#panels,
      notes: this.notes,
      front,
      documents: () => [this.app.getPath('documents'), homedir()].find((folder) => existsSync(folder)) ?? '/',
    });
    this.clipboard = makeClipboard({
      page: async () => front()?.whenOpen(),
      permitted: (page, work) => this.#permitsOrThrow().lendClipboard(page.url, work),
    });
    this.safeStorage = makeSafeStorage({
      state: settings.keyring,
      isReady,
      folder: () => this.app.getPath('userData'),
    });
    const shellCalls: ShellCall[] = [];
    this.shell = makeShell({
      calls: shellCalls,
      opensForReal: !settings.headless && !launch.isTested,
      trash: () => join(process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local/share'), 'Trash'),
      now: () => new Date(),
    });
    const { menuKeys, windows, theme } = this;
    const chromiumPid = (): number | undefined => this.#browser?.pid;
    this.controls = makeControls({ menuKeys, windows, answers, shellCalls, theme, chromiumPid });
  }

  /** From this process's own command line, after `--`, and environment. */
  static create(): StandIn {
    const args = process.argv.slice(process.argv.indexOf('--') + 1);
    return new StandIn(readLaunch(args, process.cwd()), readSettings(process.env, process.platform));
  }

  /** Starts Chromium and tells the app that it is ready; does nothing when the app has quit already. */
  async start(): Promise<void> {
    if (this.#lifecycle.isEnding) return;
    const browser = await Browser.open({
      executable: findChromium(this.#settings.chromium),
      userDataFolder: join(this.app.getPath('sessionData'), 'chromium'),
      headless: this.#settings.headless,
      isRoot: process.getuid?.() === 0,
      debuggingPort: this.launch.debuggingPort,
      switches: this.#switches,
      chatty: this.#settings.chatty,
    });
    this.#browser = browser;
    const { root } = browser.connection;
    this.#permits = new Permits(root, this.#permissions, this.#urls);
    this.#requests = new Requests(root, {
      urls: this.#urls,
      protocols: this.protocols,
      webRequests: this.#webRequests,
      ownerOf: (frameId) =>
        this.windows.all.map(({ webContents }) => webContents).find((each) => each.hasFrame(frameId)),
      isRefusedWindow: (targetId) => this.#refusedWindows.has(targetId),
      blankColour: () => this.windows.all.at(-1)?.getBackgroundColor() ?? '#ffffff',
      appName: this.app.name,
    });
    this.#refuseWindowsOfPages(browser);
    void browser.ended.then((ending) => this.#chromiumEnded(ending));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.app.quit());
    await Promise.all([
      this.#requests.watch('own'),
      this.#permits.denyAll(),
      root.send('Browser.setDownloadBehavior', { behavior: 'deny', eventsEnabled: true }),
    ]);
    this.app.emit('session-created', this.session);
    this.app.becomeReady();
  }

  #makeWindowHost(): WindowHost {
    const { launch, notes, session, ipcMain, windows } = this;
    return {
      windows,
      contents: {
        urls: this.#urls,
        session,
        ipcMain,
        notes,
        appFolder: launch.appFolder,
        isTested: launch.isTested,
        isHeadless: this.#settings.headless,
        permit: (contents, question) => this.#permitsOrThrow().permit(contents, question),
      },
      browser: () => {
        if (this.#browser === undefined) throw new Error('Cannot create BrowserWindow before app is ready');
        return this.#browser;
      },
      prepare: (window, page) => this.#prepare(window, page),
    };
  }

  #prepare(window: BrowserWindowBase, page: Page): void {
    this.menuKeys.join(window, page);
    this.#panels.join(page);
    this.theme.join(page);
  }

  #permitsOrThrow(): Permits {
    if (this.#permits === undefined) throw new Error('The app is not ready.');
    return this.#permits;
  }

  #refuseWindowsOfPages({ connection }: Browser): void {
    connection.root.on('Target.targetCreated', ({ targetInfo: { type, targetId, openerId } }) => {
      if (type !== 'page' || openerId === undefined) return;
      this.#refusedWindows.add(targetId);
      void ifThere(connection.root.send('Target.closeTarget', { targetId }));
    });
    connection.root.on('Browser.downloadWillBegin', ({ url, suggestedFilename }) => {
      const item = { getURL: () => url, getFilename: () => suggestedFilename, cancel: () => undefined };
      const event = vetoable({});
      this.session.emit('will-download', event, item, this.windows.front?.webContents);
      if (!event.defaultPrevented) this.notes.say(`A download was refused, as all are here: ${url}`);
    });
  }

  /** In Electron the browser is this process: what kills it kills the app, without any of its last words. */
  #chromiumEnded(ending: 'closed' | 'killed'): void {
    if (this.#lifecycle.isEnding) return;
    if (ending === 'killed') {
      process.stderr.write('[stand-in] Chromium was killed, and so is the app, as Electron would be.\n');
      process.kill(process.pid, 'SIGKILL');
    }
    this.app.exit(0);
  }

  async #shutDown(exitCode: number): Promise<void> {
    this.app.end(exitCode);
    await this.#browser?.[Symbol.asyncDispose]();
    process.exit(exitCode);
  }
}

/** The one there is: the module named `electron` has to exist as soon as it is imported. */
export const standIn = StandIn.create();
