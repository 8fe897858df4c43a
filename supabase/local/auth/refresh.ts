import * as z from 'zod';
import type { GatewayReply } from '../gateway/part.ts';
import { transact, type Transaction } from './database.ts';
import { optionalText, parseBody, type Call, type Desk } from './desk.ts';
import { AuthFailure, invalid } from './failure.ts';
import {
  decideRefresh,
  findActiveToken,
  findRefreshToken,
  insertRefreshToken,
  revokeFamily,
  revokeToken,
  type RefreshToken,
} from './refresh-tokens.ts';
import { lockSessionOfToken, noteRefresh, type Session } from './sessions.ts';
import { issue, issuedReply, newRefreshToken, type Issued } from './tokens.ts';
import { findUser, isBanned, type User } from './users.ts';

const RefreshBody = z.object({ refresh_token: optionalText });

/** A refusal that has changed something is returned, not thrown: a throw would roll the change back. */
type Outcome =
  | { readonly kind: 'issued'; readonly issued: Issued; readonly reused: boolean }
  | { readonly kind: 'reused' };

export async function refresh(desk: Desk, call: Call): Promise<GatewayReply> {
  const { refresh_token: text } = parseBody(call, RefreshBody);
  if (!/^[a-z0-9]{12}$/.test(text)) throw invalid('Refresh token is not valid');
  const outcome = await transact(desk.pool, (tx) => refreshIn(desk, tx, call, text));
  if (outcome.kind === 'reused') throw refused('refresh_token_already_used', 'Already Used');
  return issuedReply(outcome.issued, {}, { 'sb-auth-refresh-token-reuse': String(outcome.reused) });
}

async function refreshIn(desk: Desk, tx: Transaction, call: Call, text: string): Promise<Outcome> {
  const session = await lockSessionOfToken(tx, text);
  // Read after the lock: before it, another refresh may just be revoking this token.
  const token = await findRefreshToken(tx, text);
  const user = token === undefined ? undefined : await findUser(tx, token.user_id);
  if (token === undefined || user === undefined) throw refused('refresh_token_not_found', 'Refresh Token Not Found');
  checkHolder(user, session, call.now);
  if (session === undefined) throw refused('session_not_found', 'No Valid Session Found');

  const active = token.revoked ? await findActiveToken(tx, session.id) : undefined;
  const decision = decideRefresh(token, active, { now: call.now, reuseSeconds: desk.settings.refreshReuseSeconds });
  if (decision.kind === 'reused') {
    await revokeFamily(tx, session.id, call.now);
    return decision;
  }
  const refreshToken = decision.kind === 'repeat' ? decision.token : await swap(desk, tx, call, token, session);
  const grant = { user, sessionId: session.id, method: 'token_refresh', refreshToken } as const;
  const issued = await issue(desk, tx, call, grant);
  await noteRefresh(tx, session.id, call);
  return { kind: 'issued', issued, reused: token.revoked };
}

async function swap(desk: Desk, tx: Transaction, { now }: Call, old: RefreshToken, session: Session): Promise<string> {
  const token = newRefreshToken(desk);
  await revokeToken(tx, old, now);
  await insertRefreshToken(tx, { token, parent: old.token, userId: old.user_id, sessionId: session.id }, now);
  return token;
}

function checkHolder(user: User, session: Session | undefined, now: Date): void {
  if (isBanned(user, now)) throw refused('user_banned', 'User Banned');
  const end = session?.not_after;
  if (end !== undefined && end !== null && end < now) throw refused('session_expired', 'Session Expired');
}

function refused(code: string, why: string): AuthFailure {
  return new AuthFailure(400, code, `Invalid Refresh Token: ${why}`);
}
