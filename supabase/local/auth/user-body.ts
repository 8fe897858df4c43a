import type { Transaction } from './database.ts';
import type { Metadata } from './desk.ts';
import { listIdentities, type Identity } from './identities.ts';
import type { User } from './users.ts';

/** A person as GoTrue shows them: never a hash, never a code. */
export async function userBody(tx: Transaction, user: User): Promise<Metadata> {
  return bodyOf(user, await listIdentities(tx, [user.id]));
}

export async function userBodies(tx: Transaction, users: readonly User[]): Promise<Metadata[]> {
  const identities = await listIdentities(
    tx,
    users.map(({ id }) => id),
  );
  return users.map((user) =>
    bodyOf(
      user,
      identities.filter(({ user_id: owner }) => owner === user.id),
    ),
  );
}

/**
 * What a sign-up with a known address gets: a person who looks new and is not, so that nobody learns who has an account.
 */
export function decoyBody(id: string, email: string, userMetadata: Metadata, now: Date): Metadata {
  return {
    id,
    aud: 'authenticated',
    role: '',
    email,
    phone: '',
    confirmation_sent_at: now,
    app_metadata: { provider: 'email', providers: ['email'] },
    user_metadata: userMetadata,
    identities: [],
    created_at: now,
    updated_at: now,
    is_anonymous: false,
  };
}

function bodyOf(user: User, identities: readonly Identity[]): Metadata {
  return {
    id: user.id,
    aud: user.aud,
    role: user.role,
    email: user.email ?? '',
    ...said({ email_confirmed_at: user.email_confirmed_at, invited_at: user.invited_at }),
    phone: user.phone ?? '',
    ...said({
      phone_confirmed_at: user.phone_confirmed_at,
      confirmation_sent_at: user.confirmation_sent_at,
      confirmed_at: user.confirmed_at,
      recovery_sent_at: user.recovery_sent_at,
      new_email: user.email_change === '' ? null : user.email_change,
      email_change_sent_at: user.email_change_sent_at,
      last_sign_in_at: user.last_sign_in_at,
    }),
    app_metadata: user.raw_app_meta_data,
    user_metadata: user.raw_user_meta_data,
    identities: identities.map(identityBody),
    created_at: user.created_at,
    updated_at: user.updated_at,
    ...said({ banned_until: user.banned_until, deleted_at: user.deleted_at }),
    is_anonymous: user.is_anonymous,
  };
}

/** On the wire `id` is the provider's name for the person and `identity_id` the row's: older clients read it so. */
function identityBody(identity: Identity): Metadata {
  return {
    identity_id: identity.id,
    id: identity.provider_id,
    user_id: identity.user_id,
    identity_data: identity.identity_data,
    provider: identity.provider,
    ...said({ last_sign_in_at: identity.last_sign_in_at }),
    created_at: identity.created_at,
    updated_at: identity.updated_at,
    ...said({ email: identity.email }),
  };
}

function said(fields: Metadata): Metadata {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
