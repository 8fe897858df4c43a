import { createClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localKeys, signToken } from '../../../supabase/local/keys.ts';
import { callAuth, signInOnWire, tokensOf } from '../../support/server/auth-wire.ts';
import { newEmail } from '../../support/server/contract-server.ts';
import { openStack, type Stack } from '../../support/server/stack.ts';
import { claimsOf } from '../../support/server/token-claims.ts';
import { HandClock } from './hand-clock.ts';

const clock = new HandClock();
let stack: Stack;
beforeAll(async () => {
  stack = await openStack({ surroundings: clock.surroundings() });
});
afterAll(() => stack[Symbol.asyncDispose]());

const password = 'a good password';

test('[SIGNIN-27] 5xx on a refresh keeps the session of supabase-js, which tries again', async () => {
  const client = createClient(stack.url, stack.anonKey, { auth: { autoRefreshToken: false, persistSession: false } });
  const events: string[] = [];
  client.auth.onAuthStateChange((event) => void events.push(event));
  const { data } = await client.auth.signUp({ email: newEmail(), password });
  stack.faults.add({ on: 'http', path: '/auth/v1/token', times: 2, do: 'answer', status: 503 });
  const refreshed = await client.auth.refreshSession();
  expect(refreshed.error).toBeNull();
  expect(refreshed.data.session?.refresh_token).not.toBe(data.session?.refresh_token);
  expect(events).not.toContain('SIGNED_OUT');
});

test('[SIGNIN-27] a refresh whose answer was lost gives the same token when it is asked again', async () => {
  const { refresh_token } = tokensOf(await callAuth(stack, '/signup', { body: { email: newEmail(), password } }));
  const ask = (): ReturnType<typeof callAuth> =>
    callAuth(stack, '/token?grant_type=refresh_token', { body: { refresh_token } });
  stack.faults.add({ on: 'http', path: '/auth/v1/token', times: 1, do: 'drop', handled: true });
  await expect(ask()).rejects.toThrow('fetch failed');
  clock.pass(86_400_000);
  const again = tokensOf(await ask());
  expect(tokensOf(await ask()).refresh_token).toBe(again.refresh_token);
});

test('[SIGNIN-27] trouble of the database is never a 4xx, whatever was asked', async () => {
  const person = { email: newEmail(), password };
  await callAuth(stack, '/signup', { body: person });
  const { access_token: token, refresh_token } = await signInOnWire(stack, person);
  const tables = ['refresh_tokens', 'sessions', 'users'] as const;
  for (const table of tables) await stack.admin.query(`alter table auth.${table} rename to away_${table}`);
  const replies = [
    await callAuth(stack, '/token?grant_type=refresh_token', { body: { refresh_token } }),
    await callAuth(stack, '/token?grant_type=password', { body: person }),
    await callAuth(stack, '/user', { token }),
    await callAuth(stack, '/logout', { method: 'POST', token }),
    await callAuth(stack, '/recover', { body: { email: person.email } }),
    await callAuth(stack, '/verify', { body: { email: person.email, token: '123456', type: 'email' } }),
  ];
  for (const table of tables) await stack.admin.query(`alter table auth.away_${table} rename to ${table}`);
  expect(replies.map(({ status }) => status)).toEqual([500, 500, 500, 500, 500, 500]);
  expect((await callAuth(stack, '/user', { token })).status).toBe(200);
});

test('[SIGNIN-27] a lock that does not come, a full server and one that stops are told as such', async () => {
  const { refresh_token } = tokensOf(await callAuth(stack, '/signup', { body: { email: newEmail(), password } }));
  await stack.admin.query(`create function auth.fail() returns trigger language plpgsql as
    $$ begin raise exception using errcode = current_setting('galley.failure'), message = 'planted'; end $$`);
  await stack.admin.query(
    'create trigger fails before update on auth.refresh_tokens for each row execute function auth.fail()',
  );
  const statuses: number[] = [];
  for (const code of ['55P03', '53300', '57P01', '40P01', '08006']) {
    await stack.admin.query(`alter database ${stack.database.name} set galley.failure = '${code}'`);
    // A setting of the database holds for connections that open after it.
    await endConnections();
    const ask = (): ReturnType<typeof callAuth> =>
      callAuth(stack, '/token?grant_type=refresh_token', { body: { refresh_token } });
    statuses.push((await ask()).status);
  }
  await stack.admin.query('drop trigger fails on auth.refresh_tokens');
  expect(statuses).toEqual([503, 503, 503, 503, 503]);
});

test('[SIGNIN-27] connections that break are replaced, and nobody is signed out by it', async () => {
  const { access_token: token } = tokensOf(await callAuth(stack, '/signup', { body: { email: newEmail(), password } }));
  await endConnections();
  const statuses: number[] = [];
  for (let n = 0; n < 3; n++) statuses.push((await callAuth(stack, '/user', { token })).status);
  expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
  expect(statuses.at(-1)).toBe(200);
});

test('[SIGNIN-19] an access token is good to its last second and from its first', async () => {
  const { jwtSecret } = localKeys();
  const { access_token: token } = tokensOf(await callAuth(stack, '/signup', { body: { email: newEmail(), password } }));
  const claims = claimsOf(token);
  const nowSeconds = Math.floor(clock.now().getTime() / 1_000);
  const stateOf = async (changed: object): Promise<unknown> => {
    const { status, body } = await callAuth(stack, '/user', { token: signToken({ ...claims, ...changed }, jwtSecret) });
    return body['code'] ?? status;
  };
  expect(await stateOf({ exp: nowSeconds + 1 })).toBe(200);
  expect(await stateOf({ exp: nowSeconds })).toBe('bad_jwt');
  expect(await stateOf({ exp: undefined })).toBe('bad_jwt');
  expect(await stateOf({ nbf: nowSeconds + 60 })).toBe('bad_jwt');
  expect(await stateOf({ iat: nowSeconds + 60 })).toBe('bad_jwt');
  expect(await stateOf({ sub: undefined })).toBe('bad_jwt');
  expect(await stateOf({ sub: 'not an id' })).toBe('bad_jwt');
  expect(await stateOf({ session_id: 'not an id' })).toBe('bad_jwt');
  expect(await stateOf({ session_id: '5f0c0e6a-8c58-4a9b-9a7e-3f6f6a1d2c3b' })).toBe('session_not_found');
});

test('[SIGNIN-28] what is left out answers 501 and says what it is', async () => {
  const left = ['/authorize', '/factors', '/sso', '/user/identities/x', '/admin/audit', '/passkeys'];
  for (const path of left) {
    const { status, body } = await callAuth(stack, path, { token: stack.serviceKey });
    expect([path, status, String(body['message'])]).toEqual([
      path,
      501,
      expect.stringMatching(/^The local stack does not do /),
    ]);
  }
  expect((await callAuth(stack, '/token?grant_type=id_token', { body: {} })).status).toBe(501);
  expect((await callAuth(stack, '/nowhere')).status).toBe(404);
  const settings = await callAuth(stack, '/settings');
  expect(settings.body).toMatchObject({ external: { email: true, phone: false }, mailer_autoconfirm: true });
  expect((await callAuth(stack, '/health')).body).toMatchObject({ name: 'GoTrue' });
  expect((await callAuth(stack, '/.well-known/jwks.json')).body).toEqual({ keys: [] });
});

/** Ends every connection of auth, and waits until they are gone. */
async function endConnections(): Promise<void> {
  await stack.admin.query(
    `select pg_terminate_backend(pid, 10000) from pg_stat_activity
     where usename = 'supabase_auth_admin' and datname = current_database()`,
  );
}
