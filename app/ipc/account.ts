import * as z from 'zod';
import { PersonId } from '../ids.ts';

/** Whose scripts this program shows: nobody's in particular, or an account's. Each has a vault of its own. */
export const AccountKey = z.union([z.literal('local'), PersonId]);
export type AccountKey = z.output<typeof AccountKey>;

const Email = z.email().max(320);
const Password = z.string().min(1).max(1_000);
/** What a mail shows to be typed. */
const OneTimeCode = z
  .string()
  .trim()
  .regex(/^\d{6,10}$/);

export const AccountPerson = z.object({ personId: PersonId, email: z.string(), name: z.string().nullable() });
export type AccountPerson = z.output<typeof AccountPerson>;

/** Why somebody who was signed in is not any more. Nothing on this device depends on it. */
export const SignedOutReason = z.enum([
  /** They did it themselves, here or everywhere. */
  'asked',
  /** The server ended the session: another device signed out everywhere, the password changed, an admin did it. */
  'ended-by-server',
  /** The session's token was used twice, by a copy of this profile or a restored backup. */
  'used-elsewhere',
  /** The system's keyring does not give the session back: it is locked, was changed, or belongs to another user. */
  'keyring',
  /** What was kept of the session cannot be read. */
  'unreadable',
]);
export type SignedOutReason = z.output<typeof SignedOutReason>;

export const AccountState = z.object({
  /** Whose scripts are shown. */
  account: AccountKey,
  /** Who that is, also when they are signed out; null for `local`. */
  person: AccountPerson.nullable(),
  session: z.discriminatedUnion('kind', [
    /** Nobody ever signed in here, or the scripts of no account are shown. */
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('signed-in') }),
    /** There is a session, and whether the server still takes it is not known while there is no way through. */
    z.object({ kind: z.literal('unproven') }),
    z.object({ kind: z.literal('signed-out'), reason: SignedOutReason, at: z.number() }),
  ]),
  /** A sign-in is under way, in a browser or on its way to the server. */
  pending: z.enum(['browser', 'server']).nullable(),
  /** False: the system keeps no secrets, and the session ends with the program. */
  isSessionKept: z.boolean(),
  /** Nobody on this device has read yet that it is so: the person is told once. */
  mustTellNotKept: z.boolean(),
  /** Every account that has scripts on this device, the one shown among them. */
  known: z.array(z.object({ account: AccountKey, person: AccountPerson.nullable(), scripts: z.int().nullable() })),
  /** Null: no server is set, so nobody can sign in. Only its host is shown. */
  server: z.object({ host: z.string(), maySignUp: z.boolean().nullable() }).nullable(),
});
export type AccountState = z.output<typeof AccountState>;

const none = z.strictObject({});

/** What a sign-in came to. Trouble is an answer, because it belongs beside the field. */
export const SignInAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('signed-in') }),
  /** A code was sent, or a mail to confirm the address. */
  z.object({ kind: z.literal('sent') }),
  z.object({
    kind: z.literal('failed'),
    because: z.enum([
      'wrong',
      'code-expired',
      'not-confirmed',
      'banned',
      'weak-password',
      'already-registered',
      'sign-up-closed',
      'too-many',
      'offline',
      'captive-portal',
      'unavailable',
      'clock',
      'cancelled',
      'unexpected',
    ]),
    /** When it may be tried again; null when nothing is known. */
    retryAfterMs: z.number().nullable(),
  }),
]);
export type SignInAnswer = z.output<typeof SignInAnswer>;

export const accountCalls = {
  'account.state': { input: none, output: AccountState },
  /** Asks the server how people may come in; null without a server, and while it has never answered. */
  'account.ways-in': {
    input: none,
    output: z
      .object({
        maySignUp: z.boolean(),
        /** Who signs people in on a page of their own, in the system's browser, by the server's name for them. */
        provider: z.string().nullable(),
      })
      .nullable(),
  },
  'account.sign-in': { input: z.strictObject({ email: Email, password: Password }), output: SignInAnswer },
  'account.sign-up': {
    input: z.strictObject({ email: Email, password: Password, name: z.string().trim().min(1).max(200) }),
    output: SignInAnswer,
  },
  'account.send-code': { input: z.strictObject({ email: Email }), output: SignInAnswer },
  'account.use-code': { input: z.strictObject({ email: Email, code: OneTimeCode }), output: SignInAnswer },
  /** Opens the system's browser; answered when it came back, was cancelled, or ten minutes are over. */
  'account.sign-in-browser': { input: none, output: SignInAnswer },
  'account.cancel': { input: none, output: z.void() },
  /** The person has read that sessions are not kept here. */
  'account.read-not-kept': { input: none, output: z.void() },
  'account.sign-out': { input: z.strictObject({ everywhere: z.boolean() }), output: z.void() },
  /** Shows another account's scripts; windows close theirs first, and stay where an edit is not saved. */
  'account.show': { input: z.strictObject({ account: AccountKey }), output: z.void() },
  /** What would be lost for good if an account's scripts were removed from this device: those with edits that are nowhere else. */
  'account.unsent': {
    input: z.strictObject({ account: AccountKey }),
    output: z.array(z.object({ title: z.string(), edits: z.int(), oldestAt: z.number() })),
  },
  /** Removes an account's vault, backups and session. `confirmedUnsent` is the number of edits that the person saw. */
  'account.remove': {
    input: z.strictObject({ account: AccountKey, confirmedUnsent: z.int().nonnegative() }),
    output: z.void(),
  },
  /** Demo accounts of the local stack; empty in builds for users, and where no local stack is set. */
  'account.demo': {
    input: none,
    output: z.object({
      password: z.string(),
      accounts: z.array(z.object({ email: z.string(), name: z.string(), role: z.string() })),
    }),
  },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export const accountEvents = {
  'account.changed': AccountState,
} as const satisfies Record<string, z.ZodType>;
