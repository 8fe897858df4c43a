import { jsonReply, type GatewayReply } from '../gateway/part.ts';
import { findCaller, readToken } from './caller.ts';
import { checkPause, hashCode, isExpired, keepHash, newCode, sendCode } from './codes.ts';
import { run, transact, type Transaction } from './database.ts';
import type { Call, Caller, Desk } from './desk.ts';
import { AuthFailure, invalid } from './failure.ts';
import { updateUser } from './users.ts';

/** Mails a code to somebody who has been signed in for long and wants another password. */
export async function sendReauthentication(desk: Desk, call: Call): Promise<GatewayReply> {
  const claims = await readToken(desk, call);
  await transact(desk.pool, async (tx) => {
    const { user } = await findCaller(tx, call, claims);
    if (user.email === null) throw invalid('Reauthentication requires the user to have an email or a phone number');
    if (user.email_confirmed_at === null) {
      throw new AuthFailure(422, 'email_not_confirmed', 'Please verify your email first.');
    }
    checkPause(desk, user.reauthentication_sent_at, call.now);
    const code = newCode(user.email, desk);
    const { hash } = code;
    await keepHash(desk, tx, { user, slot: 'reauthentication_token', hash, relatesTo: user.email }, call.now);
    sendCode(desk, tx, call, { to: user.email, code, purpose: 'reauthentication', hash, redirectTo: '' });
    await updateUser(tx, user, { reauthentication_token: hash, reauthentication_sent_at: call.now }, call.now);
  });
  return jsonReply(200, {});
}

/** A device that was left open is not enough to take an account over: its session is too old without a code. */
export async function requireFresh(
  desk: Desk,
  tx: Transaction,
  { now }: Call,
  { user, session }: Caller,
  nonce: string,
): Promise<void> {
  const { freshSeconds } = desk.settings;
  if (freshSeconds === undefined) return;
  if (session !== undefined && now.getTime() <= session.created_at.getTime() + freshSeconds * 1_000) return;
  if (nonce === '') throw new AuthFailure(400, 'reauthentication_needed', 'Password update requires reauthentication');
  const kept = user.reauthentication_token;
  const isGood = kept !== '' && kept === hashCode(user.email ?? '', nonce);
  if (!isGood || isExpired(desk, user.reauthentication_sent_at, now)) {
    throw new AuthFailure(422, 'reauthentication_not_valid', 'Nonce has expired or is invalid');
  }
  const spent = `delete from auth.one_time_tokens where user_id = $1 and token_type = 'reauthentication_token'`;
  await run(tx, spent, [user.id]);
}
