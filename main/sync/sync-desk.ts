import { createHash } from 'node:crypto';
import type { ScriptId } from '../../app/ids.ts';
import type { OpenedScript } from '../../app/ipc/contract.ts';
import type { ConnectionHealth, ScriptSync, SyncOverview } from '../../app/ipc/sync.ts';
import { SyncEngine, type SyncChange } from '../../app/sync/engine.ts';
import type { LocalLog } from '../../app/sync/ports.ts';
import type { DeviceId } from '../../app/ids.ts';
import type { OpenScripts } from '../ipc/open-scripts.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Windows } from '../windows/windows.ts';
import { AttendedScripts } from './attended-scripts.ts';
import { ChangeNews } from './change-news.ts';
import type { Connection } from './connection.ts';
import { ReadOnlyNews } from './read-only-news.ts';
import { ReceivedNews } from './received-news.ts';

/** How long what is on its way is waited for at the end. What it does not reach is sent after the next start. */
const LAST_PUSH_MS = 2_000;

const CONNECTING: SyncOverview = { link: { kind: 'connecting' }, scripts: [], events: [] };
const NO_SERVER: SyncOverview = { link: { kind: 'none' }, scripts: [], events: [] };

export interface SyncDeskParts extends Pick<Surroundings, 'now' | 'nowMs' | 'wake'> {
  readonly local: LocalLog;
  readonly windows: Pick<Windows, 'send' | 'broadcast'>;
  readonly openScripts: Pick<OpenScripts, 'windowsOf' | 'scripts'>;
  /** Null: no server is set, and nothing of the account can go anywhere. */
  readonly openConnection: () => Promise<Connection | null>;
  readonly deviceId: () => Promise<DeviceId>;
  /** At least 0, below 1. */
  readonly fraction: () => number;
  /** The connection could not be opened or ended; edits stay where they are. */
  readonly onTrouble: (error: unknown) => void;
  /** Others who follow what happens between an account and its server. */
  readonly followers: readonly SyncFollower[];
}

/** What else lives on an account's connection. */
export interface SyncFollower {
  /** There is a way to the server; what it answers is disposed of when there is none any more. */
  readonly connected?: (connection: Connection) => Disposable;
  readonly access?: () => void;
  readonly changed?: (scripts: readonly ScriptSync[]) => void;
  readonly attended?: (scripts: ReadonlyMap<ScriptId, { readonly isFocused: boolean }>) => void;
  /** Each window by itself. Null: it shows no script. */
  readonly shown?: (windowId: number, scriptId: ScriptId | null) => void;
}

interface Connected extends AsyncDisposable {
  readonly engine: SyncEngine;
  readonly connection: Connection;
  readonly changes: ChangeNews;
}

/** Between the engine of an account and the windows that show it: what they write, see and ask. */
export class SyncDesk implements AsyncDisposable {
  readonly #parts: SyncDeskParts;
  readonly #attended = new AttendedScripts();
  readonly #readOnly: ReadOnlyNews;
  #connecting: Promise<Connected | null> | null = null;
  /** There once the connecting is over. */
  #connected: Connected | null = null;
  /** Saved while the way was being opened: the engine may have counted the edits before. */
  readonly #untold = new Set<ScriptId>();

  constructor(parts: SyncDeskParts) {
    this.#parts = parts;
    this.#readOnly = new ReadOnlyNews(parts);
  }

