import { join } from 'node:path';
import type { FailureCode } from '../../app/failure.ts';
import type { ScriptId } from '../../app/ids.ts';
import type {
  AppInfo,
  Bridge,
  CallName,
  EventName,
  Handlers,
  Input,
  Payload,
  TemplateName,
} from '../../app/ipc/contract.ts';
import type { Settings } from '../../app/settings.ts';
import { templateUpdate } from '../../app/script/templates/template-update.ts';
import type { Showing } from '../../app/window-address.ts';
import { HealthDesk } from '../../main/health/health-desk.ts';
import { LoopDelay } from '../../main/health/loop-delay.ts';
import { Files, type FileDialogs } from '../../main/files/files.ts';
import { Rescue } from '../../main/files/rescue.ts';
import { appCalls } from '../../main/ipc/app-calls.ts';
import { backupsCalls } from '../../main/ipc/backups-calls.ts';
import { callsWithoutServer } from '../../main/ipc/connected-calls.ts';
import { diskCalls } from '../../main/ipc/disk-calls.ts';
import { filesCalls } from '../../main/ipc/files-calls.ts';
import { healthCalls } from '../../main/ipc/health-calls.ts';
import { historyCalls } from '../../main/ipc/history-calls.ts';
import { libraryCalls } from '../../main/ipc/library-calls.ts';
import { linksCalls } from '../../main/ipc/links-calls.ts';
import { rescueCalls } from '../../main/ipc/rescue-calls.ts';
import { OpenScripts } from '../../main/ipc/open-scripts.ts';
import { scriptCalls } from '../../main/ipc/script-calls.ts';
import { settingsCalls } from '../../main/ipc/settings-calls.ts';
import { recoveryCalls } from '../../main/ipc/recovery-calls.ts';
import { startCalls } from '../../main/ipc/start-calls.ts';
import { storageCalls } from '../../main/ipc/storage-calls.ts';
import { windowCalls } from '../../main/ipc/window-calls.ts';
import { SettingsStore } from '../../main/settings/settings-store.ts';
import { Log } from '../../main/log/log.ts';
import { Opening } from '../../main/start/opening.ts';
import { surroundings } from '../../main/surroundings.ts';
import { BackupFolders } from '../../main/vault/backup/backup-folders.ts';
import { tellBackupNews } from '../../main/vault/backup/tell-backup-news.ts';
import { failureOf } from '../../main/vault/failures.ts';
import { openBridge } from './bridge.ts';
import { nodeProcesses } from './import-process.ts';
import { openTestVault, type TestVault } from './vault.ts';

const WINDOW_ID = 1;

type StartTroubleName = Parameters<typeof failureOf>[0];

export interface MachineOptions extends Partial<Pick<AppInfo, 'host' | 'loaded' | 'platform'>> {
  readonly settings?: Partial<Settings>;
  readonly startTrouble?: StartTroubleName;
}

export interface NewScript {
  readonly title: string;
  readonly template: TemplateName;
  /** The moment of its making and last edit. */
  readonly at: number;
  readonly trashed?: boolean;
  /** As if a newer Galley had written in it. */
  readonly newer?: boolean;
  /** What came after the template. */
  readonly updates?: readonly Uint8Array[];
}

/**
 * The main process as one window meets it: its own handlers on a real vault on disk, without Electron. What a real
 * machine shows only when it breaks can be asked for.
 */
export class Machine implements AsyncDisposable {
  readonly vault: TestVault;
  /** Where its main process writes what happens. */
  readonly log: Log;
  /** Windows that the page asked for. */
  readonly opened: Showing[] = [];
  /** The file that the person chooses to import; null when they change their mind. */
  chosenFile: string | null = null;
  /** The folder that the person chooses for copies of backups; null when they change their mind. */
  chosenFolder: string | null = null;
  /** Why the scripts cannot be opened; null once they can. Only for a machine that was opened with it. */
  startTrouble: StartTroubleName | null;
  /** The window that asked about that was closed. */
  startWindowClosed = false;
  /** Where the person lets a bundle for support go; null when they change their mind. */
  chosenTarget: string | null = null;
  /** Folders that the person asked to see. */
  readonly shown: string[] = [];
  /** Links that would have gone to the system's browser. */
  readonly followed: string[] = [];
  readonly #bridge: Bridge;
  readonly #send: <N extends EventName>(name: N, payload: Payload<N>) => void;
  readonly #failures = new Map<CallName, FailureCode>();
  readonly #lies = new Map<CallName, unknown>();
  readonly #heard = new Map<CallName, (input: never) => void>();
  readonly #once = new Set<CallName>();
  readonly #held = new Map<CallName, PromiseWithResolvers<void>>();
  readonly #stack: AsyncDisposableStack;

