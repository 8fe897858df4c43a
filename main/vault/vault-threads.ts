import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { failureOf } from './failures.ts';
import {
  FILE_NAME,
  type KeeperCalls,
  type KeeperNote,
  type KeeperStart,
  type LeavingNote,
  type RoomNote,
  type WriterCalls,
  type WriterStart,
  type WriterTold,
} from './protocol.ts';
import { WorkerLink } from './worker-link.ts';

/** Where the threads' entry files are: beside this file as .ts in tests, in the bundle as .js. */
export interface VaultWorkers {
  readonly writer: URL;
  readonly keeper: URL;
}

/** A thread is ready to be asked. */
export interface ThreadStarted {
  readonly thread: 'writer' | 'keeper';
  readonly restarts: number;
  readonly milliseconds: number;
}

export interface ThreadsOptions {
  readonly folder: string;
  readonly account: string;
  readonly appVersion: string;
  readonly workers: VaultWorkers;
  readonly indexAfterMs: number;
  readonly choresAfterMs: number;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly onNote: (note: KeeperNote | RoomNote | WriterTold) => void;
  /** The keeper could not be started; the next question to it tries again. */
  readonly onKeeperMissing: (error: unknown) => void;
  readonly onStarted?: (started: ThreadStarted) => void;
}

/** Whether a thread is there, and how often it was started again after it had stopped by itself. */
export interface ThreadState {
  readonly isRunning: boolean;
  readonly restarts: number;
}

type Writing = WorkerLink<WriterCalls, RoomNote | LeavingNote | WriterTold>;
type Keeping = WorkerLink<KeeperCalls, KeeperNote>;

/** The two threads of a vault. One that has stopped is started again by the next question to it. */
export class VaultThreads {
  readonly #options: ThreadsOptions;
  #writing: Promise<Writing> | undefined;
  #keeping: Promise<Keeping> | undefined;
  #closing: Promise<void> | undefined;
  #recovering: Promise<void> | undefined;
  #vaultId: string | null = null;
  readonly #starts = { writer: 0, keeper: 0 };

  constructor(options: ThreadsOptions) {
    this.#options = options;
  }

  /** What is asked of a writer that was started again finds the vault as it is on disk. */
  writer(): Promise<Writing> {
    if (this.#closing !== undefined) return Promise.reject(failureOf('closed'));
    this.#writing ??= this.#startWriter();
    return this.#writing;
  }

  /** Saving never waits for it and does not need it. */
  keeper(): Promise<Keeping> {
    if (this.#closing !== undefined) return Promise.reject(failureOf('closed'));
    this.#keeping ??= this.#startKeeper();
    return this.#keeping;
  }

  states(): { readonly writer: ThreadState; readonly keeper: ThreadState } {
    const { writer, keeper } = this.#starts;
    return {
      writer: { isRunning: this.#writing !== undefined, restarts: Math.max(0, writer - 1) },
      keeper: { isRunning: this.#keeping !== undefined, restarts: Math.max(0, keeper - 1) },
    };
  }

  /**
   * Sets the file aside and builds it again; what is asked meanwhile waits. Once in a run: a file that is found damaged
   * again lies on a disk that is not to be trusted, and is left as it is.
   */
  recover(): Promise<void> {
    this.#recovering ??= this.#recover();
    return this.#recovering;
  }

  /** Waits for everything asked so far. Later questions fail with `closed`. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    // The keeper first: the writer empties the WAL when it is the last to leave.
    const keeper = await this.#keeping?.catch(() => undefined);
    if (keeper !== undefined) await leave(keeper, keeper.ask('close', {}));
    const writer = await this.#writing;
    if (writer !== undefined) await leave(writer, writer.ask('close', { at: this.#at() }));
  }

  async #recover(): Promise<void> {
    if (this.#closing !== undefined) throw failureOf('closed');
    const [writing, keeping] = [this.#writing, this.#keeping];
    const gone = async (): Promise<void> => {
      const keeper = await keeping?.catch(() => undefined);
      if (keeper !== undefined) await leave(keeper, keeper.ask('close', {}));
      const writer = await writing;
      await writer?.ask('begin-recovery', { at: this.#at() });
      if (writer !== undefined) await leave(writer, writer.ask('close', { at: this.#at() }));
      // Where the old file no longer says which vault it is, the new one has a name of its own.
      this.#vaultId = null;
    };
    this.#keeping = undefined;
    this.#writing = this.#startWriter(gone());
    await this.#writing;
  }

  #startWriter(after?: Promise<void>): Promise<Writing> {
    const { onKeeperMissing } = this.#options;
    const forget = (): void => {
      if (this.#writing !== started) return;
      this.#writing = undefined;
      // Its line leads to nobody now: the next writer gets a keeper of its own.
      this.#keeping?.then((keeper) => keeper.stop()).catch(onKeeperMissing);
      this.#keeping = undefined;
    };
    const started = after === undefined ? this.#openWriter(forget) : after.then(() => this.#openWriter(forget));
    started.catch(forget);
    started.then(
      (writer) => {
        writer.ask('vault-id', {}).then(
          (vaultId) => (this.#vaultId = vaultId),
          () => undefined, // It ended at once; whoever asked it something is told.
        );
        // Nobody waits for the keeper: the first window opens without it.
        if (this.#closing === undefined) this.keeper().catch(onKeeperMissing);
      },
      () => undefined, // Whoever asked for the writer is told.
    );
    return started;
  }

  #openWriter(forget: () => void): Promise<Writing> {
    this.#starts.writer += 1;
    const { folder, account, appVersion, workers, newId, onNote } = this.#options;
    const expectedVaultId = this.#vaultId;
    const opened = WorkerLink.open<WriterCalls, RoomNote | LeavingNote | WriterTold>(workers.writer, {
      start: { folder, account, appVersion, vaultId: newId(), expectedVaultId, at: this.#at() } satisfies WriterStart,
      onNote: (note) => (note.note === 'leaving' ? forget() : onNote(note)),
      onEnd: forget,
    });
    this.#tellStart('writer', opened);
    return opened;
  }

  #startKeeper(): Promise<Keeping> {
    this.#starts.keeper += 1;
    const forget = (): void => {
      if (this.#keeping === started) this.#keeping = undefined;
    };
    const started = this.#openKeeper(forget);
    started.catch(forget);
    this.#tellStart('keeper', started);
    return started;
  }

  async #openKeeper(onEnd: () => void): Promise<Keeping> {
    const { folder, workers, indexAfterMs, choresAfterMs, onNote } = this.#options;
    const writer = await this.writer();
    const { port1, port2 } = new MessageChannel();
    await writer.ask('meet-keeper', { line: port1 }, [port1]);
    return WorkerLink.open<KeeperCalls, KeeperNote>(workers.keeper, {
      start: {
        folder,
        file: join(folder, FILE_NAME),
        at: this.#at(),
        line: port2,
        indexAfterMs,
        choresAfterMs,
      } satisfies KeeperStart,
      transfer: [port2],
      onNote,
      onEnd,
    });
  }

  #tellStart(thread: ThreadStarted['thread'], ready: Promise<unknown>): void {
    const startedMs = performance.now();
    const restarts = this.#starts[thread] - 1;
    ready.then(
      () => this.#options.onStarted?.({ thread, restarts, milliseconds: Math.round(performance.now() - startedMs) }),
      () => undefined, // Whoever asked for it is told.
    );
  }

  #at(): number {
    return this.#options.now().getTime();
  }
}

async function leave(thread: { stop(): Promise<void> }, closed: Promise<unknown>): Promise<void> {
  try {
    await closed;
  } finally {
    await thread.stop();
  }
}
