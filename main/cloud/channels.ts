import type { ConnectionHealth } from '../../app/ipc/sync.ts';
import type { Surroundings } from '../surroundings.ts';
import { Membership, type TopicEvents } from './membership.ts';
import { RealtimeLine, type LineOptions } from './realtime-line.ts';
import { delayMs, EAGER_ATTEMPTS, refusedDelayMs } from './rejoining.ts';

/** A hosted project takes 100 joins a second from everybody together. */
const JOIN_EVERY_MS = 50;
/** Who has held for so long starts again at the shortest delay. */
const HEALTHY_MS = 60_000;
/** So many quick attempts once the server was heard from. */
const NUDGED_ATTEMPTS = 4;

export interface ChannelsOptions extends LineOptions {
  readonly surroundings: Pick<Surroundings, 'wake' | 'nowMs'>;
  /** At least 0, below 1. */
  readonly fraction: () => number;
}

/** One topic that somebody wants to be joined to, and how that goes. */
interface Wish {
  readonly topic: string;
  readonly presenceKey: string | null;
  readonly events: TopicEvents;
  membership: Membership | null;
  isJoined: boolean;
  failures: number;
  joinedAtMs: number | null;
  waiting: Disposable | null;
}

/**
 * Keeps the wanted topics joined on one socket, whatever becomes of sockets, channels and tokens. A channel that the
 * server closed is joined again by a fresh one; a line that fell silent is replaced whole. Time and chance are handed in;
 * realtime-js' own timers serve only its heartbeat and its joins.
 */
export class Channels implements Disposable {
  readonly #options: ChannelsOptions;
  readonly #wishes = new Map<string, Wish>();
  readonly #hearing: Disposable;
  #line: RealtimeLine | null = null;
  #lineState: ConnectionHealth['socket'] = 'none';
  #openedAtMs: number | null = null;
  #failures = 0;
  #reconnecting: Disposable | null = null;
  #nextJoin: Disposable | null = null;
  readonly #toJoin: Wish[] = [];
  #isOver = false;

  private constructor(options: ChannelsOptions) {
    this.#options = options;
    this.#hearing = options.session.onChanged((change) => this.#sessionChanged(change));
  }

  static open(options: ChannelsOptions): Channels {
    return new Channels(options);
  }

