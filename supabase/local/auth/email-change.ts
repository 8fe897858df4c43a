import { checkPause, keepHash, newCode, prefixed, sendCode, type Slot } from './codes.ts';
import { run, type Transaction } from './database.ts';
import type { Call, Desk } from './desk.ts';
import { setIdentityEmail } from './identities.ts';
import { openFlow, type Challenge } from './pkce.ts';
import { redirectOf } from './redirects.ts';
import { clearCodes, confirmEmail, updateUser, type User } from './users.ts';

const ONE_OF_TWO = 1;

export interface EmailChange {
  readonly email: string;
  readonly challenge: Challenge | undefined;
}

/** A code to the new address and one to the present: whoever holds only one of them cannot carry the account off. */
export async function mailEmailChange(
  desk: Desk,
  tx: Transaction,
  call: Call,
  user: User,
  { email, challenge }: EmailChange,
): Promise<User> {
  checkPause(desk, user.email_change_sent_at, call.now);
  const isPkce = challenge !== undefined;
  if (challenge !== undefined) await openFlow(desk, tx, call, user, { ...challenge, way: 'email_change' });
  const redirectTo = redirectOf(desk, call.request);
  const mailTo = async (to: string, slot: Slot): Promise<string> => {
    const code = newCode(to, desk);
    const hash = prefixed(code.hash, { isPkce });
    await keepHash(desk, tx, { user, slot, hash, relatesTo: to }, call.now);
    sendCode(desk, tx, call, { to, code, purpose: 'email_change', hash, redirectTo });
    return hash;
  };
  const atPresent = user.email === null ? '' : await mailTo(user.email, 'email_change_token_current');
  const atNew = await mailTo(email, 'email_change_token_new');
  return updateUser(
    tx,
    user,
    {
      email_change: email,
      email_change_token_current: atPresent,
      email_change_token_new: atNew,
      email_change_sent_at: call.now,
      email_change_confirm_status: 0,
    },
    call.now,
  );
}

/** The person when the change is done; nothing when the other address has yet to agree. */
export async function acceptEmailChange(
  desk: Desk,
  tx: Transaction,
  { now }: Call,
  user: User,
  hash: string,
): Promise<User | undefined> {
  const needsBoth = !desk.settings.confirmsEmailAtOnce && user.email !== null;
  if (!needsBoth || user.email_change_confirm_status === ONE_OF_TWO)
    return setEmail(desk, tx, user, user.email_change, now);
  const slot = user.email_change_token_current === hash ? 'email_change_token_current' : 'email_change_token_new';
  await run(tx, 'delete from auth.one_time_tokens where user_id = $1 and token_type = $2', [user.id, slot]);
  await updateUser(tx, user, { email_change_confirm_status: ONE_OF_TWO, [slot]: '' }, now);
  return undefined;
}

/** The address is theirs; somebody anonymous becomes somebody by it. */
export async function setEmail(desk: Desk, tx: Transaction, user: User, email: string, now: Date): Promise<User> {
  const data = { sub: user.id, email, email_verified: true, phone_verified: false };
  await setIdentityEmail(tx, { id: desk.surroundings.newId(), userId: user.id, data }, now);
  await clearCodes(tx, user.id);
  const changed = await updateUser(
    tx,
    user,
    {
      email,
      is_anonymous: false,
      raw_app_meta_data: { ...user.raw_app_meta_data, provider: 'email', providers: ['email'] },
      email_change: '',
      email_change_token_current: '',
      email_change_token_new: '',
      email_change_confirm_status: 0,
    },
    now,
  );
  return changed.email_confirmed_at === null ? confirmEmail(tx, changed, now) : changed;
}
