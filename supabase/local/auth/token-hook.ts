import { DatabaseError } from 'pg';
import * as z from 'zod';
import { row, run, type Transaction } from './database.ts';
import { Metadata, type Desk } from './desk.ts';
import { AuthFailure } from './failure.ts';
import type { Method } from './sessions.ts';

const HOOK_TIMEOUT_MS = 2_000;
const HOOK_NAME = /^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/;

/** The least that a token must say for the rest of Supabase to work; a hook may add, never leave out. */
const ViableClaims = z.looseObject({
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.int(),
  iat: z.int(),
  sub: z.string(),
  email: z.string(),
  phone: z.string(),
  role: z.string(),
  aal: z.string(),
  session_id: z.string(),
  is_anonymous: z.unknown().refine((value) => value !== undefined),
  iss: z.string().optional(),
  nbf: z.int().optional(),
  app_metadata: Metadata.optional(),
  user_metadata: Metadata.optional(),
  amr: z.array(z.union([z.string(), Metadata])).optional(),
});

const HookError = z.object({
  error: z.object({ http_code: z.int().optional(), message: z.string().min(1) }),
});
const HookOutput = z.object({ claims: Metadata });

/** `schema.function`, or a refusal at start: the name goes into a statement as it is. */
export function checkHookName(name: string | undefined): void {
  if (name !== undefined && !HOOK_NAME.test(name))
    throw new Error(`A token hook is named schema.function, not ${name}.`);
}

/**
 * The claims that the token will carry, after the function in the database had its say. It runs inside the transaction
 * that makes the token: when it fails, nobody is signed in.
 */
export async function hookedClaims(
  tx: Transaction,
  { settings }: Desk,
  claims: Metadata,
  { userId, method }: { readonly userId: string; readonly method: Method },
): Promise<Metadata> {
  const { tokenHook } = settings;
  if (tokenHook === undefined) return claims;
  const input = { user_id: userId, claims, authentication_method: method };
  const output = await callHook(tx, tokenHook, input);
  const refused = HookError.safeParse(output);
  if (refused.success) {
    const { http_code: status = 500, message } = refused.data.error;
    throw new AuthFailure(status, status === 500 ? 'unexpected_failure' : 'unknown', message);
  }
  const viable = HookOutput.extend({ claims: ViableClaims }).safeParse(output);
  if (viable.success) return viable.data.claims;
  const [issue] = viable.error.issues;
  const message = `output claims do not conform to the expected schema: ${issue?.path.join('.')}: ${issue?.message}`;
  throw new AuthFailure(500, 'unexpected_failure', message, { cause: viable.error });
}

async function callHook(tx: Transaction, hook: string, input: Metadata): Promise<unknown> {
  try {
    await run(tx, `set local statement_timeout to ${HOOK_TIMEOUT_MS}`);
    const answer = await row(tx, z.object({ output: z.unknown() }), `select ${hook}($1::jsonb) as output`, [input]);
    await run(tx, 'set local statement_timeout to default');
    return answer?.output;
  } catch (cause) {
    if (!(cause instanceof DatabaseError)) throw cause;
    const [schema, name] = hook.split('.');
    const message = `Error running hook URI: pg-functions://postgres/${schema}/${name}`;
    throw new AuthFailure(500, 'unexpected_failure', message, { cause });
  }
}