  private constructor(
    { vault, log, settings }: { readonly vault: TestVault; readonly log: Log; readonly settings: SettingsStore },
    options: MachineOptions,
    stack: AsyncDisposableStack,
  ) {
    this.vault = vault;
    this.log = log;
    this.#stack = stack;
    this.startTrouble = options.startTrouble ?? null;
    const start = new Opening<void>({
      open: async () => {
        if (this.startTrouble !== null) throw failureOf(this.startTrouble);
      },
      restore: async () => {
        this.startTrouble = null;
      },
      accountFolder: vault.folder,
      showWindow: async () => WINDOW_ID,
      closeWindow: () => {
        this.startWindowClosed = true;
      },
      onFailed: () => undefined,
    });
    // What it answers is what the test looks at in the page.
    void start.open();
    const openScripts = new OpenScripts();
    const dialogs: FileDialogs = {
      chooseFile: async () => this.chosenFile,
      chooseTarget: async ({ path }) => path,
    };
    const documents = (): string => vault.folder;
    const newId = (): string => vault.random.uuid();
    const files = stack.use(
      new Files({
        vault: Promise.resolve(vault.vault),
        dialogs,
        startProcess: nodeProcesses().startProcess,
        documents,
        newId,
        wake: surroundings.wake,
      }),
    );
    const handlers: Partial<Handlers> = {
      ...callsWithoutServer(),
      ...appCalls({
        info: () => ({
          version: '0.1.0',
          platform: options.platform ?? 'linux',
          host: options.host ?? 'electron',
          settings: settings.get(),
          author: 'local',
          accessibility: false,
        }),
        pageArrived: (windowId) => {
          openScripts.forget(windowId);
          return options.loaded ?? 'fresh';
        },
      }),
      ...startCalls({
        opening: start,
        chooseFolder: async () => this.chosenFolder,
        closeWindow: () => {
          this.startWindowClosed = true;
        },
      }),
      ...filesCalls(files),
      ...rescueCalls(new Rescue({ dialogs, documents, newId })),
      ...diskCalls(vault.vault),
      ...settingsCalls(settings),
      ...libraryCalls({ vault: vault.vault, projects: null, newId: () => vault.random.uuid() }),
      ...scriptCalls({ vault: vault.vault, openScripts, sendChange: () => undefined, sync: null }),
      ...backupsCalls({
        vault: vault.vault,
        folders: new BackupFolders(vault.folder, () => this.tell('backups.changed', {})),
        chooseFolder: async () => this.chosenFolder,
        openScripts,
        sendChange: (_windowId, change) => this.tell('script.changed', change),
        sync: null,
        newId: () => vault.random.uuid(),
        onTrouble: (error) => {
          throw error;
        },
      }),
      ...historyCalls({ vault: vault.vault }),
      ...storageCalls({ vault: vault.vault, openScripts }),
      ...recoveryCalls({
        vault: vault.vault,
        folder: vault.folder,
        showInFolder: (path) => void this.shown.push(path),
        onChanged: () => this.tell('recovery.incidents-changed', {}),
      }),
      ...healthCalls(
        new HealthDesk({
          vault: vault.vault,
          folder: vault.folder,
          log,
          loopDelay: stack.use(LoopDelay.open()),
          appVersion: '0.1.0',
          now: vault.clock.now,
          newId: () => vault.random.uuid(),
          documents: () => vault.folder,
          chooseTarget: async () => this.chosenTarget,
        }),
      ),
      ...linksCalls(async (href) => void this.followed.push(href)),
      ...windowCalls({
        open: (showing) => void this.opened.push(showing),
        popUpMenu: () => undefined,
        setTitle: () => undefined,
        flushed: () => undefined,
      }),
    };
    const bridge = stack.use(openBridge({ handlers, log }));
    this.#bridge = bridge.page(WINDOW_ID);
    this.#send = (name, payload) => bridge.send(WINDOW_ID, name, payload);
    stack.defer(tellBackupNews(vault.vault.backups, { broadcast: (name, payload) => this.tell(name, payload) }));
    stack.defer(vault.vault.onLibraryChanged(() => this.tell('library.changed', {})));
    stack.use(settings.subscribe((changed) => this.tell('settings.changed', changed)));
  }

