import type { RealtimeChannel } from '@supabase/supabase-js';
import type { RealtimeLine } from './realtime-line.ts';
import { outcomeOf, type JoinOutcome } from './rejoining.ts';

/** What is heard on one topic. */
export interface TopicEvents {
  /** From now on it is heard, and may be spoken to until it is left. */
  readonly joined: (voice: Voice) => void;
  /** It was joined, and is not any more; joining again is under way. */
  readonly left: () => void;
  /** The server says that this person may not. It is asked again, rarely. */
  readonly refused: () => void;
  readonly heard: (event: string, payload: unknown) => void;
  /** Who is here, by key; each key's own words for each of its devices. */
  readonly present: (state: Readonly<Record<string, readonly object[]>>) => void;
}

/** Speaks on a topic while it is joined; otherwise says nothing at all. */
export interface Voice {
  /** False when nothing was sent. Nobody answers either way. */
  send(event: string, payload: object): boolean;
  /** What is to be known of us; the server takes five such calls in 30 s. */
  track(payload: Record<string, unknown>): void;
}

export interface MembershipEvents extends TopicEvents {
  /** Once: the topic is free to be joined anew. `wasJoined`: it held until now. */
  readonly over: (outcome: JoinOutcome | 'closed') => void;
}

/** One try at one topic, from the join to whatever ends it. realtime-js would join again by itself, with what it has. */
export class Membership {
  readonly #line: RealtimeLine;
  readonly #channel: RealtimeChannel;
  readonly #events: MembershipEvents;
  #state: 'joining' | 'joined' | 'over' = 'joining';

  constructor(line: RealtimeLine, topic: string, presenceKey: string | null, events: MembershipEvents) {
    this.#line = line;
    this.#events = events;
    this.#channel = line.channel(topic, presenceKey);
    this.#channel.on('broadcast', { event: '*' }, (message: { readonly event: string; readonly payload?: unknown }) => {
      if (this.#state === 'joined') events.heard(message.event, message.payload);
    });
    if (presenceKey !== null) {
      this.#channel.on('presence', { event: 'sync' }, () => {
        if (this.#state === 'joined') events.present(this.#channel.presenceState());
      });
    }
    this.#channel.subscribe((status, error) => {
      if (this.#state === 'over') return;
      if (status === 'SUBSCRIBED') return this.#joined();
      if (status === 'CLOSED') return this.#over('closed');
      this.#over(outcomeOf(error?.message ?? ''));
    });
  }

  /** Leaves. Nothing is told of it. */
  async end(): Promise<void> {
    if (this.#state === 'over') return;
    this.#state = 'over';
    await this.#line.remove(this.#channel);
  }

  #joined(): void {
    this.#state = 'joined';
    this.#events.joined({
      send: (event, payload) => {
        // Where it is not joined, realtime-js would send by HTTP and call that good.
        if (this.#state !== 'joined' || !this.#line.isOpen) return false;
        void this.#channel.send({ type: 'broadcast', event, payload });
        return true;
      },
      track: (payload) => {
        if (this.#state === 'joined' && this.#line.isOpen) void this.#channel.track(payload);
      },
    });
    // Who is here may have come with the answer.
    this.#events.present(this.#channel.presenceState());
  }

  #over(outcome: JoinOutcome | 'closed'): void {
    const wasJoined = this.#state === 'joined';
    this.#state = 'over';
    if (wasJoined) this.#events.left();
    const freed = outcome === 'closed' ? Promise.resolve(this.#channel.teardown()) : this.#line.remove(this.#channel);
    void freed.then(() => this.#events.over(outcome));
  }
}