  /** Opens the way to the server. What was typed and attended before counts. */
  connect(): void {
    if (this.#connecting !== null) return;
    const connecting = this.#open();
    this.#connecting = connecting;
    connecting.then(
      (connected) => {
        this.#connected = connected;
        for (const scriptId of this.#untold) connected?.engine.typed(scriptId);
        this.#untold.clear();
        if (connected === null) this.#parts.windows.broadcast('sync.changed', changeOf(NO_SERVER));
      },
      (error: unknown) => this.#parts.onTrouble(error),
    );
  }

  /** Sends what is on its way for two seconds at most, and lets go of the server. */
  async disconnect(): Promise<void> {
    const connecting = this.#connecting;
    const connected = await connecting?.catch(() => null); // told already
    this.#connecting = null;
    this.#connected = null;
    if (connected === null || connected === undefined) return;
    const late = Promise.withResolvers<void>();
    using _ = this.#parts.wake(LAST_PUSH_MS, late.resolve);
    await Promise.race([connected.engine.settled(), late.promise]);
    await connected[Symbol.asyncDispose]();
  }

  /** An update of a script is on disk. */
  typed(scriptId: ScriptId): void {
    if (this.#connected === null) this.#untold.add(scriptId);
    this.#connected?.changes.outdated(scriptId);
    this.#connected?.engine.typed(scriptId);
  }

  /** A script joined a project, was renamed, or left this device. */
  laneChanged(scriptId: ScriptId): void {
    this.#connected?.engine.laneChanged(scriptId);
  }

  attend(windowId: number, scriptId: ScriptId | null, isFocused: boolean): void {
    for (const { shown } of this.#parts.followers) shown?.(windowId, scriptId);
    if (this.#attended.attend(windowId, scriptId, isFocused)) this.#tellAttended();
  }

  /** The window went, or its page came anew. */
  forget(windowId: number): void {
    for (const { shown } of this.#parts.followers) shown?.(windowId, null);
    if (this.#attended.forget(windowId)) this.#tellAttended();
  }

  /** Somebody has the script in front of them. */
  isFocused(scriptId: ScriptId): boolean {
    return this.#attended.isFocused(scriptId);
  }

  /** The server is asked what the person may reach. */
  askAccess(): void {
    this.#connected?.engine.askAccess();
  }

  /** The way to the server; null while there is none. */
  get connection(): Connection | null {
    return this.#connected?.connection ?? null;
  }

  overview(): SyncOverview {
    if (this.#connecting !== null && this.#connected === null) return CONNECTING;
    return this.#connected?.engine.overview() ?? NO_SERVER;
  }

  tryNow(): void {
    this.#connected?.engine.tryNow();
  }

  async sendAgain(scriptId: ScriptId): Promise<void> {
    await this.#connected?.engine.sendAgain(scriptId);
  }

  health(): ConnectionHealth | null {
    return this.#connected?.connection.health() ?? null;
  }

  /** The machine woke up, or is on another network. */
  async woke(): Promise<void> {
    const connected = this.#connected;
    if (connected === null) return;
    // First the session: channels that are joined with a token of before the sleep are closed again at once.
    await connected.connection.renew();
    if (this.#connected === connected) connected.engine.woke();
  }

  /** A script that a window opens, with why it may not be written in besides what its own content says. */
  async opened(scriptId: ScriptId, opened: OpenedScript): Promise<OpenedScript> {
    return { ...opened, readOnly: opened.readOnly ?? (await this.#readOnly.reasonOf(scriptId)) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.disconnect();
  }

  async #open(): Promise<Connected | null> {
    const { local, windows, openScripts, now, nowMs, wake, fraction, openConnection, deviceId, followers } =
      this.#parts;
    await using opening = new AsyncDisposableStack();
    const connection = await openConnection();
    if (connection === null) return null;
    opening.use(connection);
    const engine = opening.use(
      await SyncEngine.open({
        local,
        remote: connection.remote,
        doorbell: connection.doorbell,
        clock: { now: () => now().getTime(), elapsed: nowMs, wake },
        chance: { fraction },
        digest: { sha256: (bytes) => createHash('sha256').update(bytes).digest() },
        deviceId: await deviceId(),
        messagesPerSecond: connection.messagesPerSecond,
      }),
    );
    const received = opening.use(
      new ReceivedNews({
        wake,
        tell: (scriptId, updates) => {
          const told = updates.map(({ bytes, personId }) => ({ update: bytes, personId }));
          for (const windowId of openScripts.windowsOf(scriptId)) {
            windows.send(windowId, 'script.received', { scriptId, updates: told });
          }
        },
      }),
    );
    const changes = opening.use(
      new ChangeNews({ wake, tell: (change) => windows.broadcast('sync.changed', changeOf(change)) }),
    );
    opening.use(engine.onReceived((scriptId, fresh) => received.hear(scriptId, fresh)));
    opening.use(
      engine.onChanged((change) => {
        changes.hear(change);
        this.#readOnly.hear(change.scripts);
        for (const { changed } of followers) changed?.(change.scripts);
      }),
    );
    opening.use(
      engine.onAccess(() => {
        this.#readOnly.lookAgain();
        for (const { access } of followers) access?.();
      }),
    );
    for (const { connected } of followers) if (connected !== undefined) opening.use(connected(connection));
    const follow = (): void => engine.session(connection.isSignedIn() ? 'signed-in' : 'signed-out');
    opening.use(connection.onSession(follow));
    engine.attend(this.#attended.scripts());
    follow();
    const closing = opening.move();
    return { engine, connection, changes, [Symbol.asyncDispose]: () => closing.disposeAsync() };
  }

  #tellAttended(): void {
    const scripts = this.#attended.scripts();
    this.#connected?.engine.attend(scripts);
    for (const { attended } of this.#parts.followers) attended?.(scripts);
  }
}

const changeOf = ({ link, scripts, events }: SyncChange | SyncOverview) => ({
  link,
  scripts: [...scripts],
  events: [...events],
});
