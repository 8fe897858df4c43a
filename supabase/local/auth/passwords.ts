import * as z from 'zod';
import { row, type Transaction } from './database.ts';
import type { Desk } from './desk.ts';
import { AuthFailure, invalid } from './failure.ts';
import type { User } from './users.ts';

/** Bcrypt reads no further, so a longer password would be accepted without its end. */
const MAX_PASSWORD_BYTES = 72;

/** Refuses what cannot be a password here. */
export function checkPassword(password: string, { settings }: Desk): void {
  if (Buffer.byteLength(password) > MAX_PASSWORD_BYTES) {
    throw invalid(`Password cannot be longer than ${MAX_PASSWORD_BYTES} characters`);
  }
  const reasons = weaknesses(password, settings);
  if (reasons.length === 0) return;
  throw new AuthFailure(422, 'weak_password', weakMessage(settings), { reasons });
}

export function weaknesses(password: string, { minPasswordLength }: Desk['settings']): readonly string[] {
  return Buffer.byteLength(password) < minPasswordLength ? ['length'] : [];
}

export function weakMessage({ minPasswordLength }: Desk['settings']): string {
  return `Password should be at least ${minPasswordLength} characters.`;
}

/**
 * Bcrypt in the database: what it stores can go to a hosted project as it is. GoTrue's cost is 10; 6 is a sixteenth of its
 * work, and here it guards demo accounts only, while tests sign in hundreds of times.
 */
export async function hashPassword(tx: Transaction, password: string): Promise<string> {
  const made = await row(
    tx,
    z.object({ hash: z.string() }),
    `select extensions.crypt($1, extensions.gen_salt('bf', 6)) as hash`,
    [password],
  );
  return made?.hash ?? '';
}

export function hasPassword(user: User): boolean {
  return user.encrypted_password !== null && user.encrypted_password !== '';
}

export async function passwordMatches(tx: Transaction, user: User, password: string): Promise<boolean> {
  if (!hasPassword(user) || Buffer.byteLength(password) > MAX_PASSWORD_BYTES) return false;
  const found = await row(tx, z.object({ matches: z.boolean() }), 'select extensions.crypt($1, $2) = $2 as matches', [
    password,
    user.encrypted_password,
  ]);
  return found?.matches === true;
}
