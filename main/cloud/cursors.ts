import type { ScriptId } from '../../app/ids.ts';
import type { CursorPlace, Peer, PresenceId } from '../../app/ipc/together.ts';
import { topics, type Epoch } from '../../app/server/topics.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Channels } from './channels.ts';
import type { Me } from './peers.ts';
import { Room } from './room.ts';

/** Who else is in a script, and where. Nothing of it is kept, and nothing depends on it. */
export interface Together {
  /** A window shows the script. Said again with another epoch, the script's topic is another one. */
  enter(scriptId: ScriptId, epoch: Epoch, me: Me): void;
  /** Told as often as the caret moves. Null: in no cell. */
  move(scriptId: ScriptId, presenceId: PresenceId, place: CursorPlace | null): void;
  leave(scriptId: ScriptId, presenceId: PresenceId): void;
  /** Everybody but this window. */
  peers(scriptId: ScriptId, presenceId: PresenceId): readonly Peer[];
  /** Told after somebody came, moved or went: then `peers` answers something else. At most 20 times a second and script. */
  hear(listener: (scriptId: ScriptId) => void): Disposable;
}

/** One connection takes 100 channels, of which the doorbell may have 50. */
const MAX_ROOMS = 40;

export interface CursorsOptions {
  readonly channels: Channels;
  readonly surroundings: Pick<Surroundings, 'nowMs' | 'wake'>;
  readonly messagesPerSecond: number;
  /** Names this Galley, while it runs, to the others. */
  readonly presenceKey: string;
  /** How many devices listen to a script, as far as they say so. */
  readonly counted: (scriptId: ScriptId, devices: number) => void;
}

/** Over `cursors:<script>:<epoch>`: presence says who is here, broadcasts where. */
export class Cursors implements Together, Disposable {
  readonly #options: CursorsOptions;
  readonly #rooms = new Map<ScriptId, { readonly topic: string; readonly room: Room }>();
  readonly #listeners = new Set<(scriptId: ScriptId) => void>();

  constructor(options: CursorsOptions) {
    this.#options = options;
  }

  enter(scriptId: ScriptId, epoch: Epoch, me: Me): void {
    const topic = topics.cursors(scriptId, epoch);
    const entered = this.#rooms.get(scriptId);
    if (entered !== undefined) {
      if (entered.topic !== topic) this.#moveTo(scriptId, topic, entered.room);
      return entered.room.enter(me);
    }
    if (this.#rooms.size >= MAX_ROOMS) return;
    const { surroundings, messagesPerSecond } = this.#options;
    const room = new Room({
      surroundings,
      messagesPerSecond,
      changed: () => {
        for (const listener of this.#listeners) listener(scriptId);
      },
      counted: (devices) => this.#options.counted(scriptId, devices),
    });
    this.#moveTo(scriptId, topic, room);
    room.enter(me);
  }

  move(scriptId: ScriptId, presenceId: PresenceId, place: CursorPlace | null): void {
    this.#rooms.get(scriptId)?.room.move(presenceId, place);
  }

  leave(scriptId: ScriptId, presenceId: PresenceId): void {
    const entered = this.#rooms.get(scriptId);
    if (entered === undefined) return;
    entered.room.leave(presenceId);
    if (entered.room.isEmpty) this.#close(scriptId);
  }

  peers(scriptId: ScriptId, presenceId: PresenceId): readonly Peer[] {
    return this.#rooms.get(scriptId)?.room.peers(presenceId) ?? [];
  }

  hear(listener: (scriptId: ScriptId) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  [Symbol.dispose](): void {
    this.#listeners.clear();
    for (const scriptId of this.#rooms.keys()) this.#close(scriptId);
  }

  #moveTo(scriptId: ScriptId, topic: string, room: Room): void {
    const before = this.#rooms.get(scriptId);
    this.#rooms.set(scriptId, { topic, room });
    // In this order: without any topic the socket would be closed.
    this.#options.channels.want(topic, this.#options.presenceKey, room);
    if (before !== undefined) this.#options.channels.unwant(before.topic);
  }

  #close(scriptId: ScriptId): void {
    const entered = this.#rooms.get(scriptId);
    if (entered === undefined) return;
    this.#rooms.delete(scriptId);
    this.#options.channels.unwant(entered.topic);
    entered.room[Symbol.dispose]();
  }
}
