import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { app, ipcMain, powerMonitor, protocol, session, shell } from 'electron';
import { APP_SCHEME } from '../app/window-address.ts';
import type { AccountKey } from '../app/ipc/account.ts';
import { chooseFolder, fileDialogs } from './files/file-dialogs.ts';
import { startImportProcess } from './files/start-import-process.ts';
import { comeForward, openFirstWindows } from './first-windows.ts';
import { LoopDelay } from './health/loop-delay.ts';
import { aboutThisProgram, followSystem } from './follow-system.ts';
import { alwaysCalls } from './ipc/all-calls.ts';
import { registerCalls } from './ipc/register.ts';
import { Log } from './log/log.ts';
import { watchQuitting } from './quitting.ts';
import { RecoveryNews } from './recovery-news.ts';
import { runCommand } from './run-command.ts';
import { SettingsStore } from './settings/settings-store.ts';
import { surroundings } from './surroundings.ts';
import { watchWakes } from './sync/wakes.ts';
import { accountHands } from './start/account-hands.ts';
import { HouseSwitch } from './start/house-switch.ts';
import { House, type Ground } from './start/house.ts';
import { movingHands } from './start/moving-hands.ts';
import { Accounts } from './start/open-accounts.ts';
import { OtherVaults } from './start/other-vaults.ts';
import { openVault, vaultOpening } from './start/open-vault.ts';
import { openWindows } from './start/open-windows.ts';
import type { Vault } from './vault/vault.ts';
import { PageServer } from './windows/app-protocol.ts';
import { guardEverything } from './windows/guards.ts';
import { WindowMemory } from './windows/window-memory.ts';

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

  const program = join(out, 'main');
  const accounts = starting.use(Accounts.open({ userData, surroundings, log }));
  const account = accounts.first;
  const place = { appVersion: app.getVersion(), program, log, now, newId };
  // The library opens in its own thread while the first page loads; the page's calls wait for it.
  const recoveryNews = starting.use(new RecoveryNews(wake));
  const canShow = Promise.withResolvers<void>();
  const start = vaultOpening({
    ...place,
    accountFolder: accounts.folderOf(account),
    account,
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

  const { windows, desk, openScripts, rate } = starting.use(
    openWindows({
      out,
      // A damaged file may take a while: the person sees what is going on.
      mayShow: Promise.race([opening, recoveryNews.begun]),
      memory,
      log,
      nowMs,
      wake,
      onGone: (windowId) => start.windowGone(windowId),
    }),
  );
  recoveryNews.tellTo(windows);
  const run = runCommand({ windows, isClosing: (windowId) => desk.holds(windowId), quit: () => app.quit() });
  starting.use(followSystem({ app, settings, windows, run }));

  const dialogs = fileDialogs((windowId) => windows.get(windowId)?.browserWindow);
  const always = alwaysCalls({
    windows,
    desk,
    settings,
    openScripts,
    start,
    chooseBackups: (windowId) => chooseFolder('backups', windows.get(windowId)?.browserWindow),
    info: () => ({ ...aboutThisProgram(app), author: houses.account, settings: settings.get() }),
    openExternal: (href) => shell.openExternal(href),
  });
  const otherVaults = new OtherVaults({
    open: (whose) =>
      openVault({ ...place, account: whose, accountFolder: accounts.folderOf(whose), onRecovering: () => undefined }),
    left: () => houses.left,
  });
  const ground: Ground = {
    ...surroundings,
    windows,
    openScripts,
    always,
    accounts,
    otherVaults,
    dialogs,
    loopDelay: starting.use(LoopDelay.open()),
    log,
    startImport: () => startImportProcess(join(program, 'import.process.js')),
  };
  const furnish = (whose: AccountKey, vault: Vault): House =>
    House.furnish({ account: whose, folder: accounts.folderOf(whose), vault }, ground);
  const houses: HouseSwitch<House> = starting.use(
    new HouseSwitch(
      account,
      opening.then((vault) => furnish(account, vault)),
      movingHands({
        windows,
        desk,
        open: async (whose) => furnish(whose, await otherVaults.openToShow(whose)),
        turnTo: async (whose) => (await accounts.desk).turnTo(whose),
        onTrouble: (error) => log.warn('account.not-closed', { error }),
      }),
    ),
  );
  const come = async (given: readonly string[]): Promise<void> =>
    comeForward(given, { windows, vault: (await houses.house).vault, signIn: (link) => accounts.heardLink(link) });
  accounts.openDesk(
    accountHands({
      houses,
      windows,
      otherVaults,
      openExternal: (href) => shell.openExternal(href),
      comeForward: () => void come([]),
    }),
  );
  const handlers = async () => (await houses.house).handlers;
  const early = (windowId: number) => (start.asksIn(windowId) ? always : undefined);
  starting.use(registerCalls({ ipc: ipcMain, rate, log, isWindow: (id) => windows.has(id), handlers, early }));
  canShow.resolve();

  await Promise.all([houses.house, openFirstWindows({ memory, windows, opening, newId, account })]);
  // What is on this device comes first: nobody waits for a server to see their scripts.
  void windows.shown.then(async () => (await houses.house).connect());
  const onWoke = (): void => {
    if (houses.house instanceof House) houses.house.woke();
  };
  starting.use(watchWakes({ wake, power: powerMonitor, networks: networkInterfaces, onWoke }));
  app.on('second-instance', (_event, given) => void come(given));
  app.on('open-url', (_event, url) => void come([url]));
  app.on('activate', () => void come([]));

  const started = starting.move();
  watchQuitting({ app, desk, windows, end: () => started.disposeAsync() });
  log.info('app.started');
}
