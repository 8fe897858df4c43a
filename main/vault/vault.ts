import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import type { ScriptId } from '../../app/ids.ts';
import type { OpenedScript, ScriptSummary, SearchHit } from '../../app/ipc/contract.ts';
import type { PlainScript } from '../../app/script/plain-script.ts';
import { failureOf } from './failures.ts';
import {
  FILE_NAME,
  type KeeperCalls,
  type KeeperNote,
  type KeeperStart,
  type NewUpdate,
  type WriterCalls,
  type WriterStart,
} from './protocol.ts';
import { WorkerLink } from './worker-link.ts';

export interface VaultOptions {
  /** The account's own folder: `<userData>/accounts/local` while nobody is signed in. Made when it is not there. */
  readonly folder: string;
  /** Whose scripts these are: 'local', or the id of an account. Written into a new vault. */
  readonly account: string;
  readonly appVersion: string;
  readonly workers: VaultWorkers;
  readonly now: () => Date;
  /** Makes a UUID. */
  readonly newId: () => string;
  /** Something went wrong that no call waits for: for the log. The id is there when it was about one script. */
  readonly onTrouble?: (error: unknown, scriptId: ScriptId | null) => void;
  /** How long after an edit its words may wait for the index. A search never waits for that. */
  readonly indexAfterMs?: number;
}

/** Where the threads' entry files are: beside this file as .ts in tests, in the bundle as .js. */
export interface VaultWorkers {
  readonly writer: URL;
  readonly keeper: URL;
}

const INDEX_AFTER_MS = 2_000;

type Writing = WorkerLink<WriterCalls>;
type Keeping = WorkerLink<KeeperCalls, KeeperNote>;

/**
 * The local store of one account, as the main process sees it. Everything that touches the disk happens in threads.
 * Every method may fail with `disk-full`, `read-only-disk` or `closed` besides what it names itself.
 */
export class Vault implements AsyncDisposable {
  readonly #options: VaultOptions;
  readonly #listeners = new Set<() => void>();
  #writing: Promise<Writing> | undefined;
  #keeping: Promise<Keeping> | undefined;
  #closing: Promise<void> | undefined;

  private constructor(options: VaultOptions) {
    this.#options = options;
  }

  /** @throws Failure `busy` when another process has it, `newer-version`, `damaged`, `disk-full`, `read-only-disk`. */
  static async open(options: VaultOptions): Promise<Vault> {
    const vault = new Vault(options);
    await vault.#writer();
    return vault;
  }

