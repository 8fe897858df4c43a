import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAuth } from '../../../supabase/local/auth/auth.ts';
import { localSettings } from '../../../supabase/local/gateway/settings.ts';
import { callAuth, tokensOf, type AuthReply } from '../../support/server/auth-wire.ts';
import { newEmail } from '../../support/server/contract-server.ts';
import { openStack, type Stack } from '../../support/server/stack.ts';
import { claimsOf } from '../../support/server/token-claims.ts';

const settings = { ...localSettings, auth: { ...localSettings.auth, tokenHook: 'public.hook_under_test' } };
const password = 'a good password';
const email = newEmail();

let stack: Stack;
beforeAll(async () => {
  stack = await openStack({ settings });
  await hook(`select event`);
  await callAuth(stack, '/signup', { body: { email, password } });
});
afterAll(() => stack[Symbol.asyncDispose]());

test('[SIGNIN-26] the hook is given the claims and how somebody came in, and its claims go into the token', async () => {
  await hook(`select jsonb_build_object('claims', event -> 'claims' || jsonb_build_object(
    'user_role', 'editor', 'way', event ->> 'authentication_method', 'whose', event ->> 'user_id'))`);
  const reply = await signIn();
  const claims = claimsOf(tokensOf(reply).access_token);
  expect(claims).toMatchObject({ user_role: 'editor', way: 'password', whose: claims.sub });
  const body = { refresh_token: tokensOf(reply).refresh_token };
  const refreshed = await callAuth(stack, '/token?grant_type=refresh_token', { body });
  expect(claimsOf(tokensOf(refreshed).access_token)).toMatchObject({ user_role: 'editor', way: 'token_refresh' });
});

const SPOILT: Readonly<Record<string, string>> = {
  nothing: `select null::jsonb`,
  'no claims': `select '{"claims":{}}'::jsonb`,
  'claims without a role': `select jsonb_build_object('claims', (event -> 'claims') - 'role')`,
  'claims without a session': `select jsonb_build_object('claims', (event -> 'claims') - 'session_id')`,
  'an end that is text': `select jsonb_build_object('claims', event -> 'claims' || '{"exp":"never"}')`,
  'an error of Postgres': `select jsonb_build_object('claims', 1 / 0)`,
};

for (const [what, sql] of Object.entries(SPOILT)) {
  test(`[SIGNIN-26] a hook that answers ${what} signs nobody in, and that is the server's fault`, async () => {
    const before = await sessions();
    await hook(sql);
    expect(await signIn()).toMatchObject({ status: 500, body: { code: 'unexpected_failure' } });
    expect(await sessions()).toEqual(before);
  });
}

test('[SIGNIN-26] a hook refuses in its own words, and what was begun is undone', async () => {
  const before = await sessions();
  await hook(`select '{"error":{"http_code":403,"message":"Not from here"}}'::jsonb`);
  expect(await signIn()).toMatchObject({ status: 403, body: { message: 'Not from here' } });
  const newcomer = newEmail();
  expect((await callAuth(stack, '/signup', { body: { email: newcomer, password } })).status).toBe(403);
  expect((await stack.admin.query('select 1 from auth.users where email = $1', [newcomer])).rows).toEqual([]);
  expect(await sessions()).toEqual(before);
});

test('[SIGNIN-26] a hook that takes too long is stopped', async () => {
  await hook(`select event from pg_sleep(60)`);
  expect(await signIn()).toMatchObject({ status: 500, body: { code: 'unexpected_failure' } });
});

test('[SIGNIN-26] a hook with a name that is none keeps auth from opening', async () => {
  const named = { ...settings, auth: { ...settings.auth, tokenHook: 'public.x(); drop table auth.users' } };
  await expect(openAuth({ ...NOWHERE, settings: named })).rejects.toThrow('named schema.function');
});

/** Never reached: the name is looked at before anything is opened. */
const NOWHERE: Parameters<typeof openAuth>[0] = {
  databaseUrls: { admin: '', auth: '', authenticator: '' },
  apiUrl: '',
  keys: { jwtSecret: '', anonKey: '', serviceKey: '', publishableKey: '' },
  settings,
  surroundings: { now: () => new Date(0), newId: () => '', randomBytes: (length) => Buffer.alloc(length) },
  socketFaults: { openLane: () => ({ incoming: () => {}, outgoing: () => {}, [Symbol.dispose]: () => {} }) },
  recordAttempt: () => Promise.resolve(),
};

function signIn(): Promise<AuthReply> {
  return callAuth(stack, '/token?grant_type=password', { body: { email, password } });
}

async function sessions(): Promise<unknown> {
  return (await stack.admin.query('select id from auth.sessions order by id')).rows;
}

async function hook(sql: string): Promise<void> {
  await stack.admin.query(
    `create or replace function public.hook_under_test(event jsonb) returns jsonb language sql as $$ ${sql} $$`,
  );
  await stack.admin.query('grant usage on schema public to supabase_auth_admin');
  await stack.admin.query('grant execute on function public.hook_under_test to supabase_auth_admin');
}
