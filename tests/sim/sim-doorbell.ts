import type { PersonId, ScriptId } from '../../app/ids.ts';
import { topics as topicNames, type Epoch } from '../../app/server/topics.ts';
import type { Doorbell, DoorbellNews } from '../../app/sync/ports.ts';
import type { Connection } from './connection.ts';
import type { Life } from './life.ts';
import type { ModelServer } from './server/model-server.ts';
import type { Listener, TopicEvent } from './server/topics.ts';

/** As the supervisor over Realtime behaves: it joins again for ever, a little later each time. */
const REJOIN_MS = 2_000;
/** A socket that died without a word is noticed by a heartbeat that is not answered. */
const NOTICED_AFTER_MS = 25_000;

interface Wanted {
  readonly scriptId: ScriptId;
  readonly epoch: Epoch;
  isJoined: boolean;
}

/** The doorbell of one run of the program on one device. Rings are delayed, doubled, lost and overtake each other. */
export class SimDoorbell implements Doorbell, Listener {
  readonly #server: ModelServer;
  readonly #personId: PersonId;
  readonly #connection: Connection;
  readonly #life: Life;
  readonly #listeners = new Set<(news: DoorbellNews) => void>();
  #wanted = new Map<string, Wanted>();

  constructor(server: ModelServer, personId: PersonId, connection: Connection, life: Life) {
    this.#server = server;
    this.#personId = personId;
    this.#connection = connection;
    this.#life = life;
  }

  hear(listener: (news: DoorbellNews) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  listen(topics: readonly { readonly scriptId: ScriptId; readonly epoch: Epoch }[]): void {
    const before = this.#wanted;
    this.#wanted = new Map();
    for (const { scriptId, epoch } of topics) {
      const topic = topicNames.script(scriptId, epoch);
      const held = before.get(topic);
      before.delete(topic);
      this.#wanted.set(topic, held ?? { scriptId, epoch, isJoined: false });
      if (held === undefined) this.#joinLater(topic, this.#connection.delayMs());
    }
    for (const topic of before.keys()) this.#server.leave(topic, this);
  }

  heard(topic: string, event: TopicEvent): void {
    const { weather } = this.#connection;
    if (this.#life.isOver || !this.#connection.isOnline || this.#connection.chance(weather.ringsLost)) return;
    this.#deliver(topic, event);
    if (this.#connection.chance(weather.doubled)) this.#deliver(topic, event);
  }

  dropped(): void {
    for (const [topic, wanted] of this.#wanted) this.#leave(topic, wanted);
  }

  /** The network went away: the server's side forgets at once, this side after a while. */
  wentOffline(): void {
    for (const [topic, wanted] of this.#wanted) {
      this.#server.leave(topic, this);
      if (!wanted.isJoined) continue;
      wanted.isJoined = false;
      this.#life.after(this.#connection.delayMs() + NOTICED_AFTER_MS / 5, () => {
        if (!wanted.isJoined) this.#leave(topic, wanted);
      });
    }
  }

  #deliver(topic: string, event: TopicEvent): void {
    this.#life.after(this.#connection.delayMs(), () => {
      const wanted = this.#wanted.get(topic);
      if (wanted === undefined || !this.#connection.isOnline) return;
      if (event.kind === 'ring' && !wanted.isJoined) return;
      const { scriptId } = wanted;
      if (event.kind === 'epoch') this.#tell({ kind: 'epoch-over', scriptId });
      else if (this.#connection.chance(2)) this.#tell({ kind: 'rang-unread', scriptId });
      else this.#tell({ kind: 'rang', scriptId, ring: event.ring });
    });
  }

  #joinLater(topic: string, delayMs: number): void {
    this.#life.after(delayMs, () => {
      const wanted = this.#wanted.get(topic);
      if (wanted === undefined || wanted.isJoined) return;
      const { scriptId, epoch } = wanted;
      const isJoined = this.#connection.isOnline && this.#server.join(this.#personId, scriptId, epoch, this);
      if (!isJoined) return this.#joinLater(topic, REJOIN_MS + this.#connection.delayMs());
      wanted.isJoined = true;
      this.#tell({ kind: 'joined', scriptId, epoch });
      const count = this.#server.listenersOf(topic).size;
      for (const listener of this.#server.listenersOf(topic)) {
        if (listener instanceof SimDoorbell) listener.#count(topic, count);
      }
    });
  }

  #leave(topic: string, wanted: Wanted): void {
    if (this.#life.isOver || this.#wanted.get(topic) !== wanted) return;
    wanted.isJoined = false;
    this.#server.leave(topic, this);
    this.#life.after(this.#connection.delayMs(), () => this.#tell({ kind: 'left', scriptId: wanted.scriptId }));
    this.#joinLater(topic, REJOIN_MS + this.#connection.delayMs());
  }

  #count(topic: string, count: number): void {
    const wanted = this.#wanted.get(topic);
    if (wanted === undefined || this.#life.isOver) return;
    this.#life.after(this.#connection.delayMs(), () =>
      this.#tell({ kind: 'listeners', scriptId: wanted.scriptId, count }),
    );
  }

  #tell(news: DoorbellNews): void {
    for (const listener of this.#listeners) listener(news);
  }
}
