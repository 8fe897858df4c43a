import { createHash } from 'node:crypto';
import * as z from 'zod';
import { jsonReply, type GatewayReply } from '../gateway/part.ts';
import { banChange } from './bans.ts';
import { run, transact, type Transaction } from './database.ts';
import { optionalMetadata, optionalText, parseBody, type Call, type Desk } from './desk.ts';
import { parseEmail } from './emails.ts';
import { AuthFailure, invalid } from './failure.ts';
import { emailIdentity, insertIdentity, setIdentityEmail } from './identities.ts';
import { checkPassword, hashPassword } from './passwords.ts';
import { randomLetters } from './random-text.ts';
import { endSessions } from './sessions.ts';
import { emailExists, storePassword } from './user-calls.ts';
import { userBodies, userBody } from './user-body.ts';
import {
  clearCodes,
  confirmEmail,
  findUser,
  findUserByEmail,
  insertUser,
  listUsers as pageOfUsers,
  mergedMetadata,
  updateUser,
  type User,
  type UserChanges,
} from './users.ts';

const USERS_PER_PAGE = 50;
const MAX_USERS_PER_PAGE = 1_000;
const UNKNOWN_PASSWORD_LENGTH = 64;
const AdminBody = z.object({
  id: optionalText,
  email: optionalText,
  phone: optionalText,
  role: optionalText,
  password: optionalText,
  password_hash: optionalText,
  email_confirm: z
    .boolean()
    .nullish()
    .transform((confirms) => confirms ?? false),
  user_metadata: optionalMetadata,
  app_metadata: optionalMetadata,
  ban_duration: optionalText,
});
type AdminBody = z.output<typeof AdminBody>;

export async function createUser(desk: Desk, call: Call): Promise<GatewayReply> {
  const body = parseBody(call, AdminBody);
  checkPhone(body);
  if (body.email === '') throw invalid('Cannot create a user without either an email or phone');
  if (body.password !== '' && body.password_hash !== '') {
    throw invalid('Only a password or a password hash should be provided');
  }
  const email = parseEmail(body.email);
  const { surroundings } = desk;
  const id = body.id === '' ? surroundings.newId() : body.id;
  if (!z.uuid().safeParse(id).success) throw invalid('ID must conform to the uuid v4 format');
  return transact(desk.pool, async (tx) => {
    if ((await findUserByEmail(tx, email)) !== undefined) throw emailExists();
    const user = await insertUser(
      tx,
      {
        id,
        email,
        passwordHash: await hashFor(desk, tx, body),
        userMetadata: body.user_metadata ?? {},
        appMetadata: mergedMetadata({ provider: 'email', providers: ['email'] }, body.app_metadata ?? {}),
        isAnonymous: false,
      },
      call.now,
    );
    await insertIdentity(tx, { id: surroundings.newId(), userId: id, data: emailIdentity(id, email) }, call.now);
    const confirmed = body.email_confirm ? await confirmEmail(tx, user, call.now) : user;
    const changes = { ...roleChange(body), ...banChange(body.ban_duration, call.now) };
    const made = Object.keys(changes).length === 0 ? confirmed : await updateUser(tx, confirmed, changes, call.now);
    return jsonReply(200, await userBody(tx, made));
  });
}

export async function listUsers(desk: Desk, { request }: Call): Promise<GatewayReply> {
  const page = pageNumber(request.query.get('page'), 1);
  const perPage = Math.min(pageNumber(request.query.get('per_page'), USERS_PER_PAGE), MAX_USERS_PER_PAGE);
  return transact(desk.pool, async (tx) => {
    const { users, total } = await pageOfUsers(tx, page, perPage);
    const last = Math.ceil(total / perPage);
    const link = (to: number, rel: string): string => `</admin/users?page=${to}&per_page=${perPage}>; rel="${rel}"`;
    const links = [...(last > page ? [link(page + 1, 'next')] : []), link(last, 'last')];
    const headers = { 'x-total-count': String(total), link: links.join(', ') };
    return jsonReply(200, { users: await userBodies(tx, users), aud: 'authenticated' }, headers);
  });
}

export async function getUserById(desk: Desk, _call: Call, userId: string): Promise<GatewayReply> {
  return transact(desk.pool, async (tx) => jsonReply(200, await userBody(tx, await known(tx, userId))));
}

