import * as z from 'zod';
import { jsonReply, type GatewayReply } from '../gateway/part.ts';
import { mailCode } from './codes.ts';
import { transact } from './database.ts';
import { optionalMetadata, optionalText, parseBody, type Call, type Desk } from './desk.ts';
import { mailEmailChange } from './email-change.ts';
import { parseEmail } from './emails.ts';
import { AuthFailure, invalid } from './failure.ts';
import { challengeFields, openFlow, parseChallenge } from './pkce.ts';
import { redirectOf } from './redirects.ts';
import { checkOpen, enrol, limitSignUps, mailConfirmation } from './sign-up.ts';
import { confirmEmail, findUserByEmail } from './users.ts';

const OtpBody = z.object({
  email: optionalText,
  phone: optionalText,
  create_user: z
    .boolean()
    .nullish()
    .transform((creates) => creates ?? true),
  data: optionalMetadata,
  ...challengeFields,
});

/** A code to sign in with, to an address that is new or known. */
export async function sendOtp(desk: Desk, call: Call): Promise<GatewayReply> {
  limitSignUps(desk, call);
  const body = parseBody(call, OtpBody);
  if (body.phone !== '') throw new AuthFailure(400, 'phone_provider_disabled', 'Unsupported phone provider');
  if (body.email === '') throw invalid('One of email or phone must be set');
  const email = parseEmail(body.email);
  const challenge = parseChallenge(body);
  await transact(desk.pool, async (tx) => {
    const found = await findUserByEmail(tx, email);
    if (found === undefined && !body.create_user) {
      throw new AuthFailure(422, 'otp_disabled', 'Signups not allowed for otp');
    }
    if (found === undefined) checkOpen(desk);
    const user = found ?? (await enrol(desk, tx, call, { email, password: '', userMetadata: body.data ?? {} }));
    const isNew = user.email_confirmed_at === null;
    if (isNew && !desk.settings.confirmsEmailAtOnce) return mailConfirmation(desk, tx, call, user, challenge);
    const known = isNew ? await confirmEmail(tx, user, call.now) : user;
    if (challenge !== undefined) await openFlow(desk, tx, call, known, { ...challenge, way: 'magiclink' });
    const redirectTo = redirectOf(desk, call.request);
    return mailCode(desk, tx, call, known, { purpose: 'magiclink', redirectTo, isPkce: challenge !== undefined });
  });
  return jsonReply(200, {});
}

const RecoverBody = z.object({ email: optionalText, ...challengeFields });

/** The same answer whether or not anybody has the address. */
export async function recover(desk: Desk, call: Call): Promise<GatewayReply> {
  limitSignUps(desk, call);
  const body = parseBody(call, RecoverBody);
  if (body.email === '') throw invalid('Password recovery requires an email');
  const email = parseEmail(body.email);
  const challenge = parseChallenge(body);
  await transact(desk.pool, async (tx) => {
    const user = await findUserByEmail(tx, email);
    if (user === undefined) return;
    if (challenge !== undefined) await openFlow(desk, tx, call, user, { ...challenge, way: 'recovery' });
    const redirectTo = redirectOf(desk, call.request);
    await mailCode(desk, tx, call, user, { purpose: 'recovery', redirectTo, isPkce: challenge !== undefined });
  });
  return jsonReply(200, {});
}

const ResendBody = z.object({ type: optionalText, email: optionalText, ...challengeFields });

export async function resend(desk: Desk, call: Call): Promise<GatewayReply> {
  limitSignUps(desk, call);
  const body = parseBody(call, ResendBody);
  if (body.type !== 'signup' && body.type !== 'email_change') {
    throw invalid('Missing one of these types: signup, email_change, sms, phone_change');
  }
  const challenge = parseChallenge(body);
  const email = parseEmail(body.email);
  await transact(desk.pool, async (tx) => {
    const user = await findUserByEmail(tx, email);
    if (user === undefined) return;
    if (body.type === 'signup') {
      if (user.email_confirmed_at === null) await mailConfirmation(desk, tx, call, user, challenge);
    } else if (user.email_change !== '') {
      await mailEmailChange(desk, tx, call, user, { email: user.email_change, challenge });
    }
  });
  return jsonReply(200, {});
}
