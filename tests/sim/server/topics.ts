import { limits } from '../../../app/server/limits.ts';
import type { Ring } from '../../../app/server/ring.ts';
import type { LogRow } from './model-state.ts';

export type TopicEvent = { readonly kind: 'ring'; readonly ring: Ring } | { readonly kind: 'epoch' };

/** One connection's ear. Told at once and in order; what a network does with it is somebody else's. */
export interface Listener {
  heard(topic: string, event: TopicEvent): void;
  /** The connection is gone, with all its topics. */
  dropped(): void;
}

/** Who listens to what: Realtime without its network. */
export class Topics {
  readonly #topics = new Map<string, Set<Listener>>();

  join(topic: string, listener: Listener): void {
    this.#topics.set(topic, (this.#topics.get(topic) ?? new Set()).add(listener));
  }

  leave(topic: string, listener: Listener): void {
    this.#topics.get(topic)?.delete(listener);
  }

  listenersOf(topic: string): ReadonlySet<Listener> {
    return this.#topics.get(topic) ?? new Set();
  }

  tell(topic: string, event: TopicEvent): void {
    for (const listener of this.listenersOf(topic)) listener.heard(topic, event);
  }

  /** Every connection ends. */
  drop(): void {
    const everybody = new Set(Array.from(this.#topics.values(), (listeners) => [...listeners]).flat());
    this.#topics.clear();
    for (const listener of everybody) listener.dropped();
  }
}

/** What is rung for rows that one call added. */
export function ringOf(head: Pick<Ring, 'first' | 'count' | 'chainBefore'>, rows: readonly LogRow[]): Ring {
  const people = [...new Set(rows.flatMap(({ pushedBy, claimedAuthor }) => [pushedBy, claimedAuthor ?? pushedBy]))];
  const bytes = rows.reduce((sum, row) => sum + 23 + row.bytes.length, 45 + 16 * people.length);
  if (bytes > limits.ringBytes) return { ...head, updates: undefined };
  const frames = rows.map(({ id, format, bytes: body, pushedBy, claimedAuthor }) => ({
    id,
    format,
    bytes: body,
    pushedBy: people.indexOf(pushedBy),
    author: claimedAuthor === null ? undefined : people.indexOf(claimedAuthor),
  }));
  return { ...head, updates: { people, frames } };
}
