import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { localSettings } from '../../../supabase/local/gateway/settings.ts';
import { callAuth, tokensOf, type AuthReply } from '../../support/server/auth-wire.ts';
import { newEmail } from '../../support/server/contract-server.ts';
import { openStack, type Stack } from '../../support/server/stack.ts';
import { mailsTo } from './mails.ts';

let stack: Stack;
beforeAll(async () => {
  // A slow machine may take longer to bring them together than calls otherwise wait for each other.
  const auth = { ...localSettings.auth, lockWaitMs: 60_000 };
  stack = await openStack({ settings: { ...localSettings, auth } });
});
afterAll(() => stack[Symbol.asyncDispose]());

const CALLERS = 3;

test('[SIGNIN-4] of refreshes that meet inside the database one makes the child that all get', async () => {
  const { refresh_token } = await signUp();
  const replies = await whileLocked('select 1 from auth.refresh_tokens where token = $1', refresh_token, () =>
    callAuth(stack, '/token?grant_type=refresh_token', { body: { refresh_token } }),
  );
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(new Set(replies.map((reply) => tokensOf(reply).refresh_token)).size).toBe(1);
  const children = 'select count(*)::int from auth.refresh_tokens where parent = $1';
  expect((await stack.admin.query(children, [refresh_token])).rows).toEqual([{ count: 1 }]);
});

test('[SIGNIN-8] of callers with one code who meet inside the database one comes in', async () => {
  const email = newEmail();
  await callAuth(stack, '/otp', { body: { email } });
  const [mail] = await mailsTo(stack, email);
  const replies = await whileLocked('select 1 from auth.users where email = $1', email, () =>
    callAuth(stack, '/verify', { body: { email, token: mail?.code, type: 'email' } }),
  );
  expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 403, 403]);
});

test('[SIGNIN-21] of callers with one code of PKCE who meet inside the database one comes in', async () => {
  const email = newEmail();
  const verifier = 'v'.repeat(64);
  const challenge = { code_challenge: verifier, code_challenge_method: 'plain' };
  await callAuth(stack, '/otp', { body: { email, ...challenge } });
  const [mail] = await mailsTo(stack, email);
  const clicked = await callAuth(stack, (mail?.link ?? '').slice(`${stack.url}/auth/v1`.length));
  const code = new URL(clicked.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const replies = await whileLocked('select 1 from auth.flow_state where auth_code = $1', code, () =>
    callAuth(stack, '/token?grant_type=pkce', { body: { auth_code: code, code_verifier: verifier } }),
  );
  expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 404, 404]);
});

test('[SIGNIN-24] of sign-ups with one address who meet one makes the person', async () => {
  const body = { email: newEmail(), password: 'a good password' };
  const replies = await Promise.all(Array.from({ length: CALLERS }, () => callAuth(stack, '/signup', { body })));
  expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 422, 422]);
});

/** Makes the calls meet: each is inside its transaction and waits for a row that is held, before the row is let go. */
async function whileLocked(select: string, key: string, call: () => Promise<AuthReply>): Promise<readonly AuthReply[]> {
  const holder = new pg.Client({ connectionString: stack.databaseUrl('supabase_admin') });
  await holder.connect();
  try {
    await holder.query('begin');
    await holder.query(`${select} for update`, [key]);
    const calls = Promise.all(Array.from({ length: CALLERS }, call));
    await vi.waitFor(async () => expect(await waiting()).toBe(CALLERS), { timeout: 60_000, interval: 20 });
    await holder.query('commit');
    return await calls;
  } finally {
    await holder.end();
  }
}

async function waiting(): Promise<unknown> {
  const { rows } = await stack.admin.query(
    `select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0].count;
}

async function signUp(): Promise<ReturnType<typeof tokensOf>> {
  return tokensOf(await callAuth(stack, '/signup', { body: { email: newEmail(), password: 'a good password' } }));
}
