import { join } from 'node:path';
import { app, ipcMain, protocol, session, shell } from 'electron';
import { APP_SCHEME } from '../app/window-address.ts';
import { chooseBundleTarget, chooseFolder, fileDialogs } from './files/file-dialogs.ts';
import { Files } from './files/files.ts';
import { Rescue } from './files/rescue.ts';
import { startImportProcess } from './files/start-import-process.ts';
import { comeForward, openFirstWindows } from './first-windows.ts';
import { HealthDesk } from './health/health-desk.ts';
import { LoopDelay } from './health/loop-delay.ts';
import { aboutThisProgram, followSystem } from './follow-system.ts';
import { allCalls, alwaysCalls } from './ipc/all-calls.ts';
import { callsWithoutServer } from './ipc/connected-calls.ts';
import { OpenScripts } from './ipc/open-scripts.ts';
import { CallRate } from './ipc/rate.ts';
import { registerCalls } from './ipc/register.ts';
import { Log } from './log/log.ts';
import { watchQuitting } from './quitting.ts';
import { RecoveryNews } from './recovery-news.ts';
import { runCommand } from './run-command.ts';
import { SettingsStore } from './settings/settings-store.ts';
import { hourly, surroundings } from './surroundings.ts';
import { BackupFolders } from './vault/backup/backup-folders.ts';
import { tellBackupNews } from './vault/backup/tell-backup-news.ts';
import { vaultOpening } from './start/open-vault.ts';
import type { Vault } from './vault/vault.ts';
import { PageServer } from './windows/app-protocol.ts';
import { ClosingDesk } from './windows/closing-desk.ts';
import { guardEverything } from './windows/guards.ts';
import { askAboutBroken, askAboutUnsaved } from './windows/questions.ts';
import { WindowMemory } from './windows/window-memory.ts';
import { Windows } from './windows/windows.ts';

export interface Places {
  /** The profile's folder: settings, logs and the scripts of each account. */
  readonly userData: string;
  /** The built program: `main`, `preload` and `renderer` lie in it. */
  readonly out: string;
}

