import * as z from 'zod';
import { row, run, type Transaction } from './database.ts';

const RefreshToken = z.object({
  id: z.coerce.bigint(),
  token: z.string(),
  user_id: z.string(),
  revoked: z.boolean(),
  updated_at: z.date(),
  /** The token that this one replaced; '' for a session's first. */
  parent: z.string().nullable(),
  session_id: z.string().nullable(),
});
export type RefreshToken = z.output<typeof RefreshToken>;

const SELECT = `select ${Object.keys(RefreshToken.shape).join(', ')} from auth.refresh_tokens`;

export function findRefreshToken(tx: Transaction, token: string): Promise<RefreshToken | undefined> {
  return row(tx, RefreshToken, `${SELECT} where token = $1`, [token]);
}

/** The last one made that is not revoked. */
export function findActiveToken(tx: Transaction, sessionId: string): Promise<RefreshToken | undefined> {
  return row(tx, RefreshToken, `${SELECT} where session_id = $1 and not revoked order by id desc limit 1`, [sessionId]);
}

export interface NewRefreshToken {
  readonly token: string;
  readonly parent: string;
  readonly userId: string;
  readonly sessionId: string;
}

export async function insertRefreshToken(tx: Transaction, made: NewRefreshToken, now: Date): Promise<void> {
  await run(
    tx,
    `insert into auth.refresh_tokens (instance_id, token, user_id, revoked, created_at, updated_at, parent, session_id)
     values ('00000000-0000-0000-0000-000000000000', $1, $2, false, $5, $5, $3, $4)`,
    [made.token, made.userId, made.parent, made.sessionId, now],
  );
}

export async function revokeToken(tx: Transaction, { id }: RefreshToken, now: Date): Promise<void> {
  await run(tx, 'update auth.refresh_tokens set revoked = true, updated_at = $2 where id = $1', [id, now]);
}

/** Everything that came of one sign-in: somebody else may hold the newest token. */
export async function revokeFamily(tx: Transaction, sessionId: string, now: Date): Promise<void> {
  const sql = 'update auth.refresh_tokens set revoked = true, updated_at = $2 where session_id = $1 and not revoked';
  await run(tx, sql, [sessionId, now]);
}

export type RefreshDecision =
  /** Revoke it and make its child. */
  | { readonly kind: 'swap' }
  /** The client never saved what it was given: it gets the same again. */
  | { readonly kind: 'repeat'; readonly token: string }
  /** An old token came back: a thief, or a restored backup. The whole family ends. */
  | { readonly kind: 'reused' };

/**
 * The parent of the active token is good at any time; any other revoked token is good for `reuseSeconds` after it was
 * revoked (two windows refreshing at once), and gives a child of its own.
 */
export function decideRefresh(
  token: Pick<RefreshToken, 'token' | 'revoked' | 'updated_at'>,
  active: Pick<RefreshToken, 'token' | 'parent'> | undefined,
  { now, reuseSeconds }: { readonly now: Date; readonly reuseSeconds: number },
): RefreshDecision {
  if (!token.revoked) return { kind: 'swap' };
  if (active?.parent === token.token) return { kind: 'repeat', token: active.token };
  const goodUntil = token.updated_at.getTime() + reuseSeconds * 1_000;
  return now.getTime() > goodUntil ? { kind: 'reused' } : { kind: 'swap' };
}
