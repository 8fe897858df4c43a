import * as z from 'zod';
import { row, rows, run, type Transaction } from './database.ts';
import { Metadata } from './desk.ts';
import { AuthFailure } from './failure.ts';

export const AUDIENCE = 'authenticated';
const ROLE = 'authenticated';

const time = z.date().nullable();
const metadata = Metadata.nullable().transform((value) => value ?? {});

/** A row of auth.users. Text that GoTrue cannot read as null is not nullable here either: a seed must say ''. */
const User = z.object({
  id: z.string(),
  aud: z.string(),
  role: z.string(),
  email: z.string().nullable(),
  encrypted_password: z.string().nullable(),
  email_confirmed_at: time,
  invited_at: time,
  phone: z.string().nullable(),
  phone_confirmed_at: time,
  confirmation_token: z.string(),
  confirmation_sent_at: time,
  confirmed_at: time,
  recovery_token: z.string(),
  recovery_sent_at: time,
  email_change: z.string(),
  email_change_token_current: z.string(),
  email_change_token_new: z.string(),
  email_change_sent_at: time,
  email_change_confirm_status: z.number(),
  reauthentication_token: z.string(),
  reauthentication_sent_at: time,
  last_sign_in_at: time,
  raw_app_meta_data: metadata,
  raw_user_meta_data: metadata,
  created_at: z.date(),
  updated_at: z.date(),
  banned_until: time,
  deleted_at: time,
  is_anonymous: z.boolean(),
});
export type User = z.output<typeof User>;
export const userRow = User;

type Generated = 'id' | 'confirmed_at' | 'created_at' | 'updated_at';
export type UserChanges = Partial<Omit<User, Generated>>;

const COLUMNS = Object.keys(User.shape)
  .map((column) => `u.${column}`)
  .join(', ');
const SELECT = `select ${COLUMNS} from auth.users u`;

export function findUser(tx: Transaction, id: string): Promise<User | undefined> {
  return row(tx, User, `${SELECT} where u.id = $1`, [id]);
}

/**
 * `email` in lower case. The person is locked until the transaction ends, so that one code is not taken twice; so is the
 * address when nobody has it yet, so that two who sign up with it at once do not both find it free.
 */
export async function findUserByEmail(tx: Transaction, email: string): Promise<User | undefined> {
  await run(tx, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [email]);
  const sql = `${SELECT} where lower(u.email) = $1 and u.aud = $2 and not u.is_sso_user for update of u`;
  return row(tx, User, sql, [email, AUDIENCE]);
}

/** The row as it is now, locked until the transaction ends. */
export async function lockUser(tx: Transaction, id: string): Promise<User> {
  const user = await row(tx, User, `${SELECT} where u.id = $1 for update of u`, [id]);
  if (user === undefined) throw new AuthFailure(404, 'user_not_found', 'User not found');
  return user;
}

export async function listUsers(
  tx: Transaction,
  page: number,
  perPage: number,
): Promise<{ users: User[]; total: number }> {
  const total = await row(
    tx,
    z.object({ count: z.coerce.number() }),
    'select count(*) from auth.users where aud = $1',
    [AUDIENCE],
  );
  const sql = `${SELECT} where u.aud = $1 order by u.created_at desc, u.id limit $2 offset $3`;
  return { users: await rows(tx, User, sql, [AUDIENCE, perPage, (page - 1) * perPage]), total: total?.count ?? 0 };
}

export interface NewUser {
  readonly id: string;
  /** In lower case; null for somebody anonymous. */
  readonly email: string | null;
  readonly passwordHash: string | null;
  readonly userMetadata: Metadata;
  readonly appMetadata: Metadata;
  readonly isAnonymous: boolean;
}

/** Triggers of the product may change what is stored, so the row is read back. */
export async function insertUser(tx: Transaction, user: NewUser, now: Date): Promise<User> {
  await run(
    tx,
    `insert into auth.users (instance_id, id, aud, role, email, encrypted_password, confirmation_token, recovery_token,
       email_change, email_change_token_new, raw_app_meta_data, raw_user_meta_data, created_at, updated_at, is_anonymous)
     values ('00000000-0000-0000-0000-000000000000', $1, $2, $3, $4, $5, '', '', '', '', $6, $7, $8, $8, $9)`,
    [
      user.id,
      AUDIENCE,
      ROLE,
      user.email,
      user.passwordHash,
      user.appMetadata,
      user.userMetadata,
      now,
      user.isAnonymous,
    ],
  );
  return lockUser(tx, user.id);
}

/** Writes the named columns; the names are those of the type, never of a request. */
export async function updateUser(tx: Transaction, user: User, changes: UserChanges, now: Date): Promise<User> {
  const columns = Object.keys(changes).filter((column) => column in User.shape);
  const settings = [...columns, 'updated_at'].map((column, index) => `${column} = $${index + 2}`);
  await run(tx, `update auth.users set ${settings.join(', ')} where id = $1`, [
    user.id,
    ...Object.values(changes),
    now,
  ]);
  return lockUser(tx, user.id);
}

/** What is said is added or replaced, what is said to be null goes, the rest stays. */
export function mergedMetadata(present: Metadata, updates: Metadata): Metadata {
  const merged = Object.entries({ ...present, ...updates });
  return Object.fromEntries(merged.filter(([, value]) => value !== null));
}

/** The address is theirs: every code that was on its way is spent. */
export async function confirmEmail(tx: Transaction, user: User, now: Date): Promise<User> {
  await clearCodes(tx, user.id);
  return updateUser(
    tx,
    user,
    {
      confirmation_token: '',
      email_confirmed_at: now,
      raw_user_meta_data: mergedMetadata(user.raw_user_meta_data, { email_verified: true }),
    },
    now,
  );
}

export async function clearCodes(tx: Transaction, userId: string): Promise<void> {
  await run(tx, 'delete from auth.one_time_tokens where user_id = $1', [userId]);
}

export function isBanned(user: User, now: Date): boolean {
  return user.banned_until !== null && user.banned_until > now;
}
