import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey, errors } from 'jose';
import * as z from 'zod';
import { Breaker, RefusedAnswer, type BreakerState } from './breaker.ts';

const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });
/** New keys are looked for after this long, so that one that was withdrawn stops counting. */
const KEPT_MS = 600_000;
/** An unknown key may be a new one, and may be made up: it has us ask again this often at most. */
const ASKED_AGAIN_MS = 30_000;
const ANSWER_MS = 4_000;

export interface PublicKeysOptions {
  readonly url: string;
  readonly now: () => Date;
  readonly onBreaker?: (state: BreakerState) => void;
}

/** The keys that the auth server signs with, asked for over HTTP and kept for a while. */
export class PublicKeys implements Disposable {
  readonly #options: PublicKeysOptions;
  readonly #breaker: Breaker<[], JSONWebKeySet>;
  #kept: { readonly find: ReturnType<typeof createLocalJWKSet>; readonly at: number } | undefined;

  private constructor(options: PublicKeysOptions) {
    this.#options = options;
    this.#breaker = Breaker.open(() => fetchKeys(options.url), options.onBreaker);
  }

  static open(options: PublicKeysOptions): PublicKeys {
    return new PublicKeys(options);
  }

  get breakerState(): BreakerState {
    return this.#breaker.state;
  }

  /** Finds the key that a token says it is signed with; throws jose's errors when there is none. */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    const kept = await this.#keys(KEPT_MS);
    try {
      return await kept(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      return (await this.#keys(ASKED_AGAIN_MS))(header, token);
    }
  };

  async #keys(keptMs: number): Promise<ReturnType<typeof createLocalJWKSet>> {
    const now = this.#options.now().getTime();
    if (this.#kept !== undefined && now - this.#kept.at < keptMs) return this.#kept.find;
    const find = createLocalJWKSet(await this.#breaker.ask());
    this.#kept = { find, at: now };
    return find;
  }

  [Symbol.dispose](): void {
    this.#breaker[Symbol.dispose]();
  }
}

async function fetchKeys(url: string): Promise<JSONWebKeySet> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS), redirect: 'error' });
  if (!answer.ok) throw new RefusedAnswer(answer.status);
  return KeySet.parse(await answer.json());
}