  static async open(options: MachineOptions = {}): Promise<Machine> {
    await using opening = new AsyncDisposableStack();
    const vault = opening.use(
      await openTestVault({ onTrouble: (error) => log.warn('library.trouble', { error, script: null }) }),
    );
    const log: Log = Log.open({
      folder: join(vault.folder, 'logs'),
      program: join(import.meta.dirname, '../..'),
      now: vault.clock.now,
      newId: () => vault.random.uuid(),
    });
    const settings = opening.use(await SettingsStore.open(join(vault.folder, 'settings.json'), log));
    await settings.change(options.settings ?? {});
    return new Machine({ vault, log, settings }, options, opening.move());
  }

  /** Puts scripts into the library. Their words are counted, and can be searched, a little later. */
  async add(scripts: readonly NewScript[]): Promise<readonly ScriptId[]> {
    const { vault, clock } = this.vault;
    const ids: ScriptId[] = [];
    for (const { title, template, at, trashed, newer, updates = [] } of scripts) {
      const scriptId = this.vault.scriptId();
      clock.set(at);
      await vault.create({ scriptId, title, updates: [this.vault.update(templateUpdate(template))] });
      for (const update of updates) await vault.append({ scriptId, ...this.vault.update(update) });
      if (newer) await vault.append({ scriptId, ...this.vault.update(Uint8Array.of(0, 0), 2) });
      if (trashed) await vault.trash(scriptId);
      ids.push(scriptId);
    }
    return ids;
  }

  /** From now on this call fails with this code, until `mend`. */
  breakCall(name: CallName, code: FailureCode): void {
    this.#failures.set(name, code);
  }

  /** As if a fault of ours made it answer this. */
  lie(name: CallName, value: unknown): void {
    this.#lies.set(name, value);
  }

  /** Tells of every such call. */
  hear<N extends CallName>(name: N, listener: (input: Input<N>) => void): void {
    this.#heard.set(name, listener as (input: never) => void);
  }

  mend(name: CallName): void {
    this.#failures.delete(name);
    this.#lies.delete(name);
  }

  /** From now on this call waits until the returned function is called. */
  hold(name: CallName): () => void {
    const gate = Promise.withResolvers<void>();
    this.#held.set(name, gate);
    return () => {
      this.#held.delete(name);
      gate.resolve();
    };
  }

  /** The next such call waits until the returned function is called; later ones are answered at once. */
  holdNext(name: CallName): () => void {
    const letGo = this.hold(name);
    this.#once.add(name);
    return letGo;
  }

  async answer(name: CallName, input: unknown): Promise<unknown> {
    const gate = this.#held.get(name);
    if (this.#once.delete(name)) this.#held.delete(name);
    await gate?.promise;
    this.#heard.get(name)?.(input as never);
    const code = this.#failures.get(name);
    if (code !== undefined)
      return { ok: false, code, message: `The test broke ${name}. Nothing was changed. Mend it.` };
    if (this.#lies.has(name)) return { ok: true, value: this.#lies.get(name) };
    return this.#bridge.call(name, input as never);
  }

  tell<N extends EventName>(name: N, payload: Payload<N>): void {
    this.#send(name, payload);
  }

  /** Hears everything that a page would. Answers how to stop. */
  onTold(names: readonly EventName[], listener: (name: EventName, payload: unknown) => void): void {
    for (const name of names) this.#stack.defer(this.#bridge.on(name, (payload) => listener(name, payload)));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }

  /** Resolves when the words of all scripts are counted and can be searched. */
  async counted(): Promise<void> {
    const { vault } = this.vault;
    const isCounted = async (): Promise<boolean> => (await vault.list()).every(({ rows }) => rows > 0);
    const done = Promise.withResolvers<void>();
    const stop = vault.onLibraryChanged(() => {
      isCounted().then((counted) => {
        if (counted) done.resolve();
      }, done.reject);
    });
    if (await isCounted()) done.resolve();
    await done.promise;
    stop();
  }
}