  /** Latest touched first, trashed ones included. */
  async list(): Promise<readonly ScriptSummary[]> {
    return (await this.#writer()).ask('list', {});
  }

  /**
   * Makes a script and its first updates, all or nothing. The same call again is harmless.
   * @throws Failure `conflict` when the id stands for another script, `too-large` for an update above 1 MiB.
   */
  async create(script: {
    readonly scriptId: ScriptId;
    readonly title: string;
    readonly updates: readonly NewUpdate[];
  }): Promise<void> {
    await (await this.#writer()).ask('create', { ...script, at: this.#at() });
    this.#tellLibrary();
  }

  /** @throws Failure `not-found` */
  async rename(script: { readonly scriptId: ScriptId; readonly title: string }): Promise<void> {
    await (await this.#writer()).ask('rename', { ...script, at: this.#at() });
    this.#tellLibrary();
  }

  /** @throws Failure `not-found` */
  async trash(scriptId: ScriptId): Promise<void> {
    await (await this.#writer()).ask('trash', { scriptId, at: this.#at() });
    this.#tellLibrary();
  }

  /** @throws Failure `not-found` */
  async restore(scriptId: ScriptId): Promise<void> {
    await (await this.#writer()).ask('restore', { scriptId, at: this.#at() });
    this.#tellLibrary();
  }

  /** @throws Failure `not-found`, `damaged` */
  async openScript(scriptId: ScriptId): Promise<OpenedScript> {
    return (await this.#writer()).ask('open-script', { scriptId });
  }

  /**
   * Resolves when the update is on disk, and not before. Appending the same update again is harmless.
   * @throws Failure `not-found`, `too-large` above 1 MiB, `conflict` when the id already stands for other bytes.
   */
  async append({ scriptId, updateId, format, bytes }: NewUpdate & { readonly scriptId: ScriptId }): Promise<void> {
    await (await this.#writer()).ask('append', { scriptId, update: { updateId, format, bytes }, at: this.#at() });
  }

  /**
   * Where words stand, best first; everything saved before the call can be found, nothing from the trash. Any text is a
   * valid query: words must all be there, the last may be unfinished, a phrase stands in double quotes.
   */
  async search(query: string, limit: number): Promise<readonly SearchHit[]> {
    return (await this.#keeper()).ask('search', { query, limit });
  }

  /**
   * The whole script as plain values, as saved when asked.
   * @throws Failure `not-found`, `damaged`
   */
  async readPlain(scriptId: ScriptId): Promise<PlainScript> {
    return (await this.#keeper()).ask('read-plain', { scriptId });
  }

  /**
   * The updates that a duplicate of this script begins with, in order: everything visible, with new ids, no history.
   * @throws Failure `not-found`, `damaged`
   */
  async readCopy(scriptId: ScriptId): Promise<readonly Uint8Array[]> {
    return (await this.#keeper()).ask('read-copy', { scriptId });
  }

  /** Resolves when everything saved before can be found, is counted, and has the snapshots it should have. */
  async settle(): Promise<void> {
    await (await this.#keeper()).ask('settle', {});
  }

  /** Told when the library's list may look different. Answers what ends the listening. */
  onLibraryChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when everything asked before is on disk, or was refused. */
  async flush(): Promise<void> {
    await (await this.#writer()).ask('flush', {});
  }

  /** Waits for everything asked so far, then closes the file. Later calls fail with `closed`. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #end(): Promise<void> {
    // The keeper first: the writer empties the WAL when it is the last to leave.
    const keeping = this.#keeping?.catch(() => undefined);
    await this.#leave(keeping, (keeper) => keeper.ask('close', {}));
    await this.#leave(this.#writing, (writer) => writer.ask('close', { at: this.#at() }));
  }

  async #leave<L extends { stop(): Promise<void> }>(
    link: Promise<L | undefined> | undefined,
    close: (link: L) => Promise<unknown>,
  ): Promise<void> {
    const thread = await link;
    if (thread === undefined) return;
    try {
      await close(thread);
    } finally {
      await thread.stop();
    }
  }

  /** The writing thread, started again when it has stopped: what is asked next finds the vault as it is on disk. */
  #writer(): Promise<Writing> {
    if (this.#closing !== undefined) return Promise.reject(failureOf('closed'));
    this.#writing ??= this.#startWriter();
    return this.#writing;
  }

  /** The keeping thread. Saving never waits for it and does not need it. */
  #keeper(): Promise<Keeping> {
    if (this.#closing !== undefined) return Promise.reject(failureOf('closed'));
    this.#keeping ??= this.#startKeeper();
    return this.#keeping;
  }

  #startWriter(): Promise<Writing> {
    const { folder, account, appVersion, workers } = this.#options;
    const vaultId = this.#options.newId();
    const started: Promise<Writing> = WorkerLink.open<WriterCalls>(workers.writer, {
      start: { folder, account, appVersion, vaultId, at: this.#at() } satisfies WriterStart,
      onEnd: () => {
        if (this.#writing !== started) return;
        this.#writing = undefined;
        // Its line leads to nobody now: the next writer gets a keeper of its own.
        void this.#keeping?.then((keeper) => keeper.stop());
        this.#keeping = undefined;
      },
    });
    // Nobody waits for the keeper: the first window opens without it, and a search that needs it starts it again.
    started
      .then(() => this.#keeper())
      .catch((error: unknown) => {
        if (this.#closing === undefined) this.#options.onTrouble?.(error, null);
      });
    return started;
  }

  #startKeeper(): Promise<Keeping> {
    const forget = (): void => {
      if (this.#keeping === started) this.#keeping = undefined;
    };
    const started = this.#openKeeper(forget);
    // Also when it could not even be started, the next question tries again.
    started.catch(forget);
    return started;
  }

  async #openKeeper(onEnd: () => void): Promise<Keeping> {
    const { folder, workers, indexAfterMs = INDEX_AFTER_MS } = this.#options;
    const writer = await this.#writer();
    const { port1, port2 } = new MessageChannel();
    await writer.ask('meet-keeper', { line: port1 }, [port1]);
    return WorkerLink.open<KeeperCalls, KeeperNote>(workers.keeper, {
      start: { file: join(folder, FILE_NAME), at: this.#at(), line: port2, indexAfterMs } satisfies KeeperStart,
      transfer: [port2],
      onNote: (note) => this.#hear(note),
      onEnd,
    });
  }

  #hear(note: KeeperNote): void {
    switch (note.note) {
      case 'library-changed':
        return this.#tellLibrary();
      case 'trouble':
        return this.#options.onTrouble?.(note.error, note.scriptId);
      default:
        return note satisfies never;
    }
  }

  #at(): number {
    return this.#options.now().getTime();
  }

  #tellLibrary(): void {
    for (const listener of this.#listeners) listener();
  }
}
