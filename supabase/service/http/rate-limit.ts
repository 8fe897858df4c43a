import { LRUCache } from 'lru-cache';

/** What is known of whoever asks; the address always is. */
export interface Asker {
  readonly userId: string | undefined;
  readonly organizationId: string | undefined;
  readonly address: string;
}

/**
 * The one account that a request is charged to: the person's; without one the organisation's; without either the
 * address's. People behind one address do not use up each other's share, and a new address gives nobody a new one.
 */
export function rateKey({ userId, organizationId, address }: Asker): string {
  if (userId !== undefined) return `user:${userId}`;
  if (organizationId !== undefined) return `organization:${organizationId}`;
  return `address:${network(address)}`;
}

/** An IPv6 household has 2^64 addresses: they count as one. An IPv4 address in IPv6 clothes is that IPv4 address. */
function network(address: string): string {
  const plain = address.toLowerCase().replace(/%.*$/, '');
  const mapped = /^(?:::ffff:|0:0:0:0:0:ffff:)(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1];
  if (mapped !== undefined) return mapped;
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

export interface RateLimitOptions {
  readonly perMinute: number;
  readonly now: () => Date;
}

const MAX_KEYS = 50_000;
const MINUTE_MS = 60_000;

/** So many requests a minute for each key; unused ones come back evenly. */
export class RateLimit {
  readonly #options: RateLimitOptions;
  readonly #accounts = new LRUCache<string, { readonly left: number; readonly at: number }>({ max: MAX_KEYS });

  constructor(options: RateLimitOptions) {
    this.#options = options;
  }

  /** Takes one request from an account; answers how many seconds to wait when there is none left. */
  take(key: string): { readonly ok: true } | { readonly ok: false; readonly waitSeconds: number } {
    const { perMinute, now } = this.#options;
    const at = now().getTime();
    const last = this.#accounts.get(key) ?? { left: perMinute, at };
    const left = Math.min(perMinute, last.left + (Math.max(0, at - last.at) * perMinute) / MINUTE_MS);
    if (left < 1) {
      this.#accounts.set(key, { left, at });
      return { ok: false, waitSeconds: Math.ceil(((1 - left) * MINUTE_MS) / perMinute / 1_000) };
    }
    this.#accounts.set(key, { left: left - 1, at });
    return { ok: true };
  }
}
