import { createHash } from 'node:crypto';
import { run, type Transaction } from './database.ts';
import type { Call, Desk } from './desk.ts';
import { AuthFailure } from './failure.ts';
import type { Purpose } from './mailbox.ts';
import { randomDigits } from './random-text.ts';
import { updateUser, type User, type UserChanges } from './users.ts';

/** Before a hash that belongs to a PKCE flow: its link gives a code, not tokens. */
export const PKCE_PREFIX = 'pkce_';
const HOUR_SECONDS = 3_600;

/** The places on a person where a hash waits, each for one code at a time. */
export type Slot =
  | 'confirmation_token'
  | 'recovery_token'
  | 'email_change_token_current'
  | 'email_change_token_new'
  | 'reauthentication_token';

export interface Code {
  /** To type. */
  readonly code: string;
  /** What is stored and what links carry; without the address it says nothing of the code. */
  readonly hash: string;
}

export function newCode(email: string, { settings, surroundings }: Desk): Code {
  const code = randomDigits(settings.codeLength, surroundings);
  return { code, hash: hashCode(email, code) };
}

export function hashCode(email: string, code: string): string {
  return createHash('sha224')
    .update(email + code)
    .digest('hex');
}

export interface Errand {
  readonly purpose: Exclude<Purpose, 'email_change' | 'reauthentication'>;
  readonly redirectTo: string;
  readonly isPkce: boolean;
}

/** Makes a code, keeps its hash in place of the one before, and mails it once all of it is certain. */
export async function mailCode(desk: Desk, tx: Transaction, call: Call, user: User, errand: Errand): Promise<User> {
  const email = user.email ?? '';
  if (errand.purpose !== 'invite') {
    const sentAt = slotOf(errand.purpose) === 'recovery_token' ? user.recovery_sent_at : user.confirmation_sent_at;
    checkPause(desk, sentAt, call.now);
  }
  const code = newCode(email, desk);
  const present = await keepCode(desk, tx, user, code.hash, { ...errand, now: call.now });
  sendCode(desk, tx, call, {
    to: email,
    code,
    purpose: errand.purpose,
    hash: prefixed(code.hash, errand),
    redirectTo: errand.redirectTo,
  });
  return present;
}

/** Stores the hash where verifying looks for it. */
export async function keepCode(
  desk: Desk,
  tx: Transaction,
  user: User,
  hash: string,
  { purpose, isPkce, now }: Pick<Errand, 'purpose' | 'isPkce'> & { readonly now: Date },
): Promise<User> {
  const slot = slotOf(purpose);
  const kept = prefixed(hash, { isPkce });
  await keepHash(desk, tx, { user, slot, hash: kept, relatesTo: user.email ?? '' }, now);
  const changes: UserChanges =
    slot === 'recovery_token'
      ? { recovery_token: kept, recovery_sent_at: now }
      : { confirmation_token: kept, confirmation_sent_at: now };
  return updateUser(tx, user, purpose === 'invite' ? { ...changes, invited_at: now } : changes, now);
}

export interface KeptHash {
  readonly user: User;
  readonly slot: Slot;
  readonly hash: string;
  readonly relatesTo: string;
}

export async function keepHash({ surroundings }: Desk, tx: Transaction, kept: KeptHash, now: Date): Promise<void> {
  await run(tx, 'delete from auth.one_time_tokens where user_id = $1 and token_type = $2', [kept.user.id, kept.slot]);
  await run(
    tx,
    `insert into auth.one_time_tokens (id, user_id, token_type, token_hash, relates_to, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6::timestamptz at time zone 'utc', $6::timestamptz at time zone 'utc')`,
    [surroundings.newId(), kept.user.id, kept.slot, kept.hash, kept.relatesTo.toLowerCase(), now],
  );
}

export interface CodeMail {
  readonly to: string;
  readonly code: Code;
  readonly purpose: Purpose;
  /** With its prefix, as the link carries it. */
  readonly hash: string;
  readonly redirectTo: string;
}

/** Puts the mail out, unless too many went out already. */
export function sendCode(desk: Desk, tx: Transaction, { now }: Call, mail: CodeMail): void {
  const rate = { events: desk.settings.rates.mailsPerHour, perSeconds: HOUR_SECONDS };
  // GoTrue counts mails only where addresses have to be confirmed.
  if (!desk.settings.confirmsEmailAtOnce && !desk.limits.take('mail', 'everybody', rate, now)) {
    throw new AuthFailure(429, 'over_email_send_rate_limit', 'email rate limit exceeded');
  }
  const { to, purpose, code } = mail;
  const link = purpose === 'reauthentication' ? undefined : linkOf(desk, mail);
  const id = desk.surroundings.newId();
  tx.afterCommit(() => desk.mailbox.deliver({ id, sentAt: now, to, purpose, code: code.code, link }));
}

export function linkOf({ issuer }: Desk, { hash, purpose, redirectTo }: Omit<CodeMail, 'to' | 'code'>): string {
  return `${issuer}/verify?${new URLSearchParams({ token: hash, type: purpose, redirect_to: redirectTo }).toString()}`;
}

/** One address gets no second mail within the pause, whoever asks. */
export function checkPause({ settings }: Desk, sentAt: Date | null, now: Date): void {
  if (sentAt === null) return;
  const waitMs = sentAt.getTime() + settings.mailPauseSeconds * 1_000 - now.getTime();
  if (waitMs <= 0) return;
  const message = `For security purposes, you can only request this after ${Math.ceil(waitMs / 1_000)} seconds.`;
  throw new AuthFailure(429, 'over_email_send_rate_limit', message);
}

export function isExpired({ settings }: Desk, sentAt: Date | null, now: Date): boolean {
  return sentAt === null || now.getTime() > sentAt.getTime() + settings.codeLifeSeconds * 1_000;
}

export function prefixed(hash: string, { isPkce }: Pick<Errand, 'isPkce'>): string {
  return isPkce ? PKCE_PREFIX + hash : hash;
}

function slotOf(purpose: Errand['purpose']): 'confirmation_token' | 'recovery_token' {
  return purpose === 'magiclink' || purpose === 'recovery' ? 'recovery_token' : 'confirmation_token';
}
