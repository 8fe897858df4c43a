import { isIP } from 'node:net';
import * as z from 'zod';
import { row, rows, run, type Transaction } from './database.ts';
import type { Call } from './desk.ts';

/** How somebody came in, as `amr` and the token hook name it. */
export type Method =
  | 'password'
  | 'otp'
  | 'anonymous'
  | 'token_refresh'
  | 'magiclink'
  | 'recovery'
  | 'invite'
  | 'email/signup'
  | 'email_change';

const Session = z.object({ id: z.string(), user_id: z.string(), created_at: z.date(), not_after: z.date().nullable() });
export type Session = z.output<typeof Session>;

const Amr = z.object({ authentication_method: z.string(), updated_at: z.date() });
export type Amr = z.output<typeof Amr>;

const SELECT = 'select s.id, s.user_id, s.created_at, s.not_after from auth.sessions s';

export function findSession(tx: Transaction, id: string): Promise<Session | undefined> {
  return row(tx, Session, `${SELECT} where s.id = $1`, [id]);
}

/** The session that a refresh token belongs to, locked: two refreshes of one session never run side by side. */
export function lockSessionOfToken(tx: Transaction, token: string): Promise<Session | undefined> {
  const sql = `${SELECT} where s.id = (select t.session_id from auth.refresh_tokens t where t.token = $1) for update of s`;
  return row(tx, Session, sql, [token]);
}

export async function insertSession(
  tx: Transaction,
  { id, userId, method, methodId }: { id: string; userId: string; method: Method; methodId: string },
  { request, now }: Call,
): Promise<void> {
  await run(
    tx,
    `insert into auth.sessions (id, user_id, created_at, updated_at, aal, user_agent, ip)
     values ($1, $2, $3, $3, 'aal1', $4, $5)`,
    [id, userId, now, request.headers['user-agent'] ?? null, addressOf(request.address)],
  );
  await run(
    tx,
    `insert into auth.mfa_amr_claims (id, session_id, created_at, updated_at, authentication_method)
     values ($1, $2, $3, $3, $4)`,
    [methodId, id, now, method],
  );
}

/** Most recent first. */
export function listMethods(tx: Transaction, sessionId: string): Promise<Amr[]> {
  const sql = `select authentication_method, updated_at from auth.mfa_amr_claims where session_id = $1 order by updated_at desc`;
  return rows(tx, Amr, sql, [sessionId]);
}

export async function noteRefresh(tx: Transaction, sessionId: string, { request, now }: Call): Promise<void> {
  await run(
    tx,
    `update auth.sessions set refreshed_at = $2::timestamptz at time zone 'utc', updated_at = $2, user_agent = $3, ip = $4
     where id = $1`,
    [sessionId, now, request.headers['user-agent'] ?? null, addressOf(request.address)],
  );
}

export type SignOutScope = 'global' | 'local' | 'others';

/** Refresh tokens go with their session; access tokens die at once, because every call looks for the session. */
export async function endSessions(
  tx: Transaction,
  scope: SignOutScope,
  { userId, sessionId }: { readonly userId: string; readonly sessionId: string | undefined },
): Promise<void> {
  if (sessionId === undefined || scope === 'global') {
    await run(tx, 'delete from auth.sessions where user_id = $1', [userId]);
    return;
  }
  const which = scope === 'local' ? 'id = $2' : 'id <> $2';
  await run(tx, `delete from auth.sessions where user_id = $1 and ${which}`, [userId, sessionId]);
}

/** Without the interface that a link-local address may name: `inet` has no room for it. */
function addressOf(address: string): string | null {
  const [plain = ''] = address.split('%');
  return isIP(plain) === 0 ? null : plain;
}
