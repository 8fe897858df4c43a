import { jsonReply, type GatewayReply } from '../gateway/part.ts';
import { signToken } from '../keys.ts';
import type { Transaction } from './database.ts';
import type { Call, Desk, Metadata } from './desk.ts';
import { randomLetters } from './random-text.ts';
import { insertRefreshToken } from './refresh-tokens.ts';
import { insertSession, listMethods, type Method } from './sessions.ts';
import { hookedClaims } from './token-hook.ts';
import { userBody } from './user-body.ts';
import { updateUser, type User } from './users.ts';

const REFRESH_TOKEN_LENGTH = 12;

/** What somebody who came in gets. */
export interface Issued {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
  /** Seconds since 1970. */
  readonly expiresAt: number;
  readonly sessionId: string;
  readonly userId: string;
  readonly user: Metadata;
}

/** A new session with its first two tokens. */
export async function signIn(desk: Desk, tx: Transaction, call: Call, user: User, method: Method): Promise<Issued> {
  const { surroundings } = desk;
  const present = await updateUser(tx, user, { last_sign_in_at: call.now }, call.now);
  const sessionId = surroundings.newId();
  await insertSession(tx, { id: sessionId, userId: user.id, method, methodId: surroundings.newId() }, call);
  const refreshToken = newRefreshToken(desk);
  await insertRefreshToken(tx, { token: refreshToken, parent: '', userId: user.id, sessionId }, call.now);
  return issue(desk, tx, call, { user: present, sessionId, method, refreshToken });
}

export interface Grant {
  readonly user: User;
  readonly sessionId: string;
  readonly method: Method;
  readonly refreshToken: string;
}

/** An access token for a session that is there, beside the refresh token that goes with it. */
export async function issue(desk: Desk, tx: Transaction, { now }: Call, grant: Grant): Promise<Issued> {
  const { user, sessionId, method, refreshToken } = grant;
  const { tokenLifeSeconds } = desk.settings;
  const issuedAt = Math.floor(now.getTime() / 1_000);
  const expiresAt = issuedAt + tokenLifeSeconds;
  const methods = await listMethods(tx, sessionId);
  const claims = {
    iss: desk.issuer,
    sub: user.id,
    aud: user.aud,
    exp: expiresAt,
    iat: issuedAt,
    email: user.email ?? '',
    phone: user.phone ?? '',
    app_metadata: user.raw_app_meta_data,
    user_metadata: user.raw_user_meta_data,
    role: user.role,
    aal: 'aal1',
    amr: methods.map(({ authentication_method: name, updated_at: at }) => ({
      method: name,
      timestamp: Math.floor(at.getTime() / 1_000),
    })),
    session_id: sessionId,
    is_anonymous: user.is_anonymous,
  };
  const hooked = await hookedClaims(tx, desk, claims, { userId: user.id, method });
  return {
    accessToken: signToken(hooked, desk.keys.jwtSecret),
    refreshToken,
    expiresInSeconds: tokenLifeSeconds,
    expiresAt,
    sessionId,
    userId: user.id,
    user: await userBody(tx, user),
  };
}

export function newRefreshToken({ surroundings }: Desk): string {
  return randomLetters(REFRESH_TOKEN_LENGTH, surroundings);
}

export function issuedReply(
  issued: Issued,
  more: Metadata = {},
  headers: Readonly<Record<string, string>> = {},
): GatewayReply {
  const body = {
    access_token: issued.accessToken,
    token_type: 'bearer',
    expires_in: issued.expiresInSeconds,
    expires_at: issued.expiresAt,
    refresh_token: issued.refreshToken,
    user: issued.user,
    ...more,
  };
  return jsonReply(200, body, {
    'cache-control': 'no-store',
    'sb-auth-user-id': issued.userId,
    'sb-auth-session-id': issued.sessionId,
    'sb-auth-refresh-token-prefix': issued.refreshToken.slice(0, 5),
    ...headers,
  });
}

/** What a link hands to a page, in the part of the address that no server sees. */
export function issuedFragment(issued: Issued, type: string): URLSearchParams {
  return new URLSearchParams({
    access_token: issued.accessToken,
    expires_at: String(issued.expiresAt),
    expires_in: String(issued.expiresInSeconds),
    refresh_token: issued.refreshToken,
    sb: '',
    token_type: 'bearer',
    type,
  });
}