/** Opens everything there is, in order; quitting closes it in reverse. If one part fails, the others are closed. */
export async function startApp({ userData, out }: Places): Promise<void> {
  await using starting = new AsyncDisposableStack();
  const { now, nowMs, newId, wake } = surroundings;
  const log = Log.open({ folder: join(userData, 'logs'), program: out, now, newId });

  starting.defer(() => log.info('app.stopped'));

  const accountFolder = join(userData, 'accounts', 'local');
  // The library opens in its own thread while the first page loads; the page's calls wait for it.
  const recoveryNews = starting.use(new RecoveryNews(wake));
  const canShow = Promise.withResolvers<void>();
  const start = vaultOpening({
    accountFolder,
    account: 'local',
    appVersion: app.getVersion(),
    program: join(out, 'main'),
    log,
    now,
    newId,
    showWindow: async () => {
      await canShow.promise;
      return windows.open({ kind: 'start' }, undefined, Promise.resolve()).windowId;
    },
    closeWindow: (windowId) => windows.get(windowId)?.destroy(),
    onProgress: (progress) => windows.broadcast('backups.progress', { progress }),
    onRecovering: (progress) => recoveryNews.hear(progress),
  });
  const opening = start.open();
  starting.defer(() =>
    opening.then(
      (vault) => vault.close(),
      () => undefined,
    ),
  );
  // Awaited below; until then its failure has to be held by someone.
  opening.catch(() => undefined);
  const settings = starting.use(await SettingsStore.open(join(userData, 'settings.json'), log));
  const memory = starting.use(await WindowMemory.open(join(userData, 'windows.json'), { log, wake }));

  guardEverything({ app, defaultSession: session.defaultSession, log });
  protocol.handle(APP_SCHEME, PageServer.open(join(out, 'renderer')).answer);

  const openScripts = new OpenScripts();
  const rate = new CallRate(nowMs);
  const windows: Windows = starting.use(
    new Windows({
      preload: join(out, 'preload', 'preload.cjs'),
      // A damaged file may take a while: the person sees what is going on.
      mayShow: Promise.race([opening, recoveryNews.begun]),
      log,
      nowMs,
      onCloseAsked: (windowId) => desk.handle({ kind: 'close-asked', windowId }),
      onGone: (windowId) => {
        openScripts.forget(windowId);
        rate.forget(windowId);
        desk.handle({ kind: 'gone', windowId });
        start.windowGone(windowId);
      },
      onChanged: () => {
        if (!desk.leaving) memory.note(windows.snapshot());
      },
      onBroken: askAboutBroken,
    }),
  );
  recoveryNews.tellTo(windows);
  const desk: ClosingDesk = starting.use(
    new ClosingDesk({
      canAsk: (windowId) => windows.get(windowId)?.listening ?? false,
      flush: (windowId) => windows.send(windowId, 'window.flush', {}),
      stay: (windowId) => windows.send(windowId, 'window.stay', {}),
      close: (windowId) => windows.get(windowId)?.destroy(),
      // Later, because Electron must not be asked to quit while it asks whether it may.
      quit: () => setImmediate(() => app.quit()),
      tell: (unsaved, windowId) => askAboutUnsaved(unsaved, windows.get(windowId)),
      wake,
    }),
  );
  const run = runCommand({ windows, isClosing: (windowId) => desk.holds(windowId), quit: () => app.quit() });
  starting.use(followSystem({ app, settings, windows, run }));

  const dialogs = fileDialogs((windowId) => windows.get(windowId)?.browserWindow);
  const documents = (): string => app.getPath('documents');
  const rescue = new Rescue({ dialogs, documents, newId });
  const files = starting.use(
    new Files({
      vault: opening,
      dialogs,
      startProcess: () => startImportProcess(join(out, 'main', 'import.process.js')),
      documents,
      newId,
      wake,
    }),
  );
  const backups = {
    folders: new BackupFolders(accountFolder, () => windows.broadcast('backups.changed', {})),
    chooseFolder: (windowId: number) => chooseFolder('copies', windows.get(windowId)?.browserWindow),
    onTrouble: (error: unknown) => log.warn('chores.failed', { error }),
  };
  const info = () => ({ ...aboutThisProgram(app), settings: settings.get() });
  const openExternal = (href: string): Promise<void> => shell.openExternal(href);
  const loopDelay = starting.use(LoopDelay.open());
  const healthOf = (vault: Vault): HealthDesk =>
    new HealthDesk({
      vault,
      folder: accountFolder,
      log,
      loopDelay,
      appVersion: app.getVersion(),
      now,
      newId,
      documents,
      chooseTarget: (path, windowId) => chooseBundleTarget(path, windows.get(windowId)?.browserWindow),
    });
  const recovery = { folder: accountFolder, showInFolder: (path: string) => shell.showItemInFolder(path) };
  const always = alwaysCalls({
    windows,
    desk,
    settings,
    openScripts,
    start,
    chooseBackups: (windowId) => chooseFolder('backups', windows.get(windowId)?.browserWindow),
    info,
    openExternal,
  });
  const connected = callsWithoutServer();
  const handlers = opening.then((vault) =>
    allCalls({
      always,
      connected,
      vault,
      windows,
      files,
      rescue,
      openScripts,
      backups,
      health: healthOf(vault),
      recovery,
      newId,
    }),
  );
  handlers.catch(() => undefined);
  const early = (windowId: number) => (start.asksIn(windowId) ? always : undefined);
  starting.use(registerCalls({ ipc: ipcMain, rate, log, isWindow: (id) => windows.has(id), handlers, early }));
  canShow.resolve();

  const [vault] = await Promise.all([opening, openFirstWindows({ memory, windows, opening, newId })]);
  starting.use(hourly(wake, () => vault.doChores().catch((error: unknown) => log.warn('chores.failed', { error }))));
  starting.defer(tellBackupNews(vault.backups, windows));
  starting.defer(vault.onLibraryChanged(() => windows.broadcast('library.changed', {})));
  starting.defer(
    vault.onRoomChanged((room) => {
      log.warn('disk.room', { room });
      windows.broadcast('disk.room-changed', { room });
    }),
  );
  app.on('second-instance', (_event, given) => void comeForward(given, { windows, vault }));
  app.on('open-url', (_event, url) => void comeForward([url], { windows, vault }));
  app.on('activate', () => void comeForward([], { windows, vault }));

  const started = starting.move();
  watchQuitting({ app, desk, windows, end: () => started.disposeAsync() });
  log.info('app.started');
}
