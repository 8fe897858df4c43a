import type { DiskRoom } from '../../app/disk-room.ts';
import type { ScriptId } from '../../app/ids.ts';
import type { OpenedScript, ScriptSummary, SearchHit } from '../../app/ipc/contract.ts';
import type { StoredHealth } from '../../app/ipc/health.ts';
import type { Author, Moment, PastScript, Timeline } from '../../app/ipc/history.ts';
import type { Storage, Unsent } from '../../app/ipc/storage.ts';
import type { RecoveryProgress } from '../../app/ipc/recovery.ts';
import type { ScriptGlance } from '../../app/ipc/script-glance.ts';
import type { LocalPlaces } from '../../app/sync/places.ts';
import type { LocalLog } from '../../app/sync/ports.ts';
import type { PlainScript } from '../../app/script/plain-script.ts';
import type { MomentChange } from './history/history-changes.ts';
import type { NewMoment } from './history/script-history.ts';
import { VaultBackups } from './backup/vault-backups.ts';
import type { ImportedFrom, KeeperNote, NewUpdate, RoomNote, WriterTimings, WriterTold } from './protocol.ts';
import { LogByCalls, type CallsOptions } from './sync/log-by-calls.ts';
import { PlacesByCalls } from './sync/places-by-calls.ts';
import { VaultBelongings } from './sync/vault-belongings.ts';
import { VaultBriefing } from './sync/vault-briefing.ts';
import { VaultRecovery } from './recovery/vault-recovery.ts';
import { VaultThreads, type ThreadStarted, type ThreadState, type VaultWorkers } from './vault-threads.ts';

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
  /** A damaged file is being set aside and built again; null when that is over. Also while `open` waits. */
  readonly onRecovering?: (progress: RecoveryProgress | null) => void;
  /** A full check has come so far, from 0 to 1; null when it is over. */
  readonly onChecking?: (share: number | null) => void;
  /** Something went wrong that no call waits for: for the log. The id is there when it was about one script. */
  readonly onTrouble?: (error: unknown, scriptId: ScriptId | null) => void;
  /** A thread is ready; for the log. */
  readonly onStarted?: (started: ThreadStarted) => void;
  /** How long after an edit its words may wait for the index. A search never waits for that. */
  readonly indexAfterMs?: number;
  /** How long after an edit chores wait for more. They are also done when they are asked for. */
  readonly choresAfterMs?: number;
}

export interface VaultHealth {
  readonly stored: StoredHealth | null;
  readonly timings: WriterTimings | null;
  readonly writer: ThreadState;
  readonly keeper: ThreadState;
}

const INDEX_AFTER_MS = 2_000;
const CHORES_AFTER_MS = 60_000;

/**
 * The local store of one account, as the main process sees it. Everything that touches the disk happens in threads.
 * Every method may fail with `disk-full`, `read-only-disk`, `disk-gone` or `closed` besides what it names itself.
 */
export class Vault implements AsyncDisposable {
  readonly backups: VaultBackups;
  readonly recovery: VaultRecovery;
  /** The log as the sync engine sees it. */
  readonly sync: LocalLog;
  /** Which scripts belong to which projects. */
  readonly places: LocalPlaces;
  readonly briefing: VaultBriefing;
  readonly belongings: VaultBelongings;
  readonly #options: VaultOptions;
  readonly #threads: VaultThreads;
  readonly #listeners = new Set<() => void>();
  readonly #roomListeners = new Set<(room: DiskRoom) => void>();
  #room: DiskRoom = 'enough';

