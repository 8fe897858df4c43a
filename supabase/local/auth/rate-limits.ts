import { LRUCache } from 'lru-cache';

/** So many events in so many seconds; what is unused comes back evenly. */
export interface Rate {
  readonly events: number;
  readonly perSeconds: number;
}

interface Bucket {
  readonly left: number;
  readonly at: number;
}

const REMEMBERED_CALLERS = 10_000;

/** Token buckets by name and caller, as GoTrue's limiter keeps them. They live as long as the gateway. */
export class RateLimits {
  readonly #buckets = new LRUCache<string, Bucket>({ max: REMEMBERED_CALLERS });

  /** Takes one event, or answers false and takes nothing. */
  take(name: string, caller: string, rate: Rate, now: Date): boolean {
    const key = `${name} ${caller}`;
    const left = refilled(this.#buckets.get(key), rate, now.getTime());
    if (left < 1) return false;
    this.#buckets.set(key, { left: left - 1, at: now.getTime() });
    return true;
  }
}

function refilled(bucket: Bucket | undefined, rate: Rate, nowMs: number): number {
  if (bucket === undefined) return rate.events;
  const seconds = Math.max(0, nowMs - bucket.at) / 1_000;
  return Math.min(rate.events, bucket.left + (seconds * rate.events) / rate.perSeconds);
}
