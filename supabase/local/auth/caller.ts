import * as z from 'zod';
import { bearerToken, verifyToken, type Claims, type TokenFault } from '../gateway/tokens.ts';
import type { Transaction } from './database.ts';
import type { Call, Caller, Desk } from './desk.ts';
import { AuthFailure } from './failure.ts';
import { findSession } from './sessions.ts';
import { findUser, isBanned } from './users.ts';

/** Roles that may use the calls under /admin. */
const ADMIN_ROLES: readonly string[] = ['service_role', 'supabase_admin'];
const NIL_ID = '00000000-0000-0000-0000-000000000000';

/** The claims of a token that this gateway signed and that is not over, to the second. */
export async function readToken({ keys }: Desk, { request, now }: Call): Promise<Claims> {
  const token = bearerToken(request.headers.authorization);
  if (token === undefined)
    throw new AuthFailure(401, 'no_authorization', 'This endpoint requires a valid Bearer token');
  const verified = await verifyToken(token, keys, now);
  if (!verified.ok) throw badToken(verified.fault.kind);
  if (verified.claims.exp * 1_000 <= now.getTime()) throw badToken('expired');
  return verified.claims;
}

/** Who asks, looked up on every call: a session that ended or a person who was banned is refused at once. */
export async function findCaller(tx: Transaction, call: Call, claims: Claims): Promise<Caller> {
  if (claims.sub === undefined) throw new AuthFailure(403, 'bad_jwt', 'invalid claim: missing sub claim');
  const user = await findUser(tx, claims.sub);
  if (user === undefined) throw new AuthFailure(403, 'user_not_found', 'User from sub claim in JWT does not exist');
  const session = await sessionOf(tx, claims.session_id);
  if (isBanned(user, call.now)) throw new AuthFailure(403, 'user_banned', 'User is banned');
  return { user, session };
}

export async function requireAdmin(desk: Desk, call: Call): Promise<void> {
  const { role } = await readToken(desk, call);
  if (!ADMIN_ROLES.includes(role)) throw new AuthFailure(403, 'not_admin', 'User not allowed');
}

async function sessionOf(tx: Transaction, id: string | undefined): Promise<Caller['session']> {
  if (id === undefined || id === '' || id === NIL_ID) return undefined;
  if (!z.uuid().safeParse(id).success) {
    throw new AuthFailure(403, 'bad_jwt', 'invalid claim: session_id claim must be a UUID');
  }
  const session = await findSession(tx, id);
  if (session === undefined) {
    throw new AuthFailure(403, 'session_not_found', 'Session from session_id claim in JWT does not exist');
  }
  return session;
}

function badToken(why: TokenFault['kind']): AuthFailure {
  return new AuthFailure(403, 'bad_jwt', `invalid JWT: unable to parse or verify signature, ${why}`);
}
