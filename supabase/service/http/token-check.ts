import { createHash, timingSafeEqual } from 'node:crypto';
import { errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import * as z from 'zod';

const Claims = z.looseObject({
  role: z.string().min(1),
  exp: z.int(),
  sub: z.uuid().optional(),
  session_id: z.uuid().optional(),
  organization_id: z.uuid().optional(),
});
export type Claims = z.output<typeof Claims>;

export type Checked =
  | { readonly kind: 'good'; readonly claims: Claims }
  /** No token, or one that nobody of ours signed, or one whose time is over or has not come. */
  | { readonly kind: 'bad' }
  /** Nobody could say: the keys cannot be had. Whoever asks is not let in. */
  | { readonly kind: 'unknown'; readonly cause: unknown };

export interface TokenCheckOptions {
  /** The shared secret, or where to find public keys. */
  readonly key: Uint8Array | JWTVerifyGetKey;
  /** The short form of the service key, which is no token. */
  readonly secretKey: string | undefined;
  readonly now: () => Date;
}

/** A token that was withdrawn counts no longer than this, wherever nobody told us. */
export const KEPT_AT_MOST_MS = 300_000;
const MAX_KEPT = 10_000;

/**
 * Who a token speaks for. What was proven is remembered under the token's SHA-256, never beyond the token's own time.
 * It says who asks and not what they may: memberships are read from the database every time.
 */
export class TokenCheck {
  readonly #options: TokenCheckOptions;
  readonly #kept: LRUCache<string, Claims>;

  constructor(options: TokenCheckOptions) {
    this.#options = options;
    this.#kept = new LRUCache({
      max: MAX_KEPT,
      ttlResolution: 0,
      perf: { now: () => options.now().getTime() },
    });
  }

  async check(token: string | undefined): Promise<Checked> {
    if (token === undefined) return { kind: 'bad' };
    if (this.#isSecretKey(token))
      return { kind: 'good', claims: { role: 'service_role', exp: Number.MAX_SAFE_INTEGER } };
    const name = createHash('sha256').update(token).digest('base64');
    const kept = this.#kept.get(name);
    if (kept !== undefined) return { kind: 'good', claims: kept };
    try {
      const claims = await this.#prove(token);
      if (claims === undefined) return { kind: 'bad' };
      const ttl = Math.min(KEPT_AT_MOST_MS, claims.exp * 1_000 - this.#options.now().getTime());
      if (ttl > 0) this.#kept.set(name, claims, { ttl });
      return { kind: 'good', claims };
    } catch (cause) {
      return { kind: 'unknown', cause };
    }
  }

  /** Sessions that somebody may have ended meanwhile. */
  keptSessions(): readonly string[] {
    return [...new Set([...this.#kept.values()].flatMap(({ session_id: id }) => (id === undefined ? [] : [id])))];
  }

  /** After a sign-out. */
  forgetSessions(ended: ReadonlySet<string>): void {
    this.#forget(({ session_id: id }) => id !== undefined && ended.has(id));
  }

  /** After somebody lost a membership. */
  forgetPerson(personId: string): void {
    this.#forget(({ sub }) => sub === personId);
  }

  #forget(isOver: (claims: Claims) => boolean): void {
    const over = Array.from(this.#kept.entries()).filter(([, claims]) => isOver(claims));
    for (const [name] of over) this.#kept.delete(name);
  }

  async #prove(token: string): Promise<Claims | undefined> {
    const { key, now } = this.#options;
    try {
      const { payload } =
        typeof key === 'function'
          ? await jwtVerify(token, key, { algorithms: ['ES256', 'RS256', 'EdDSA'], currentDate: now() })
          : await jwtVerify(token, key, { algorithms: ['HS256'], currentDate: now() });
      return Claims.safeParse(payload).data;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  #isSecretKey(token: string): boolean {
    const { secretKey } = this.#options;
    if (secretKey === undefined) return false;
    const [given, ours] = [token, secretKey].map((text) => createHash('sha256').update(text).digest());
    return given !== undefined && ours !== undefined && timingSafeEqual(given, ours);
  }
}
