import * as z from 'zod';
import { jsonReply, type GatewayReply } from '../gateway/part.ts';
import { hashCode, isExpired, PKCE_PREFIX, type Slot } from './codes.ts';
import { row, transact, type Transaction } from './database.ts';
import { optionalText, parseBody, type Call, type Desk } from './desk.ts';
import { acceptEmailChange } from './email-change.ts';
import { knownAs } from './emails.ts';
import { AuthFailure, invalid } from './failure.ts';
import { issueAuthCode } from './pkce.ts';
import { extendUrl, redirectOf } from './redirects.ts';
import type { Method } from './sessions.ts';
import { issuedFragment, issuedReply, signIn } from './tokens.ts';
import { clearCodes, confirmEmail, findUserByEmail, isBanned, lockUser, updateUser, type User } from './users.ts';

const ONE_OF_TWO_MESSAGE = 'Confirmation link accepted. Please proceed to confirm link sent to the other email';

/** A code to confirm that it is still them signs nobody in. */
type VerifiedSlot = Exclude<Slot, 'reauthentication_token'>;

/** Which places each type of code may wait in. */
const SLOTS = {
  signup: ['confirmation_token'],
  invite: ['confirmation_token'],
  magiclink: ['recovery_token'],
  recovery: ['recovery_token'],
  email: ['confirmation_token', 'recovery_token'],
  email_change: ['email_change_token_current', 'email_change_token_new'],
} as const satisfies Record<string, readonly VerifiedSlot[]>;
type VerifyType = keyof typeof SLOTS;

const VerifyBody = z.object({
  type: optionalText,
  email: optionalText,
  phone: optionalText,
  token: optionalText,
  token_hash: optionalText,
});

/** A code that was found good: whose it is and where it waited. */
interface Found {
  readonly user: User;
  readonly slot: VerifiedSlot;
  readonly hash: string;
}

/** A code typed with its address, or the hash of a link. */
export async function verifyCode(desk: Desk, call: Call): Promise<GatewayReply> {
  const body = parseBody(call, VerifyBody);
  const type = parseType(body.type);
  if ((body.token === '') === (body.token_hash === '')) throw invalid('Verify requires either a token or a token hash');
  if (body.token !== '' && body.email === '') {
    throw invalid('Only an email address or phone number should be provided on verify');
  }
  if (body.token_hash !== '' && (body.email !== '' || body.phone !== '')) {
    throw invalid('Only the token_hash and type should be provided');
  }
  return transact(desk.pool, async (tx) => {
    const found =
      body.token_hash === ''
        ? await findByCode(desk, tx, call, { type, email: body.email, code: body.token })
        : await findByHash(desk, tx, call, type, body.token_hash);
    const user = await spend(desk, tx, call, found);
    if (user === undefined) return jsonReply(200, { msg: ONE_OF_TWO_MESSAGE, code: '200' });
    return issuedReply(await signIn(desk, tx, call, user, 'otp'));
  });
}

/** A link that was clicked: always a redirect, to a session or to the words for why there is none. */
export async function followLink(desk: Desk, call: Call): Promise<GatewayReply> {
  const hash = call.request.query.get('token') ?? '';
  const type = parseType(call.request.query.get('type') ?? '');
  if (hash === '') throw invalid('Verify requires a token or a token hash');
  const redirectTo = redirectOf(desk, call.request);
  const isPkce = hash.startsWith(PKCE_PREFIX);
  try {
    return await transact(desk.pool, async (tx) => {
      const user = await spend(desk, tx, call, await findByHash(desk, tx, call, type, hash));
      if (user === undefined) {
        const message = { message: ONE_OF_TWO_MESSAGE };
        return redirect(extendUrl(redirectTo, isPkce ? message : {}, new URLSearchParams({ ...message, sb: '' })));
      }
      if (isPkce)
        return redirect(extendUrl(redirectTo, { code: await issueAuthCode(tx, user, wayOf(type), call.now) }));
      const issued = await signIn(desk, tx, call, user, 'otp');
      return redirect(extendUrl(redirectTo, {}, issuedFragment(issued, type)));
    });
  } catch (error) {
    if (!(error instanceof AuthFailure) || error.status >= 500) throw error;
    const told = {
      ...(error.status === 403 ? { error: 'access_denied' } : { error: 'invalid_request' }),
      error_code: error.code,
      error_description: error.message,
    };
    return redirect(extendUrl(redirectTo, isPkce ? told : {}, new URLSearchParams({ ...told, sb: '' })));
  }
}

