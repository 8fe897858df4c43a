import * as z from 'zod';
import { jsonReply, type GatewayReply } from '../gateway/part.ts';
import { findCaller, readToken } from './caller.ts';
import { transact, type Transaction } from './database.ts';
import { optionalMetadata, optionalText, parseBody, type Call, type Caller, type Desk } from './desk.ts';
import { mailEmailChange, setEmail } from './email-change.ts';
import { parseEmail } from './emails.ts';
import { AuthFailure, invalid } from './failure.ts';
import { checkPassword, hashPassword, passwordMatches } from './passwords.ts';
import { challengeFields, parseChallenge } from './pkce.ts';
import { requireFresh } from './reauthentication.ts';
import { endSessions, type SignOutScope } from './sessions.ts';
import { limitSignUps } from './sign-up.ts';
import { userBody } from './user-body.ts';
import { clearCodes, findUserByEmail, mergedMetadata, updateUser, type User } from './users.ts';

export async function getUser(desk: Desk, call: Call): Promise<GatewayReply> {
  const claims = await readToken(desk, call);
  return transact(desk.pool, async (tx) => {
    const { user } = await findCaller(tx, call, claims);
    return jsonReply(200, await userBody(tx, user));
  });
}

const UpdateBody = z.object({
  email: optionalText,
  phone: optionalText,
  password: z.string().nullish(),
  nonce: optionalText,
  data: optionalMetadata,
  app_metadata: optionalMetadata,
  ...challengeFields,
});
type UpdateBody = z.output<typeof UpdateBody>;

export async function putUser(desk: Desk, call: Call): Promise<GatewayReply> {
  const claims = await readToken(desk, call);
  limitSignUps(desk, call);
  const body = parseBody(call, UpdateBody);
  const email = body.email === '' ? undefined : parseEmail(body.email);
  const challenge = parseChallenge(body);
  if (typeof body.password === 'string') checkPassword(body.password, desk);
  return transact(desk.pool, async (tx) => {
    const caller = await findCaller(tx, call, claims);
    checkUpdate(caller.user, body);
    const isNewEmail = email !== undefined && email !== caller.user.email;
    if (isNewEmail && (await findUserByEmail(tx, email)) !== undefined) throw emailExists();
    const { password } = body;
    if (typeof password === 'string') await requireFresh(desk, tx, call, caller, body.nonce);
    let user = typeof password === 'string' ? await setPassword(tx, call, caller, password) : caller.user;
    if (body.data !== undefined) {
      const merged = mergedMetadata(user.raw_user_meta_data, body.data);
      user = await updateUser(tx, user, { raw_user_meta_data: merged }, call.now);
    }
    if (isNewEmail) {
      // Somebody anonymous who names an address signs up by it; everybody else has to show that it is theirs.
      const atOnce = user.is_anonymous && desk.settings.confirmsEmailAtOnce;
      user = atOnce
        ? await setEmail(desk, tx, user, email, call.now)
        : await mailEmailChange(desk, tx, call, user, { email, challenge });
    }
    return jsonReply(200, await userBody(tx, user));
  });
}

const SCOPES: Readonly<Record<string, SignOutScope>> = {
  '': 'global',
  global: 'global',
  local: 'local',
  others: 'others',
};

export async function signOut(desk: Desk, call: Call): Promise<GatewayReply> {
  const claims = await readToken(desk, call);
  const asked = call.request.query.get('scope') ?? '';
  const scope = SCOPES[asked];
  if (scope === undefined) throw invalid(`Unsupported logout scope ${JSON.stringify(asked)}`);
  await transact(desk.pool, async (tx) => {
    const { user, session } = await findCaller(tx, call, claims);
    await endSessions(tx, scope, { userId: user.id, sessionId: session?.id });
  });
  return { status: 204, headers: {}, body: undefined };
}

export function emailExists(): AuthFailure {
  return new AuthFailure(422, 'email_exists', 'A user with this email address has already been registered');
}

/** A new password ends the codes on their way and every other session: whoever had the old one is out. */
async function setPassword(tx: Transaction, call: Call, { user, session }: Caller, password: string): Promise<User> {
  if (password !== '' && (await passwordMatches(tx, user, password))) {
    throw new AuthFailure(422, 'same_password', 'New password should be different from the old password.');
  }
  const changed = await storePassword(tx, user, password, call.now);
  await endSessions(tx, 'others', { userId: user.id, sessionId: session?.id });
  return changed;
}

export async function storePassword(tx: Transaction, user: User, password: string, now: Date): Promise<User> {
  await clearCodes(tx, user.id);
  const spent = {
    confirmation_token: '',
    confirmation_sent_at: null,
    recovery_token: '',
    recovery_sent_at: null,
    email_change_token_current: '',
    email_change_token_new: '',
    email_change_sent_at: null,
    reauthentication_token: '',
    reauthentication_sent_at: null,
  };
  const hash = password === '' ? null : await hashPassword(tx, password);
  return updateUser(tx, user, { encrypted_password: hash, ...spent }, now);
}

function checkUpdate(user: User, body: UpdateBody): void {
  if (body.app_metadata !== undefined) {
    throw new AuthFailure(403, 'not_admin', 'Updating app_metadata requires admin privileges');
  }
  if (body.phone !== '') throw new AuthFailure(400, 'phone_provider_disabled', 'Phone logins are disabled');
  if (user.is_anonymous && typeof body.password === 'string' && body.password !== '' && body.email === '') {
    const message = 'Updating password of an anonymous user without an email or phone is not allowed';
    throw new AuthFailure(422, 'validation_failed', message);
  }
}
