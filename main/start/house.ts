import { app, shell } from 'electron';
import type { AccountKey } from '../../app/ipc/account.ts';
import type { Handlers } from '../../app/ipc/contract.ts';
import { chooseBundleTarget, chooseFolder } from '../files/file-dialogs.ts';
import { Files, type FileDialogs } from '../files/files.ts';
import type { ImportProcess } from '../files/import-reader.ts';
import { Rescue } from '../files/rescue.ts';
import { HealthDesk } from '../health/health-desk.ts';
import type { LoopDelay } from '../health/loop-delay.ts';
import { allCalls, type AlwaysCalls } from '../ipc/all-calls.ts';
import { callsWithoutServer } from '../ipc/connected-calls.ts';
import type { OpenScripts } from '../ipc/open-scripts.ts';
import type { Log } from '../log/log.ts';
import type { Accounts } from './open-accounts.ts';
import type { OtherVaults } from './other-vaults.ts';
import { openSync, type AccountSync } from './open-sync.ts';
import { hourly, type Surroundings } from '../surroundings.ts';
import { BackupFolders } from '../vault/backup/backup-folders.ts';
import { tellBackupNews } from '../vault/backup/tell-backup-news.ts';
import type { Vault } from '../vault/vault.ts';
import type { Windows } from '../windows/windows.ts';

/** What every house stands on: there is one of each, whoever's scripts are shown. */
export interface Ground extends Surroundings {
  readonly windows: Windows;
  readonly openScripts: OpenScripts;
  readonly always: AlwaysCalls;
  readonly accounts: Accounts;
  readonly otherVaults: OtherVaults;
  readonly dialogs: FileDialogs;
  readonly loopDelay: LoopDelay;
  readonly log: Log;
  readonly startImport: () => ImportProcess;
}

export interface Furnishing {
  readonly account: AccountKey;
  /** The account's own folder. */
  readonly folder: string;
  /** Open; from here on the house closes it. */
  readonly vault: Vault;
}

/** One account's scripts and everything that works on them: what is opened anew when another account is shown. */
export class House implements AsyncDisposable {
  readonly account: AccountKey;
  readonly vault: Vault;
  /** What windows that show this account are answered by. */
  readonly handlers: Handlers;
  readonly #sync: AccountSync | null;
  readonly #closing: AsyncDisposableStack;

  private constructor(
    { account, vault }: Furnishing,
    { handlers, sync, closing }: { handlers: Handlers; sync: AccountSync | null; closing: AsyncDisposableStack },
  ) {
    this.account = account;
    this.vault = vault;
    this.handlers = handlers;
    this.#sync = sync;
    this.#closing = closing;
  }

  static furnish({ account, folder, vault }: Furnishing, ground: Ground): House {
    const { windows, openScripts, always, accounts, dialogs, loopDelay, log, startImport } = ground;
    const { now, newId, wake } = ground;
    const closing = new AsyncDisposableStack();
    closing.defer(() => vault.close());
    const windowOf = (windowId: number) => windows.get(windowId)?.browserWindow;
    const documents = (): string => app.getPath('documents');
    const files = closing.use(
      new Files({ vault: Promise.resolve(vault), dialogs, startProcess: startImport, documents, newId, wake }),
    );
    const onTrouble = (error: unknown): void => log.warn('chores.failed', { error });
    const health = new HealthDesk({
      vault,
      folder,
      log,
      loopDelay,
      appVersion: app.getVersion(),
      now,
      newId,
      documents,
      chooseTarget: (path, windowId) => chooseBundleTarget(path, windowOf(windowId)),
    });
    const sync = account === 'local' ? null : closing.use(openSync({ account, folder, vault }, ground));
    const handlers = allCalls({
      always,
      connected: {
        ...callsWithoutServer(),
        ...accounts.handlers,
        ...sync?.calls,
      },
      sync: sync?.desk ?? null,
      projects: sync?.projects ?? null,
      vault,
      windows,
      files,
      rescue: new Rescue({ dialogs, documents, newId }),
      openScripts,
      backups: {
        folders: new BackupFolders(folder, () => windows.broadcast('backups.changed', {})),
        chooseFolder: (windowId) => chooseFolder('copies', windowOf(windowId)),
        onTrouble,
      },
      health,
      recovery: { folder, showInFolder: (path) => shell.showItemInFolder(path) },
      newId,
    });
    closing.use(hourly(wake, () => vault.doChores().catch(onTrouble)));
    closing.defer(tellBackupNews(vault.backups, windows));
    closing.defer(vault.onLibraryChanged(() => windows.broadcast('library.changed', {})));
    closing.defer(
      vault.onRoomChanged((room) => {
        log.warn('disk.room', { room });
        windows.broadcast('disk.room-changed', { room });
      }),
    );
    return new House({ account, folder, vault }, { handlers, sync, closing });
  }

  /** The machine woke up, or is on another network. */
  woke(): void {
    void this.#sync?.desk.woke();
  }

  connect(): void {
    this.#sync?.desk.connect();
  }

  async disconnect(): Promise<void> {
    await this.#sync?.desk.disconnect();
  }

  /** Waits for everything asked so far; nothing is dropped. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#closing.disposeAsync();
  }
}
