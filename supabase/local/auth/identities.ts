import * as z from 'zod';
import { rows, run, type Transaction } from './database.ts';
import { Metadata } from './desk.ts';

/** A way in of one person; here always by e-mail, under the person's own id. */
const Identity = z.object({
  id: z.string(),
  provider_id: z.string(),
  user_id: z.string(),
  identity_data: Metadata,
  provider: z.string(),
  last_sign_in_at: z.date().nullable(),
  created_at: z.date().nullable(),
  updated_at: z.date().nullable(),
  email: z.string().nullable(),
});
export type Identity = z.output<typeof Identity>;

const COLUMNS = Object.keys(Identity.shape).join(', ');

export function listIdentities(tx: Transaction, userIds: readonly string[]): Promise<Identity[]> {
  const sql = `select ${COLUMNS} from auth.identities where user_id = any($1::uuid[]) order by created_at, id`;
  return rows(tx, Identity, sql, [userIds]);
}

export function emailIdentity(userId: string, email: string): Metadata {
  return { sub: userId, email, email_verified: false, phone_verified: false };
}

export interface NewIdentity {
  readonly id: string;
  readonly userId: string;
  readonly data: Metadata;
}

export async function insertIdentity(tx: Transaction, { id, userId, data }: NewIdentity, now: Date): Promise<void> {
  await run(
    tx,
    `insert into auth.identities (id, provider_id, user_id, identity_data, provider, last_sign_in_at, created_at, updated_at)
     values ($1, $2::text, $2::uuid, $3, 'email', $4, $4, $4)`,
    [id, userId, data, now],
  );
}

/** Gives the person's e-mail identity another address, or its first. */
export async function setIdentityEmail(tx: Transaction, identity: NewIdentity, now: Date): Promise<void> {
  const changed = await tx.client.query(
    `update auth.identities set identity_data = identity_data || $2, updated_at = $3
     where user_id = $1 and provider = 'email'`,
    [identity.userId, identity.data, now],
  );
  if (changed.rowCount === 0) await insertIdentity(tx, identity, now);
}
