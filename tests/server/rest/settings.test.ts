import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localSettings } from '../../../supabase/local/gateway/settings.ts';
import { LOCAL_JWT_SECRET, signToken } from '../../../supabase/local/keys.ts';
import { openStack, type Stack } from '../../support/server/stack.ts';

/** Long enough for a machine that does much else. */
const BUSY = { timeout: 20_000, interval: 20 };

async function ask(
  stack: Stack,
  method: string,
  path: string,
  {
    token = stack.serviceKey,
    headers = {},
    body,
  }: { token?: string; headers?: Record<string, string>; body?: unknown } = {},
): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${stack.url}/rest/v1${path}`, {
    method,
    headers: {
      apikey: stack.anonKey,
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

test('[REST-11] what ALTER ROLE sets holds in every transaction of that role: time, isolation, and what else', async () => {
  await using stack = await openStack();
  // Roles belong to the whole server, which other tests share.
  const role = `test_role_${randomBytes(5).toString('hex')}`;
  await stack.admin.query(`
    create role ${role} nologin;
    grant ${role} to authenticator;
    alter role ${role} set statement_timeout = '80ms';
    alter role ${role} set default_transaction_isolation = 'serializable';
    alter role ${role} set extra_float_digits = '0';
    create function public.set_how() returns text language sql stable as $$
      select concat_ws(' ', current_setting('statement_timeout'), current_setting('transaction_isolation'),
        current_setting('extra_float_digits')) $$;
    create function public.sleep() returns void language sql as 'select pg_sleep(60)';
    grant usage on schema public to ${role};
    grant execute on function public.set_how(), public.sleep() to ${role};
    notify pgrst, 'reload config'`);
  try {
    const token = signToken({ role, exp: Math.floor(Date.now() / 1_000) + 60 }, LOCAL_JWT_SECRET);
    await expect
      .poll(() => ask(stack, 'POST', '/rpc/set_how', { token, body: {} }), BUSY)
      .toEqual({ status: 200, body: '80ms serializable 0' });
    const slow = await ask(stack, 'POST', '/rpc/sleep', { token, body: {} });
    expect(slow).toMatchObject({ status: 500, body: { code: '57014' } });
  } finally {
    await stack.admin.query(`drop owned by ${role}; drop role ${role}`);
  }
});

test('[REST-20] the hook before each request sees it, and its refusal is the answer', async () => {
  const settings = { ...localSettings, rest: { ...localSettings.rest, preRequest: 'public.before_each' } };
  await using stack = await openStack({ settings });
  await stack.admin.query(`
    create function public.before_each() returns void language plpgsql as $$
      begin
        if current_setting('request.path') = '/rpc/two' then
          raise sqlstate 'PT420' using message = 'calm down', hint = current_setting('request.method');
        end if;
      end $$;
    create function public.one() returns integer language sql stable as 'select 1';
    create function public.two() returns integer language sql stable as 'select 2';
    notify pgrst, 'reload schema'`);
  await expect.poll(() => ask(stack, 'POST', '/rpc/one'), BUSY).toEqual({ status: 200, body: 1 });
  expect(await ask(stack, 'POST', '/rpc/two')).toEqual({
    status: 420,
    body: { code: 'PT420', message: 'calm down', details: null, hint: 'POST' },
  });
});

test('[REST-16] what a migration adds can be asked for at once, without a word from it', async () => {
  await using stack = await openStack();
  expect(await ask(stack, 'GET', '/later')).toMatchObject({ status: 404, body: { code: 'PGRST205' } });
  await stack.admin.query('create table public.later (id integer)');
  await expect.poll(() => ask(stack, 'GET', '/later'), BUSY).toEqual({ status: 200, body: [] });
  await stack.admin.query('alter table public.later add column word text');
  await expect.poll(() => ask(stack, 'GET', '/later?select=word'), BUSY).toEqual({ status: 200, body: [] });
  await stack.admin.query('drop table public.later');
  await expect.poll(async () => (await ask(stack, 'GET', '/later')).status, BUSY).toBe(404);
});

let shared: Stack;
beforeAll(async () => {
  shared = await openStack();
});
afterAll(() => shared[Symbol.asyncDispose]());

const LEFT_OUT: readonly (readonly [string, string, Record<string, string>])[] = [
  ['GET', '/', {}],
  ['GET', '/scripts?select=id,projects(name)', {}],
  ['GET', '/scripts?select=...projects(name)', {}],
  ['GET', '/scripts?order=projects(name)', {}],
  ['GET', '/scripts', { accept: 'text/csv' }],
  ['GET', '/scripts', { accept: 'application/vnd.pgrst.plan+json' }],
  ['GET', '/scripts', { accept: 'application/vnd.pgrst.object+json;nulls=stripped' }],
  ['PUT', '/scripts?id=eq.1', {}],
  ['POST', '/scripts', { prefer: 'resolution=merge-duplicates' }],
  ['POST', '/scripts', { prefer: 'missing=default' }],
  ['POST', '/scripts', { prefer: 'return=headers-only' }],
  ['POST', '/scripts', { 'content-type': 'text/csv' }],
  ['PATCH', '/scripts?id=eq.1&limit=1', {}],
  ['POST', '/rpc/health', { 'content-type': 'application/octet-stream' }],
];

test.each(LEFT_OUT)(
  '[REST-19] what the local stack leaves out is 501 with words: %s %s %j',
  async (method, path, headers) => {
    const reply = await ask(shared, method, path, { headers, ...(method === 'GET' ? {} : { body: {} }) });
    expect(reply).toMatchObject({ status: 501, body: { code: '501' } });
    expect(reply.body).toMatchObject({ message: expect.stringMatching(/^The local stack does not do .+\.$/) });
  },
);

test('[REST-19] a function is called once for one request: a list of arguments is left out', async () => {
  const reply = await ask(shared, 'POST', '/rpc/health', { body: [{}, {}] });
  expect(reply).toMatchObject({ status: 501, body: { code: '501' } });
});

test('[REST-10] a body that is nested too deep for Postgres is an error and no crash', async () => {
  const deep = `{"script_id":null,"updates":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
  const response = await fetch(`${shared.url}/rest/v1/rpc/push_updates`, {
    method: 'POST',
    headers: {
      apikey: shared.anonKey,
      authorization: `Bearer ${shared.serviceKey}`,
      'content-type': 'application/json',
    },
    body: deep,
  });
  expect(response.status).toBe(500);
  expect(await response.json()).toMatchObject({ code: '54001' });
  expect(await ask(shared, 'POST', '/rpc/health', { body: {} })).toMatchObject({ status: 200 });
});
