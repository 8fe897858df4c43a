import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, ipcMain, Menu, nativeTheme, protocol, session, shell } from 'electron';
import type { AppInfo } from '../app/ipc/contract.ts';
import { APP_SCHEME } from '../app/window-address.ts';
import { appCalls } from './ipc/app-calls.ts';
import { libraryCalls } from './ipc/library-calls.ts';
import { linksCalls } from './ipc/links-calls.ts';
import { OpenScripts } from './ipc/open-scripts.ts';
import { CallRate } from './ipc/rate.ts';
import { registerCalls } from './ipc/register.ts';
import { scriptCalls } from './ipc/script-calls.ts';
import { settingsCalls } from './ipc/settings-calls.ts';
import { windowCalls } from './ipc/window-calls.ts';
import { Log } from './log/log.ts';
import { watchQuitting } from './quitting.ts';
import { runCommand } from './run-command.ts';
import { SettingsStore } from './settings/settings-store.ts';
import { surroundings } from './surroundings.ts';
import { Vault } from './vault/vault.ts';
import { PageServer } from './windows/app-protocol.ts';
import { ClosingDesk } from './windows/closing-desk.ts';
import { guardEverything, guardSession } from './windows/guards.ts';
import { drawMenu } from './windows/menu.ts';
import { askAboutBroken, askAboutUnsaved } from './windows/questions.ts';
import { WindowMemory } from './windows/window-memory.ts';
import { Windows } from './windows/windows.ts';

export interface Places {
  /** The profile's folder: settings, logs and the scripts of each account. */
  readonly userData: string;
  /** The built program: `main`, `preload` and `renderer` lie in it. */
  readonly out: string;
}

/** Opens everything there is, in order; what it returns closes it in reverse. If one part fails, the others are closed. */
export async function startApp({ userData, out }: Places): Promise<AsyncDisposable> {
  await using starting = new AsyncDisposableStack();
  const log = Log.open(join(userData, 'logs', 'galley.log'), surroundings.now);
  const settings = starting.use(await SettingsStore.open(join(userData, 'settings.json'), log));
  const memory = starting.use(
    await WindowMemory.open(join(userData, 'windows.json'), { log, wake: surroundings.wake }),
  );
  const vault = starting.use(
    await Vault.open({
      ...surroundings,
      folder: join(userData, 'accounts', 'local'),
      account: 'local',
      appVersion: app.getVersion(),
      workers: {
        writer: pathToFileURL(join(out, 'main', 'vault.worker.js')),
        keeper: pathToFileURL(join(out, 'main', 'keeper.worker.js')),
      },
      onTrouble: (error) => log.warn('vault.trouble', { error }),
    }),
  );

  guardEverything(app, log);
  guardSession(session.defaultSession);
  protocol.handle(APP_SCHEME, PageServer.open(join(out, 'renderer')).answer);

  const openScripts = new OpenScripts();
  const rate = new CallRate(surroundings.nowMs);
  const windows = starting.use(
    new Windows({
      preload: join(out, 'preload', 'preload.cjs'),
      log,
      nowMs: surroundings.nowMs,
      onCloseAsked: (windowId) => desk.handle({ kind: 'close-asked', windowId }),
      onGone: (windowId) => {
        openScripts.forget(windowId);
        rate.forget(windowId);
        desk.handle({ kind: 'gone', windowId });
      },
      onChanged: () => {
        if (!desk.leaving) memory.note(windows.snapshot());
      },
      onBroken: askAboutBroken,
    }),
  );
  const desk = starting.use(
    new ClosingDesk({
      canAsk: (windowId) => windows.get(windowId)?.listening ?? false,
      flush: (windowId) => windows.send(windowId, 'window.flush', {}),
      stay: (windowId) => windows.send(windowId, 'window.stay', {}),
      close: (windowId) => windows.get(windowId)?.destroy(),
      // Later, because Electron must not be asked to quit while it asks whether it may.
      quit: () => setImmediate(() => app.quit()),
      tell: (unsaved, windowId) => askAboutUnsaved(unsaved, windows.get(windowId)),
      wake: surroundings.wake,
    }),
  );

  starting.use(
    registerCalls({
      ipc: ipcMain,
      rate,
      log,
      isWindow: (id) => windows.has(id),
      handlers: {
        ...appCalls({
          info: () => ({ ...aboutThisProgram(), settings: settings.get() }),
          pageArrived: (windowId) => {
            openScripts.forget(windowId);
            return windows.get(windowId)?.pageArrived() ?? 'fresh';
          },
        }),
        ...settingsCalls(settings),
        ...libraryCalls({ vault }),
        ...scriptCalls({
          vault,
          openScripts,
          sendChange: (windowId, change) => windows.send(windowId, 'script.changed', change),
        }),
        ...linksCalls((href) => shell.openExternal(href)),
        ...windowCalls({
          open: (showing) => void windows.open(showing),
          popUpMenu: (windowId, at) => {
            const window = windows.get(windowId);
            if (window !== undefined) Menu.getApplicationMenu()?.popup({ window: window.browserWindow, ...at });
          },
          setTitle: (windowId, title) => windows.get(windowId)?.setTitle(title),
          flushed: (windowId, unsaved) => desk.handle({ kind: 'flushed', windowId, unsaved }),
        }),
      },
    }),
  );
  starting.defer(vault.onLibraryChanged(() => windows.broadcast('library.changed', {})));

  const followSettings = (): void => {
    nativeTheme.themeSource = settings.get().theme;
    drawMenu(
      { platform: aboutThisProgram().platform, settings: settings.get(), forDevelopers: !app.isPackaged },
      (id) => runCommand(id, { windows, isClosing: (windowId) => desk.holds(windowId), quit: () => app.quit() }),
    );
  };
  followSettings();
  starting.use(
    settings.subscribe((changed) => {
      followSettings();
      windows.broadcast('settings.changed', changed);
    }),
  );
  nativeTheme.on('updated', () => windows.repaintFrames());
  app.on('accessibility-support-changed', (_event, on) => windows.broadcast('accessibility.changed', { on }));
  app.on('second-instance', () => comeForward());
  app.on('activate', () => comeForward());

  const comeForward = (): void => (windows.current() ?? windows.open({ kind: 'library' })).focus();
  for (const { showing, place } of memory.remembered) windows.open(showing, place);
  comeForward();

  const opened = starting.move();
  watchQuitting({
    app,
    desk,
    windowIds: () => windows.all().map(({ windowId }) => windowId),
    end: () => opened.disposeAsync(),
  });
  return opened;
}

function aboutThisProgram(): Omit<AppInfo, 'settings' | 'loaded'> {
  const { platform } = process;
  return {
    version: app.getVersion(),
    platform: platform === 'darwin' || platform === 'win32' ? platform : 'linux',
    host: process.versions.electron === undefined ? 'stand-in' : 'electron',
    accessibility: app.isAccessibilitySupportEnabled(),
  };
}
