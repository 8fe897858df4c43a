import type { ScriptId } from '../../app/ids.ts';
import type { OpenedScript, ScriptSummary } from '../../app/ipc/contract.ts';
import { failureOf } from './failures.ts';
import type { NewUpdate, WriterCalls } from './protocol.ts';
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
}

/** Where the threads' entry files are: beside this file as .ts in tests, in the bundle as .js. */
export interface VaultWorkers {
  readonly writer: URL;
}

/**
 * The local store of one account, as the main process sees it. Everything that touches the disk happens in threads.
 * Every method may fail with `disk-full`, `read-only-disk` or `closed` besides what it names itself.
 */
export class Vault implements AsyncDisposable {
  readonly #options: VaultOptions;
  readonly #listeners = new Set<() => void>();
  #writer: Promise<WorkerLink<WriterCalls>> | undefined;
  #closing: Promise<void> | undefined;

  private constructor(options: VaultOptions) {
    this.#options = options;
  }

  /** @throws Failure `busy` when another process has it, `newer-version`, `damaged`, `disk-full`, `read-only-disk`. */
  static async open(options: VaultOptions): Promise<Vault> {
    const vault = new Vault(options);
    await vault.#link();
    return vault;
  }

  /** Latest touched first, trashed ones included. */
  async list(): Promise<readonly ScriptSummary[]> {
    return (await this.#link()).ask('list', {});
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
    await (await this.#link()).ask('create', { ...script, at: this.#at() });
    this.#tellLibrary();
  }

  /** @throws Failure `not-found` */
  async rename(script: { readonly scriptId: ScriptId; readonly title: string }): Promise<void> {
    await (await this.#link()).ask('rename', { ...script, at: this.#at() });
    this.#tellLibrary();
  }

  /** @throws Failure `not-found` */
  async trash(scriptId: ScriptId): Promise<void> {
    await (await this.#link()).ask('trash', { scriptId, at: this.#at() });
    this.#tellLibrary();
  }

  /** @throws Failure `not-found` */
  async restore(scriptId: ScriptId): Promise<void> {
    await (await this.#link()).ask('restore', { scriptId, at: this.#at() });
    this.#tellLibrary();
  }

  /** @throws Failure `not-found`, `damaged` */
  async openScript(scriptId: ScriptId): Promise<OpenedScript> {
    return (await this.#link()).ask('open-script', { scriptId });
  }

  /**
   * Resolves when the update is on disk, and not before. Appending the same update again is harmless.
   * @throws Failure `not-found`, `too-large` above 1 MiB, `conflict` when the id already stands for other bytes.
   */
  async append({ scriptId, updateId, format, bytes }: NewUpdate & { readonly scriptId: ScriptId }): Promise<void> {
    await (await this.#link()).ask('append', { scriptId, update: { updateId, format, bytes }, at: this.#at() });
  }

  /** Told when the library's list may look different. Answers what ends the listening. */
  onLibraryChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
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
    const writer = await this.#writer;
    this.#writer = undefined;
    if (writer === undefined) return;
    try {
      await writer.ask('close', { at: this.#at() });
    } finally {
      await writer.stop();
    }
  }

  /** The threads, started again when they have stopped: what is asked next then finds the vault as it is on disk. */
  #link(): Promise<WorkerLink<WriterCalls>> {
    if (this.#closing !== undefined) return Promise.reject(failureOf('closed'));
    this.#writer ??= this.#start();
    return this.#writer;
  }

  #start(): Promise<WorkerLink<WriterCalls>> {
    const { folder, account, appVersion, workers } = this.#options;
    const vaultId = this.#options.newId();
    const started = WorkerLink.open<WriterCalls>(workers.writer, {
      start: { folder, account, appVersion, vaultId, at: this.#at() },
      onEnd: () => {
        if (this.#writer === started) this.#writer = undefined;
      },
    });
    return started;
  }

  #at(): number {
    return this.#options.now().getTime();
  }

  #tellLibrary(): void {
    for (const listener of this.#listeners) listener();
  }
}
