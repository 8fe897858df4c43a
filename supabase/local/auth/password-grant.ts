import * as z from 'zod';
import type { GatewayReply } from '../gateway/part.ts';
import { transact, type Transaction } from './database.ts';
import { optionalText, parseBody, type Call, type Desk } from './desk.ts';
import { knownAs } from './emails.ts';
import { AuthFailure, invalid } from './failure.ts';
import { passwordMatches, weaknesses, weakMessage } from './passwords.ts';
import { issuedReply, signIn } from './tokens.ts';
import { findUserByEmail, isBanned, type User } from './users.ts';

const PasswordBody = z.object({ email: optionalText, phone: optionalText, password: optionalText });

/** One answer for "nobody has this address" and "another password", so that addresses cannot be tried out. */
const WRONG = ['invalid_credentials', 'Invalid login credentials'] as const;

export async function grantByPassword(desk: Desk, call: Call): Promise<GatewayReply> {
  const { email, phone, password } = parseBody(call, PasswordBody);
  if (phone !== '') throw new AuthFailure(422, 'phone_provider_disabled', 'Phone logins are disabled');
  if (email === '') throw invalid('missing email or phone');
  return transact(desk.pool, async (tx) => {
    const user = await holderOf(tx, email, password, call.now);
    const reasons = weaknesses(password, desk.settings);
    const weak = reasons.length === 0 ? {} : { weak_password: { message: weakMessage(desk.settings), reasons } };
    return issuedReply(await signIn(desk, tx, call, user, 'password'), weak);
  });
}

async function holderOf(tx: Transaction, text: string, password: string, now: Date): Promise<User> {
  const email = knownAs(text);
  const user = email === undefined ? undefined : await findUserByEmail(tx, email);
  if (user === undefined) throw new AuthFailure(400, ...WRONG);
  if (isBanned(user, now)) throw new AuthFailure(400, 'user_banned', 'User is banned');
  if (!(await passwordMatches(tx, user, password))) throw new AuthFailure(400, ...WRONG);
  if (user.email_confirmed_at === null) throw new AuthFailure(400, 'email_not_confirmed', 'Email not confirmed');
  return user;
}
