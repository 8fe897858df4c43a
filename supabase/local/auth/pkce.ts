import { createHash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import type { GatewayReply } from '../gateway/part.ts';
import { row, run, transact, type Transaction } from './database.ts';
import { optionalText, parseBody, type Call, type Desk } from './desk.ts';
import { AuthFailure, invalid } from './failure.ts';
import type { Method } from './sessions.ts';
import { issuedReply, signIn } from './tokens.ts';
import { isBanned, lockUser, type User } from './users.ts';

/** GoTrue's default: how long a code, or the flow before it, may wait. */
const FLOW_LIFE_MS = 300_000;
const CHALLENGE = /^[a-zA-Z0-9._~-]{43,128}$/;

export const challengeFields = { code_challenge: optionalText, code_challenge_method: optionalText };

/** The half of a PKCE secret that a client shows first; nothing when it wants tokens in the address instead. */
export interface Challenge {
  readonly challenge: string;
  readonly method: 's256' | 'plain';
}

export function parseChallenge(body: {
  readonly code_challenge: string;
  readonly code_challenge_method: string;
}): Challenge | undefined {
  const { code_challenge: challenge, code_challenge_method: name } = body;
  if (challenge === '' && name === '') return undefined;
  if (challenge === '' || name === '') throw invalid('PKCE flow requires code_challenge_method and code_challenge');
  if (!CHALLENGE.test(challenge)) {
    throw invalid(
      'code challenge has to be between 43 and 128 letters, digits, hyphens, periods, underscores and tildes',
    );
  }
  const method = z.enum(['s256', 'plain']).safeParse(name.toLowerCase());
  if (!method.success) throw invalid(`unsupported code_challenge method ${JSON.stringify(name)}`);
  return { challenge, method: method.data };
}

/** Remembers the challenge under the way in that the mail about to be sent opens. */
export async function openFlow(
  desk: Desk,
  tx: Transaction,
  call: Call,
  user: User,
  flow: Challenge & { readonly way: Method },
): Promise<void> {
  const { surroundings } = desk;
  await run(
    tx,
    `insert into auth.flow_state (id, user_id, auth_code, code_challenge_method, code_challenge, provider_type,
       authentication_method, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $6, $7, $7)`,
    [surroundings.newId(), user.id, surroundings.newId(), flow.method, flow.challenge, flow.way, call.now],
  );
}

/** The code that a clicked link hands over instead of tokens. */
export async function issueAuthCode(tx: Transaction, user: User, way: Method, now: Date): Promise<string> {
  const issued = await row(
    tx,
    z.object({ auth_code: z.string() }),
    `update auth.flow_state set auth_code_issued_at = $3, updated_at = $3
     where id = (select id from auth.flow_state where user_id = $1 and authentication_method = $2
                 order by created_at desc limit 1)
     returning auth_code`,
    [user.id, way, now],
  );
  if (issued === undefined) throw new AuthFailure(400, 'flow_state_not_found', 'No associated flow state found.');
  return issued.auth_code;
}

const Flow = z.object({
  id: z.string(),
  user_id: z.string(),
  code_challenge: z.string(),
  code_challenge_method: z.enum(['s256', 'plain']),
  authentication_method: z.enum(['magiclink', 'recovery', 'invite', 'email/signup', 'email_change', 'otp']),
  created_at: z.date(),
  auth_code_issued_at: z.date().nullable(),
});
type Flow = z.output<typeof Flow>;

const ExchangeBody = z.object({ auth_code: optionalText, code_verifier: optionalText });

/** The code and the other half of the secret, for tokens. A wrong verifier leaves the code good for the right one. */
export async function exchangeCode(desk: Desk, call: Call): Promise<GatewayReply> {
  const { auth_code: code, code_verifier: verifier } = parseBody(call, ExchangeBody);
  if (code === '' || verifier === '') {
    throw invalid('invalid request: both auth code and code verifier should be non-empty');
  }
  return transact(desk.pool, async (tx) => {
    const columns = Object.keys(Flow.shape).join(', ');
    const flow = await row(tx, Flow, `select ${columns} from auth.flow_state where auth_code = $1 for update`, [code]);
    if (flow === undefined) {
      throw new AuthFailure(404, 'flow_state_not_found', 'invalid flow state, no valid flow state found');
    }
    checkFlow(flow, verifier, call.now);
    const user = await lockUser(tx, flow.user_id);
    if (isBanned(user, call.now)) throw new AuthFailure(403, 'user_banned', 'User is banned');
    await run(tx, 'delete from auth.flow_state where id = $1', [flow.id]);
    return issuedReply(await signIn(desk, tx, call, user, flow.authentication_method));
  });
}

function checkFlow(flow: Flow, verifier: string, now: Date): void {
  const waits =
    flow.authentication_method === 'magiclink' ? (flow.auth_code_issued_at ?? flow.created_at) : flow.created_at;
  if (now.getTime() > waits.getTime() + FLOW_LIFE_MS) {
    throw new AuthFailure(422, 'flow_state_expired', 'invalid flow state, flow state has expired');
  }
  if (!answersChallenge(flow, verifier)) {
    throw new AuthFailure(400, 'bad_code_verifier', 'code challenge does not match previously saved code verifier');
  }
}

function answersChallenge(
  { code_challenge: challenge, code_challenge_method: method }: Flow,
  verifier: string,
): boolean {
  const answer = method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url');
  const [given, wanted] = [Buffer.from(answer), Buffer.from(challenge)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
