import { verifyToken, type Claims, type Verified } from '../gateway/tokens.ts';
import type { Keys } from '../keys.ts';

/** As PostgREST allows it beyond a token's end. */
const SKEW_SECONDS = 30;

/** Remembers tokens whose signature was good, as PostgREST does, the latest of them; when they end is asked each time. */
export class KnownTokens {
  readonly #limit: number;
  readonly #known = new Map<string, Claims>();

  constructor({ limit }: { readonly limit: number }) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#known.size;
  }

  async verify(token: string, keys: Keys, now: Date): Promise<Verified> {
    const claims = this.#known.get(token);
    if (claims !== undefined && !hasEnded(claims, now)) return { ok: true, claims };
    const verified = await verifyToken(token, keys, now);
    if (verified.ok) this.#remember(token, verified.claims);
    else this.#known.delete(token);
    return verified;
  }

  #remember(token: string, claims: Claims): void {
    this.#known.set(token, claims);
    const [oldest] = this.#known.keys();
    if (this.#known.size > this.#limit && oldest !== undefined) this.#known.delete(oldest);
  }
}

function hasEnded({ exp }: Claims, now: Date): boolean {
  return exp <= Math.floor(now.getTime() / 1_000) - SKEW_SECONDS;
}