export async function updateUserById(desk: Desk, call: Call, userId: string): Promise<GatewayReply> {
  const body = parseBody(call, AdminBody);
  checkPhone(body);
  const email = body.email === '' ? undefined : parseEmail(body.email);
  if (body.password !== '') checkPassword(body.password, desk);
  return transact(desk.pool, async (tx) => {
    let user = await known(tx, userId);
    if (email !== undefined && email !== user.email && (await findUserByEmail(tx, email)) !== undefined)
      throw emailExists();
    if (body.password !== '') {
      user = await storePassword(tx, user, body.password, call.now);
      await endSessions(tx, 'global', { userId, sessionId: undefined });
    }
    if (email !== undefined) {
      const data = { ...emailIdentity(userId, email), email_verified: body.email_confirm };
      await setIdentityEmail(tx, { id: desk.surroundings.newId(), userId, data }, call.now);
    }
    const changes: UserChanges = {
      ...(email === undefined ? {} : { email, is_anonymous: user.is_anonymous && !body.email_confirm }),
      ...(body.user_metadata === undefined
        ? {}
        : { raw_user_meta_data: mergedMetadata(user.raw_user_meta_data, body.user_metadata) }),
      ...(body.app_metadata === undefined
        ? {}
        : { raw_app_meta_data: mergedMetadata(user.raw_app_meta_data, body.app_metadata) }),
      ...roleChange(body),
      ...banChange(body.ban_duration, call.now),
    };
    user = await updateUser(tx, user, changes, call.now);
    const made = body.email_confirm ? await confirmEmail(tx, user, call.now) : user;
    return jsonReply(200, await userBody(tx, made));
  });
}

const DeleteBody = z.object({
  should_soft_delete: z
    .boolean()
    .nullish()
    .transform((soft) => soft ?? false),
});

export async function deleteUser(desk: Desk, call: Call, userId: string): Promise<GatewayReply> {
  const { should_soft_delete: isSoft } =
    call.request.body.length === 0 ? { should_soft_delete: false } : parseBody(call, DeleteBody);
  await transact(desk.pool, async (tx) => {
    const user = await known(tx, userId);
    if (!isSoft) return run(tx, 'delete from auth.users where id = $1', [userId]);
    await clearCodes(tx, userId);
    await endSessions(tx, 'global', { userId, sessionId: undefined });
    await run(tx, 'delete from auth.identities where user_id = $1', [userId]);
    await updateUser(tx, user, { ...forgotten(user), deleted_at: call.now }, call.now);
  });
  return jsonReply(200, {});
}

/** Nothing of the person stays but the row; the address is free again. */
function forgotten(user: User): UserChanges {
  const address = createHash('sha256')
    .update(`${user.id}${user.email ?? ''}`)
    .digest('base64url');
  return {
    email: user.email === null ? null : address,
    encrypted_password: null,
    raw_user_meta_data: {},
    raw_app_meta_data: {},
    email_change: '',
    email_change_token_current: '',
    email_change_token_new: '',
    confirmation_token: '',
    recovery_token: '',
  };
}

async function known(tx: Transaction, userId: string): Promise<User> {
  if (!z.uuid().safeParse(userId).success) throw new AuthFailure(404, 'validation_failed', 'user_id must be an UUID');
  const user = await findUser(tx, userId);
  if (user === undefined) throw new AuthFailure(404, 'user_not_found', 'User not found');
  return user;
}

/** Without a password the person gets one that nobody knows, as GoTrue does it: they come in by a code. */
async function hashFor(desk: Desk, tx: Transaction, { password, password_hash: hash }: AdminBody): Promise<string> {
  if (hash !== '') {
    if (!/^\$2[aby]\$\d\d\$.{53}$/.test(hash)) throw invalid('password_hash must be a bcrypt hash');
    return hash;
  }
  if (Buffer.byteLength(password) > 72) throw invalid('bcrypt: password length exceeds 72 bytes');
  return hashPassword(tx, password === '' ? randomLetters(UNKNOWN_PASSWORD_LENGTH, desk.surroundings) : password);
}

function roleChange({ role }: AdminBody): UserChanges {
  return role === '' ? {} : { role };
}

function checkPhone({ phone }: AdminBody): void {
  if (phone !== '') throw new AuthFailure(400, 'phone_provider_disabled', 'Unsupported phone provider');
}

function pageNumber(text: string | null, otherwise: number): number {
  if (text === null || text === '') return otherwise;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number < 1) throw invalid(`Bad Pagination Parameters: ${JSON.stringify(text)}`);
  return number;
}