async function findByCode(
  desk: Desk,
  tx: Transaction,
  { now }: Call,
  { type, email: text, code }: { readonly type: VerifyType; readonly email: string; readonly code: string },
): Promise<Found> {
  const email = knownAs(text);
  if (email === undefined) throw new AuthFailure(422, 'validation_failed', 'Invalid email format');
  const hash = hashCode(email, code);
  const owner = type === 'email_change' ? await ownerOf(tx, type, [hash, PKCE_PREFIX + hash]) : undefined;
  const user = owner ?? (type === 'email_change' ? undefined : await findUserByEmail(tx, email));
  if (user === undefined) throw expired('Token has expired or is invalid');
  return checked(desk, { user, type, hashes: [hash, PKCE_PREFIX + hash], now }, 'Token has expired or is invalid');
}

async function findByHash(desk: Desk, tx: Transaction, { now }: Call, type: VerifyType, hash: string): Promise<Found> {
  const user = await ownerOf(tx, type, [hash]);
  if (user === undefined) throw expired('Email link is invalid or has expired');
  return checked(desk, { user, type, hashes: [hash], now }, 'Email link is invalid or has expired');
}

/** Whoever the hash was made for, locked: of two who bring one code the second finds it spent. */
async function ownerOf(tx: Transaction, type: VerifyType, hashes: readonly string[]): Promise<User | undefined> {
  const owner = await row(
    tx,
    z.object({ user_id: z.string() }),
    `select user_id from auth.one_time_tokens
     where token_type = any($1::auth.one_time_token_type[]) and token_hash = any($2)`,
    [SLOTS[type], hashes],
  );
  return owner === undefined ? undefined : lockUser(tx, owner.user_id);
}

interface Attempt {
  readonly user: User;
  readonly type: VerifyType;
  readonly hashes: readonly string[];
  readonly now: Date;
}

function checked(desk: Desk, { user, type, hashes, now }: Attempt, message: string): Found {
  if (isBanned(user, now)) throw new AuthFailure(403, 'user_banned', 'User is banned');
  for (const slot of SLOTS[type]) {
    const kept = user[slot];
    if (kept !== '' && hashes.includes(kept) && !isExpired(desk, sentAt(user, slot), now))
      return { user, slot, hash: kept };
  }
  throw expired(message);
}

/** What the code stood for is done, and the code is spent. Nothing comes back while a second code is missing. */
async function spend(desk: Desk, tx: Transaction, call: Call, { user, slot, hash }: Found): Promise<User | undefined> {
  switch (slot) {
    case 'email_change_token_current':
    case 'email_change_token_new':
      return acceptEmailChange(desk, tx, call, user, hash);
    case 'confirmation_token':
      return confirmEmail(tx, user, call.now);
    case 'recovery_token': {
      await clearCodes(tx, user.id);
      const recovered = await updateUser(tx, user, { recovery_token: '' }, call.now);
      return recovered.email_confirmed_at === null ? confirmEmail(tx, recovered, call.now) : recovered;
    }
    default:
      return slot satisfies never;
  }
}

function sentAt(user: User, slot: VerifiedSlot): Date | null {
  if (slot === 'confirmation_token') return user.confirmation_sent_at;
  return slot === 'recovery_token' ? user.recovery_sent_at : user.email_change_sent_at;
}

function parseType(text: string): VerifyType {
  if (text === '') throw invalid('Verify requires a verification type');
  const type = z.enum(['signup', 'invite', 'magiclink', 'recovery', 'email', 'email_change']).safeParse(text);
  if (!type.success) throw invalid('Unsupported verification type');
  return type.data;
}

function wayOf(type: VerifyType): Method {
  if (type === 'signup') return 'email/signup';
  return type === 'email' ? 'magiclink' : type;
}

function expired(message: string): AuthFailure {
  return new AuthFailure(403, 'otp_expired', message);
}

function redirect(location: string): GatewayReply {
  return { status: 303, headers: { location, 'cache-control': 'no-store' }, body: undefined };
}