  /** Joins the topic, and again whenever it was lost, until it is unwanted. `presenceKey`: who we are to those there. */
  want(topic: string, presenceKey: string | null, events: TopicEvents): void {
    if (this.#isOver || this.#wishes.has(topic)) return;
    const wish: Wish = {
      topic,
      presenceKey,
      events,
      membership: null,
      isJoined: false,
      failures: 0,
      joinedAtMs: null,
      waiting: null,
    };
    this.#wishes.set(topic, wish);
    if (this.#lineState === 'open') this.#enqueue(wish);
    else if (this.#line === null && this.#reconnecting === null) this.#connect();
  }

  unwant(topic: string): void {
    const wish = this.#wishes.get(topic);
    if (wish === undefined) return;
    this.#wishes.delete(topic);
    this.#forget(wish);
    if (this.#wishes.size === 0) this.#endLine('none');
  }

  /** The machine woke up, its network is another one, or somebody else is signed in: a fresh socket, now. */
  renew(): void {
    if (this.#isOver || this.#wishes.size === 0) return;
    this.#endLine('closed');
    this.#failures = 0;
    for (const wish of this.#wishes.values()) wish.failures = 0;
    this.#connect();
  }

  /** The server was heard from otherwise: after long trouble it is worth trying as in the beginning. */
  nudge(): void {
    if (this.#reconnecting === null || this.#failures <= EAGER_ATTEMPTS) return;
    this.#failures = EAGER_ATTEMPTS - NUDGED_ATTEMPTS;
    this.#connect();
  }

  figures(): Pick<ConnectionHealth, 'socket' | 'channels'> {
    const all = [...this.#wishes.values()];
    return {
      socket: this.#lineState,
      channels: { joined: all.filter(({ isJoined }) => isJoined).length, wanted: all.length },
    };
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#hearing[Symbol.dispose]();
    this.#endLine('none');
    this.#wishes.clear();
  }

  #connect(): void {
    this.#reconnecting?.[Symbol.dispose]();
    this.#reconnecting = null;
    this.#lineState = 'connecting';
    const line = new RealtimeLine(this.#options, {
      opened: () => {
        if (line === this.#line) this.#opened();
      },
      over: () => {
        if (line === this.#line) this.#lost();
      },
    });
    this.#line = line;
    void line.connect().then((isUnderWay) => {
      if (!isUnderWay && line === this.#line) this.#lost();
    });
  }

  #opened(): void {
    this.#lineState = 'open';
    this.#openedAtMs = this.#options.surroundings.nowMs();
    for (const wish of this.#wishes.values()) this.#enqueue(wish);
  }

  #lost(): void {
    const { nowMs } = this.#options.surroundings;
    const heldMs = this.#openedAtMs === null ? 0 : nowMs() - this.#openedAtMs;
    this.#failures = heldMs >= HEALTHY_MS ? 1 : this.#failures + 1;
    this.#endLine('closed');
    if (this.#isOver || this.#wishes.size === 0) return;
    const afterMs = delayMs(this.#failures, this.#options.fraction());
    this.#reconnecting = this.#options.surroundings.wake(afterMs, () => this.#connect());
  }

  #endLine(state: 'none' | 'closed'): void {
    const line = this.#line;
    this.#line = null;
    this.#openedAtMs = null;
    this.#lineState = state;
    for (const timer of [this.#reconnecting, this.#nextJoin]) timer?.[Symbol.dispose]();
    this.#reconnecting = null;
    this.#nextJoin = null;
    this.#toJoin.length = 0;
    for (const wish of this.#wishes.values()) this.#forget(wish);
    line?.end();
  }

  /** Of a wish, everything that belongs to the line. */
  #forget(wish: Wish): void {
    wish.waiting?.[Symbol.dispose]();
    wish.waiting = null;
    void wish.membership?.end();
    wish.membership = null;
    const at = this.#toJoin.indexOf(wish);
    if (at >= 0) this.#toJoin.splice(at, 1);
    if (!wish.isJoined) return;
    wish.isJoined = false;
    wish.events.left();
  }

  /** Joins are spread, so that a hundred people who come back at once do not reach the project's limit. */
  #enqueue(wish: Wish): void {
    this.#toJoin.push(wish);
    if (this.#nextJoin !== null) return;
    this.#join();
  }

  #join(): void {
    this.#nextJoin = null;
    const wish = this.#toJoin.shift();
    if (wish === undefined || this.#line === null) return;
    this.#nextJoin = this.#options.surroundings.wake(JOIN_EVERY_MS, () => this.#join());
    const line = this.#line;
    const isCurrent = (): boolean => wish.membership === membership;
    const { events } = wish;
    const membership: Membership = new Membership(line, wish.topic, wish.presenceKey, {
      joined: (voice) => {
        wish.isJoined = true;
        wish.joinedAtMs = this.#options.surroundings.nowMs();
        events.joined(voice);
      },
      left: () => {
        wish.isJoined = false;
        events.left();
      },
      refused: events.refused,
      heard: events.heard,
      present: events.present,
      over: (outcome) => {
        if (isCurrent()) this.#rejoinLater(wish, outcome, line.token);
      },
    });
    wish.membership = membership;
  }

  #rejoinLater(
    wish: Wish,
    outcome: Parameters<ConstructorParameters<typeof Membership>[3]['over']>[0],
    token: string | null,
  ): void {
    const { surroundings, fraction, session } = this.#options;
    const heldMs = wish.joinedAtMs === null ? 0 : surroundings.nowMs() - wish.joinedAtMs;
    wish.membership = null;
    wish.joinedAtMs = null;
    wish.failures = heldMs >= HEALTHY_MS ? 1 : wish.failures + 1;
    if (outcome === 'token' && token !== null) session.refused(token);
    const afterMs = outcome === 'refused' ? refusedDelayMs(fraction()) : delayMs(wish.failures, fraction());
    wish.waiting = surroundings.wake(afterMs, () => {
      wish.waiting = null;
      this.#enqueue(wish);
    });
    if (outcome === 'refused') wish.events.refused();
  }

  #sessionChanged(change: 'standing' | 'token'): void {
    if (change === 'standing') return this.renew();
    if (this.#line !== null) void this.#line.tellToken();
    else this.renew();
  }
}
