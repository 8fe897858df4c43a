import * as z from 'zod';
import { jsonReply, type GatewayReply } from '../gateway/part.ts';
import { keepCode, linkOf, mailCode, newCode } from './codes.ts';
import { transact, type Transaction } from './database.ts';
import { optionalMetadata, optionalText, parseBody, type Call, type Desk, type Metadata } from './desk.ts';
import { parseEmail } from './emails.ts';
import { AuthFailure, invalid } from './failure.ts';
import { checkPassword } from './passwords.ts';
import { randomLetters } from './random-text.ts';
import { redirectOf } from './redirects.ts';
import { enrol } from './sign-up.ts';
import { emailExists } from './user-calls.ts';
import { userBody } from './user-body.ts';
import { findUserByEmail, type User } from './users.ts';

const UNKNOWN_PASSWORD_LENGTH = 64;

const InviteBody = z.object({ email: optionalText, data: optionalMetadata });

/** A mail with a code to somebody who is not here yet, or not confirmed. */
export async function invite(desk: Desk, call: Call): Promise<GatewayReply> {
  const body = parseBody(call, InviteBody);
  const email = parseEmail(body.email);
  return transact(desk.pool, async (tx) => {
    const user = await unconfirmed(desk, tx, call, { email, password: '', userMetadata: body.data ?? {} });
    const redirectTo = redirectOf(desk, call.request);
    const invited = await mailCode(desk, tx, call, user, { purpose: 'invite', redirectTo, isPkce: false });
    return jsonReply(200, await userBody(tx, invited));
  });
}

const LinkBody = z.object({
  type: optionalText,
  email: optionalText,
  password: optionalText,
  data: optionalMetadata,
  redirect_to: optionalText,
});

/** A link and its code, for whoever sends mails themselves. Nothing is mailed. */
export async function generateLink(desk: Desk, call: Call): Promise<GatewayReply> {
  const body = parseBody(call, LinkBody);
  const asked = z.enum(['signup', 'invite', 'magiclink', 'recovery']).safeParse(body.type);
  if (!asked.success) throw invalid(`Invalid email action link type requested: ${body.type}`);
  const email = parseEmail(body.email);
  const redirectTo = redirectOf(desk, call.request, body.redirect_to);
  return transact(desk.pool, async (tx) => {
    const found = await findUserByEmail(tx, email);
    if (found === undefined && asked.data === 'recovery') {
      throw new AuthFailure(404, 'user_not_found', 'User with this email not found');
    }
    const purpose = found === undefined && asked.data === 'magiclink' ? 'signup' : asked.data;
    const needsUser = purpose === 'signup' || purpose === 'invite';
    const password = purpose === 'signup' ? passwordFor(desk, asked.data, body.password, found) : '';
    const user =
      found !== undefined && !needsUser
        ? found
        : await unconfirmed(desk, tx, call, { email, password, userMetadata: body.data ?? {} });
    const code = newCode(email, desk);
    const present = await keepCode(desk, tx, user, code.hash, { purpose, isPkce: false, now: call.now });
    return jsonReply(200, {
      ...(await userBody(tx, present)),
      action_link: linkOf(desk, { hash: code.hash, purpose, redirectTo }),
      email_otp: code.code,
      hashed_token: code.hash,
      verification_type: purpose,
      redirect_to: redirectTo,
    });
  });
}

async function unconfirmed(
  desk: Desk,
  tx: Transaction,
  call: Call,
  person: { readonly email: string; readonly password: string; readonly userMetadata: Metadata },
): Promise<User> {
  const found = await findUserByEmail(tx, person.email);
  if (found === undefined) return enrol(desk, tx, call, person);
  if (found.email_confirmed_at !== null) throw emailExists();
  return found;
}

function passwordFor(desk: Desk, asked: string, password: string, found: User | undefined): string {
  if (found !== undefined) return '';
  if (asked === 'magiclink') return randomLetters(UNKNOWN_PASSWORD_LENGTH, desk.surroundings);
  if (password === '') throw invalid('Signup requires a valid password');
  checkPassword(password, desk);
  return password;
}