  private constructor(options: VaultOptions) {
    this.#options = options;
    this.#threads = new VaultThreads({
      indexAfterMs: INDEX_AFTER_MS,
      choresAfterMs: CHORES_AFTER_MS,
      ...options,
      onNote: (note) => this.#hear(note),
      onKeeperMissing: (error) => options.onTrouble?.(error, null),
    });
    this.recovery = new VaultRecovery({
      threads: this.#threads,
      onProgress: (progress) => options.onRecovering?.(progress),
      onChecking: (share) => options.onChecking?.(share),
      onRecovered: () => this.#tellLibrary(),
      onTrouble: (error) => options.onTrouble?.(error, null),
    });
    const parts = { threads: this.#threads, now: options.now, onLibraryChanged: () => this.#tellLibrary() };
    const calls: CallsOptions = {
      ...parts,
      ask: async (name, input) => (await this.#threads.writer()).ask(name, input),
    };
    this.sync = new LogByCalls(calls);
    this.places = new PlacesByCalls(calls);
    this.briefing = new VaultBriefing(parts);
    this.belongings = new VaultBelongings(parts);
    this.backups = new VaultBackups({ ...parts, newId: options.newId });
  }

  /** @throws Failure `busy` when another process has it, `newer-version`, `damaged`, `disk-full`, `read-only-disk`. */
  static async open(options: VaultOptions): Promise<Vault> {
    const vault = new Vault(options);
    await vault.#threads.writer();
    vault.recovery.opened();
    return vault;
  }

  /** Latest touched first, trashed ones included. */
  async list(): Promise<readonly ScriptSummary[]> {
    return (await this.#threads.writer()).ask('list', {});
  }

  /**
   * Makes a script and its first updates, all or nothing. The same call again is harmless.
   * @throws Failure `conflict` when the id stands for another script, `too-large` for an update above 1 MiB.
   */
  async create(script: {
    readonly scriptId: ScriptId;
    readonly title: string;
    readonly updates: readonly NewUpdate[];
    readonly imported?: ImportedFrom;
  }): Promise<void> {
    await (await this.#threads.writer()).ask('create', { ...script, at: this.#at() });
    this.#tellLibrary();
  }

  /** @throws Failure `not-found` */
  async rename(script: { readonly scriptId: ScriptId; readonly title: string }): Promise<void> {
    await (await this.#threads.writer()).ask('rename', { ...script, at: this.#at() });
    this.#tellLibrary();
  }

  /** @throws Failure `not-found` */
  async trash(scriptId: ScriptId): Promise<void> {
    await (await this.#threads.writer()).ask('trash', { scriptId, at: this.#at() });
    this.#tellLibrary();
  }

  /** @throws Failure `not-found` */
  async restore(scriptId: ScriptId): Promise<void> {
    await (await this.#threads.writer()).ask('restore', { scriptId, at: this.#at() });
    this.#tellLibrary();
  }

  /**
   * How a long script reads at its beginning, from its stored text: at hand long before its document is decoded. Null for
   * a short one, and while the text is behind the last update.
   * @throws Failure `not-found`, `damaged`
   */
  async readGlance(scriptId: ScriptId): Promise<ScriptGlance | null> {
    return (await this.#threads.writer()).ask('read-glance', { scriptId });
  }

  /** @throws Failure `not-found`, `damaged` */
  async openScript(scriptId: ScriptId): Promise<OpenedScript> {
    return this.recovery.mended(async () => (await this.#threads.writer()).ask('open-script', { scriptId }));
  }

  /**
   * Resolves when the update is on disk, and not before. Appending the same update again is harmless.
   * @throws Failure `not-found`, `too-large` above 1 MiB, `conflict` when the id already stands for other bytes.
   */
  async append({ scriptId, updateId, format, bytes }: NewUpdate & { readonly scriptId: ScriptId }): Promise<void> {
    await (
      await this.#threads.writer()
    ).ask('append', { scriptId, update: { updateId, format, bytes }, at: this.#at() });
  }

  /**
   * Where words stand, best first; everything saved before the call can be found, nothing from the trash. Any text is a
   * valid query: words must all be there, the last may be unfinished, a phrase stands in double quotes.
   */
  async search(query: string, limit: number): Promise<readonly SearchHit[]> {
    return (await this.#threads.keeper()).ask('search', { query, limit });
  }

  /**
   * The whole script as plain values, as saved when asked.
   * @throws Failure `not-found`, `damaged`
   */
  async readPlain(scriptId: ScriptId): Promise<PlainScript> {
    return (await this.#threads.keeper()).ask('read-plain', { scriptId });
  }

  /**
   * The updates that a duplicate of this script begins with, in order: everything visible, with new ids, no history.
   * @throws Failure `not-found`, `damaged`
   */
  async readCopy(scriptId: ScriptId): Promise<readonly Uint8Array[]> {
    return (await this.#threads.keeper()).ask('read-copy', { scriptId });
  }

  /**
   * Everything that can be moved to in a script's past.
   * @throws Failure `not-found`, `damaged`
   */
  async timeline(scriptId: ScriptId): Promise<Timeline> {
    return (await this.#threads.keeper()).ask('timeline', { scriptId });
  }

  /**
   * What makes the document as it was after the update with that ordinal.
   * @throws Failure `not-found` also for a place that the log does not have, `damaged`
   */
  async scriptAt(scriptId: ScriptId, ordinal: number): Promise<PastScript> {
    return (await this.#threads.keeper()).ask('past-script', { scriptId, ordinal });
  }

  /**
   * Who wrote under which client id.
   * @throws Failure `not-found`, `damaged`
   */
  async authors(scriptId: ScriptId): Promise<readonly Author[]> {
    return (await this.#threads.keeper()).ask('authors', { scriptId });
  }

  /**
   * Gives a place in a script's history a name. The same moment again is harmless.
   * @throws Failure `not-found`, `conflict`
   */
  async nameMoment(moment: NewMoment): Promise<Moment> {
    return (await this.#threads.writer()).ask('name-moment', { ...moment, at: this.#at() });
  }

  /** @throws Failure `not-found`, `conflict` */
  async changeMoment(change: MomentChange & { readonly scriptId: ScriptId }): Promise<void> {
    await (await this.#threads.writer()).ask('change-moment', { ...change, at: this.#at() });
  }

  /** What every script takes in the file. */
  async storage(): Promise<Storage> {
    return (await this.#threads.keeper()).ask('storage', {});
  }

  /**
   * What would be lost for good with a script.
   * @throws Failure `not-found`, `damaged`
   */
  async unsent(scriptId: ScriptId): Promise<Unsent> {
    return (await this.#threads.keeper()).ask('unsent', { scriptId });
  }

  /**
   * Takes a script off this device for good.
   * @throws Failure `not-found`, `conflict` when other updates are unsent than the person has confirmed.
   */
  async removeScript(script: { readonly scriptId: ScriptId; readonly confirmedUnsent: number }): Promise<void> {
    await (await this.#threads.writer()).ask('remove-script', { ...script, at: this.#at() });
    this.#tellLibrary();
  }

  /** How the file, its tables and the two threads are doing. What cannot be told just now is null. */
  async health(): Promise<VaultHealth> {
    const [stored, timings] = await Promise.allSettled([
      this.#threads.keeper().then((keeper) => keeper.ask('health', {})),
      this.#threads.writer().then((writer) => writer.ask('timings', {})),
    ]);
    const { writer, keeper } = this.#threads.states();
    return { stored: valueOf(stored), timings: valueOf(timings), writer, keeper };
  }

  /**
   * A script's whole log without its words, as the bytes of a bundle's file.
   * @throws Failure `not-found`
   */
  async recordBlind(scriptId: ScriptId): Promise<Uint8Array> {
    const { appVersion } = this.#options;
    return (await this.#threads.keeper()).ask('record-blind', { scriptId, appVersion, at: this.#at() });
  }

  /** Resolves when everything saved before can be found, is counted, and has the snapshots it should have. */
  async settle(): Promise<void> {
    await (await this.#threads.keeper()).ask('settle', {});
  }

  /** Does the keeper's chores that are due by now. Called hourly, so that days without an edit have their backups and checks too. */
  async doChores(): Promise<void> {
    await (await this.#threads.keeper()).ask('do-chores', { at: this.#at() });
  }

  /** Told when the library's list may look different. Answers what ends the listening. */
  onLibraryChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Whether there is room to spare on the vault's disk, as far as is known. */
  get room(): DiskRoom {
    return this.#room;
  }

  onRoomChanged(listener: (room: DiskRoom) => void): () => void {
    this.#roomListeners.add(listener);
    return () => this.#roomListeners.delete(listener);
  }

  /** Resolves when everything asked before is on disk, or was refused. */
  async flush(): Promise<void> {
    await (await this.#threads.writer()).ask('flush', {});
  }

  /** Waits for everything asked so far, then closes the file. Later calls fail with `closed`. */
  close(): Promise<void> {
    return this.#threads.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #hear(note: KeeperNote | RoomNote | WriterTold): void {
    switch (note.note) {
      case 'recovering':
      case 'checking':
      case 'damage-found':
        return this.recovery.hear(note);
      case 'library-changed':
        return this.#tellLibrary();
      case 'room':
        return this.#hearOfRoom(note.room);
      case 'backups-changed':
      case 'backup-progress':
        return this.backups.hear(note);
      case 'trouble':
        return this.#options.onTrouble?.(note.error, note.scriptId);
      default:
        return note satisfies never;
    }
  }

  #hearOfRoom(room: DiskRoom): void {
    if (room === this.#room) return;
    this.#room = room;
    for (const listener of this.#roomListeners) listener(room);
  }

  #at(): number {
    return this.#options.now().getTime();
  }

  #tellLibrary(): void {
    for (const listener of this.#listeners) listener();
  }
}

const valueOf = <T>(it: PromiseSettledResult<T>): T | null => (it.status === 'fulfilled' ? it.value : null);
