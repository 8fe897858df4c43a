import * as z from 'zod';
import { jsonReply, type GatewayReply } from '../gateway/part.ts';
import { mailCode } from './codes.ts';
import { transact, type Transaction } from './database.ts';
import { optionalMetadata, optionalText, parseBody, type Call, type Desk, type Metadata } from './desk.ts';
import { parseEmail } from './emails.ts';
import { AuthFailure, invalid } from './failure.ts';
import { emailIdentity, insertIdentity } from './identities.ts';
import { checkPassword, hashPassword } from './passwords.ts';
import { challengeFields, openFlow, parseChallenge, type Challenge } from './pkce.ts';
import { redirectOf } from './redirects.ts';
import { issuedReply, signIn } from './tokens.ts';
import { decoyBody, userBody } from './user-body.ts';
import { confirmEmail, findUserByEmail, insertUser, type User } from './users.ts';

const HOUR_SECONDS = 3_600;

const SignUpBody = z.object({
  email: optionalText,
  phone: optionalText,
  password: optionalText,
  data: optionalMetadata,
  ...challengeFields,
});

/** Without an address it is an anonymous sign-in: one call for both, as supabase-js makes it. */
export async function signUp(desk: Desk, call: Call): Promise<GatewayReply> {
  const body = parseBody(call, SignUpBody);
  if (body.phone !== '') throw new AuthFailure(400, 'phone_provider_disabled', 'Phone signups are disabled');
  if (body.email === '') return signUpAnonymously(desk, call, body.data ?? {});
  limitSignUps(desk, call);
  checkOpen(desk);
  if (body.password === '') throw invalid('Signup requires a valid password');
  checkPassword(body.password, desk);
  const challenge = parseChallenge(body);
  const email = parseEmail(body.email);
  const userMetadata = body.data ?? {};
  return transact(desk.pool, async (tx) => {
    const found = await findUserByEmail(tx, email);
    if (found !== undefined && found.email_confirmed_at !== null) return knownReply(desk, call, email, userMetadata);
    const user = found ?? (await enrol(desk, tx, call, { email, password: body.password, userMetadata }));
    if (desk.settings.confirmsEmailAtOnce) {
      const confirmed = await confirmEmail(tx, user, call.now);
      return issuedReply(await signIn(desk, tx, call, confirmed, 'password'));
    }
    const waiting = await mailConfirmation(desk, tx, call, user, challenge);
    const shown = await userBody(tx, waiting);
    // Whoever was invited may have been described by their host; a stranger who types their address learns nothing.
    return jsonReply(200, waiting.invited_at === null ? shown : { ...shown, user_metadata: {}, identities: [] });
  });
}

export interface NewPerson {
  readonly email: string;
  readonly password: string;
  readonly userMetadata: Metadata;
}

/** A person with an address that is not theirs yet, and the identity that goes with it. */
export async function enrol(desk: Desk, tx: Transaction, { now }: Call, person: NewPerson): Promise<User> {
  const { surroundings } = desk;
  const id = surroundings.newId();
  const { email, password } = person;
  const data = { ...person.userMetadata, ...emailIdentity(id, email) };
  const passwordHash = password === '' ? null : await hashPassword(tx, password);
  const appMetadata = { provider: 'email', providers: ['email'] };
  const userMetadata = data;
  const user = await insertUser(tx, { id, email, passwordHash, userMetadata, appMetadata, isAnonymous: false }, now);
  await insertIdentity(tx, { id: surroundings.newId(), userId: id, data }, now);
  return user;
}

/** Mails the code, and remembers the other half of a PKCE secret for when the link is clicked. */
export async function mailConfirmation(
  desk: Desk,
  tx: Transaction,
  call: Call,
  user: User,
  challenge: Challenge | undefined,
): Promise<User> {
  if (challenge !== undefined) await openFlow(desk, tx, call, user, { ...challenge, way: 'email/signup' });
  const redirectTo = redirectOf(desk, call.request);
  return mailCode(desk, tx, call, user, { purpose: 'signup', redirectTo, isPkce: challenge !== undefined });
}

export function limitSignUps(desk: Desk, { request, now }: Call): void {
  const { signIns: events, windowSeconds: perSeconds } = desk.settings.rates;
  if (!desk.limits.take('sign-ups', request.address, { events, perSeconds }, now)) throw tooMany();
}

export function tooMany(): AuthFailure {
  return new AuthFailure(429, 'over_request_rate_limit', 'Request rate limit reached');
}

export function checkOpen({ settings }: Desk): void {
  if (settings.allowsSignUp) return;
  throw new AuthFailure(422, 'signup_disabled', 'Signups not allowed for this instance');
}

function knownReply(desk: Desk, { now }: Call, email: string, userMetadata: Metadata): GatewayReply {
  if (desk.settings.confirmsEmailAtOnce) throw new AuthFailure(422, 'user_already_exists', 'User already registered');
  return jsonReply(200, decoyBody(desk.surroundings.newId(), email, userMetadata, now));
}

async function signUpAnonymously(desk: Desk, call: Call, userMetadata: Metadata): Promise<GatewayReply> {
  const { settings, limits, surroundings, pool } = desk;
  if (!settings.allowsAnonymous) {
    throw new AuthFailure(422, 'anonymous_provider_disabled', 'Anonymous sign-ins are disabled');
  }
  const rate = { events: settings.rates.anonymousPerHour, perSeconds: HOUR_SECONDS };
  if (!limits.take('anonymous', call.request.address, rate, call.now)) throw tooMany();
  checkOpen(desk);
  return transact(pool, async (tx) => {
    const id = surroundings.newId();
    const nobody = { id, email: null, passwordHash: null, userMetadata, appMetadata: {}, isAnonymous: true };
    const user = await insertUser(tx, nobody, call.now);
    return issuedReply(await signIn(desk, tx, call, user, 'anonymous'));
  });
}
