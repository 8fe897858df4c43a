import type { CursorPlace, Peer, PresenceId } from '../../app/ipc/together.ts';
import type { Surroundings } from '../surroundings.ts';
import type { TopicEvents, Voice } from './membership.ts';
import { CURSOR_EVENT, cursorEveryMs, presenceOf, readCursor, readPeers, type Me } from './peers.ts';

/** The server ends a channel on the sixth call within 30 s; its clock and ours need not agree on when that is. */
const TRACKS = 4;
const TRACK_WINDOW_MS = 30_000;
/** Cursors of many people come at once; a window is told of them together. */
const TELL_EVERY_MS = 50;
/** Viewers look on without being counted, and come when they like: alone or not, the place is told so often. */
const REPEAT_MS = 10_000;

export interface RoomOptions {
  readonly surroundings: Pick<Surroundings, 'nowMs' | 'wake'>;
  /** What the project's plan carries. */
  readonly messagesPerSecond: number;
  readonly changed: () => void;
  /** How many devices are here, this one among them. */
  readonly counted: (devices: number) => void;
}

/** Who is in one script: the windows of this Galley, and what others tell of theirs. */
export class Room implements TopicEvents, Disposable {
  readonly #options: RoomOptions;
  readonly #windows = new Map<PresenceId, Me>();
  readonly #places = new Map<PresenceId, CursorPlace | null>();
  readonly #unsent = new Set<PresenceId>();
  readonly #trackedAtMs: number[] = [];
  #voice: Voice | null = null;
  #others: readonly Peer[] = [];
  #devices = 1;
  #sentAtMs = -Infinity;
  #sending: Disposable | null = null;
  #tracking: Disposable | null = null;
  #telling: Disposable | null = null;
  #repeating: Disposable | null = null;

  constructor(options: RoomOptions) {
    this.#options = options;
  }

  get isEmpty(): boolean {
    return this.#windows.size === 0;
  }

  enter(me: Me): void {
    this.#windows.set(me.presenceId, me);
    this.#track();
    this.#tell();
  }

  leave(presenceId: PresenceId): void {
    if (!this.#windows.delete(presenceId)) return;
    this.#places.delete(presenceId);
    this.#unsent.delete(presenceId);
    this.#track();
    this.#tell();
  }

  /** The latest place is told, at most five times a second and less often in a full room. */
  move(presenceId: PresenceId, place: CursorPlace | null): void {
    if (this.#windows.get(presenceId)?.isShown !== true) return;
    this.#places.set(presenceId, place);
    this.#unsent.add(presenceId);
    this.#send();
    this.#tell();
  }

  /** Everybody but the window that asks. */
  peers(asking: PresenceId): readonly Peer[] {
    const here = [...this.#windows.values()].map(({ presenceId, personId, name }) => ({ presenceId, personId, name }));
    return [...here, ...this.#others]
      .filter(({ presenceId }) => presenceId !== asking)
      .map((peer) => ({ ...peer, place: this.#places.get(peer.presenceId) ?? null }));
  }

  readonly joined = (voice: Voice): void => {
    this.#voice = voice;
    this.#track();
  };

  readonly left = (): void => {
    this.#voice = null;
    this.#hear([]);
  };

  readonly refused = (): void => this.left();

  readonly heard = (event: string, payload: unknown): void => {
    const cursor = event === CURSOR_EVENT ? readCursor(payload) : undefined;
    // Only of those who said that they are here: nobody else has a name, or an end.
    if (cursor === undefined || !this.#others.some(({ presenceId }) => presenceId === cursor.presenceId)) return;
    this.#places.set(cursor.presenceId, cursor.place);
    this.#tell();
  };

  readonly present = (state: Readonly<Record<string, readonly object[]>>): void => {
    const known = new Set(this.#others.map(({ presenceId }) => presenceId));
    const others = readPeers(state).filter(({ presenceId }) => !this.#windows.has(presenceId));
    const wasAlone = this.#devices === 1;
    this.#devices = Math.max(1, Object.keys(state).length);
    this.#options.counted(this.#devices);
    this.#hear(others);
    if (others.every(({ presenceId }) => known.has(presenceId))) return;
    // Whoever came was not there when we last moved, and need not wait as long as nobody does.
    if (wasAlone) this.#sentAtMs = -Infinity;
    this.#sending?.[Symbol.dispose]();
    this.#sending = null;
    this.#sendAgain();
  };

  [Symbol.dispose](): void {
    for (const timer of [this.#sending, this.#tracking, this.#telling, this.#repeating]) timer?.[Symbol.dispose]();
    this.#voice = null;
  }

  #hear(others: readonly Peer[]): void {
    for (const { presenceId } of this.#others) {
      if (!others.some((other) => other.presenceId === presenceId)) this.#places.delete(presenceId);
    }
    this.#others = others;
    this.#tell();
  }

  #send(): void {
    if (this.#sending !== null || this.#unsent.size === 0 || this.#voice === null) return;
    const { nowMs, wake } = this.#options.surroundings;
    const everyMs = this.#devices === 1 ? REPEAT_MS : cursorEveryMs(this.#devices, this.#options.messagesPerSecond);
    const waitMs = this.#sentAtMs + everyMs - nowMs();
    if (waitMs > 0) {
      this.#sending = wake(waitMs, () => {
        this.#sending = null;
        this.#send();
      });
      return;
    }
    const [presenceId] = this.#unsent;
    if (presenceId === undefined) return;
    this.#unsent.delete(presenceId);
    this.#sentAtMs = nowMs();
    this.#voice.send(CURSOR_EVENT, { presenceId, place: this.#places.get(presenceId) ?? null });
    this.#repeating?.[Symbol.dispose]();
    this.#repeating = wake(REPEAT_MS, () => this.#sendAgain());
    this.#send();
  }

  #sendAgain(): void {
    for (const [presenceId, place] of this.#places) {
      if (place !== null && this.#windows.has(presenceId)) this.#unsent.add(presenceId);
    }
    this.#send();
  }

  #track(): void {
    if (this.#tracking !== null || this.#voice === null) return;
    const presence = presenceOf([...this.#windows.values()]);
    if (presence === undefined) return;
    const { nowMs, wake } = this.#options.surroundings;
    while (this.#trackedAtMs.length >= TRACKS) {
      const waitMs = (this.#trackedAtMs[0] ?? 0) + TRACK_WINDOW_MS - nowMs();
      if (waitMs > 0) {
        this.#tracking = wake(waitMs, () => {
          this.#tracking = null;
          this.#track();
        });
        return;
      }
      this.#trackedAtMs.shift();
    }
    this.#trackedAtMs.push(nowMs());
    this.#voice.track(presence);
  }

  #tell(): void {
    this.#telling ??= this.#options.surroundings.wake(TELL_EVERY_MS, () => {
      this.#telling = null;
      this.#options.changed();
    });
  }
}
