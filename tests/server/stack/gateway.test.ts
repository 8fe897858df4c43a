import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { localKeys, signToken } from '../../../supabase/local/keys.ts';
import { people, scripts, SEED_PASSWORD, type SeedPerson } from '../../support/server/people.ts';
import { openStack, type Stack } from '../../support/server/stack.ts';

let stack: Stack;
beforeAll(async () => void (stack = await openStack()));
beforeEach(() => stack.faults.clear());
afterAll(() => stack[Symbol.asyncDispose]());

const NOBODYS_SECRET = 'a secret that the local stack does not know, long enough';

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function ask(path: string, { headers = {}, ...rest }: Asked = {}): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${stack.url}${path}`, { ...rest, headers: { apikey: stack.anonKey, ...headers } });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}

async function signIn(person: SeedPerson): Promise<SupabaseClient> {
  const client = createClient(stack.url, stack.anonKey, { auth: { persistSession: false, autoRefreshToken: false } });
  const { error } = await client.auth.signInWithPassword({ email: people[person].email, password: SEED_PASSWORD });
  if (error !== null) throw error;
  return client;
}

/** The rows that this leaves in the table, to which rows can only be added. */
async function eventsBy(work: () => Promise<unknown>): Promise<readonly unknown[]> {
  const events = async (): Promise<readonly unknown[]> =>
    (await stack.admin.query('select kind, thing, actor, details from public.security_events order by at')).rows;
  const before = await events();
  await work();
  return (await events()).slice(before.length);
}

test('[GATE-1] without an API key nothing behind the gateway is reached', async () => {
  expect(await ask('/rest/v1/scripts', { headers: { apikey: '' } })).toEqual({
    status: 401,
    body: { message: 'No API key found in request', hint: 'No `apikey` request header or url param was found.' },
  });
  expect(await ask('/rest/v1/scripts', { headers: { apikey: `${stack.anonKey}x` } })).toEqual({
    status: 401,
    body: { message: 'Invalid API key', hint: 'Double check your Supabase `anon` or `service_role` API key.' },
  });
});

test('[GATE-1] a key in the address does as well, and is no filter', async () => {
  const answer = await fetch(`${stack.url}/rest/v1/rpc/health?apikey=${stack.anonKey}`);
  expect(answer.status).toBe(200);
});

test('[GATE-8] a caller without a token of their own is who the key says', async () => {
  const { publishableKey } = localKeys();
  const count = async (headers: Record<string, string>): Promise<number> =>
    (await ask('/rest/v1/profiles?select=id', { headers })).status;
  expect(await count({ apikey: stack.serviceKey })).toBe(200);
  expect(await count({ apikey: stack.serviceKey, authorization: `Bearer ${stack.anonKey}` })).toBe(401);
  expect(await count({ apikey: publishableKey, authorization: `Bearer ${publishableKey}` })).toBe(401);
  expect((await ask('/rest/v1/rpc/health', { headers: { apikey: publishableKey } })).status).toBe(200);
});

test('[GATE-4] what the stack leaves out says so; what is nowhere is not found', async () => {
  expect(await ask('/storage/v1/bucket')).toEqual({
    status: 501,
    body: { code: '501', message: 'The local stack does not do storage.' },
  });
  expect(await ask('/nowhere')).toEqual({
    status: 404,
    body: { code: '404', message: 'no Route matched with those values' },
  });
});

test('[GATE-5] a browser may send what supabase-js sends, and read the count', async () => {
  const answer = await fetch(`${stack.url}/rest/v1/scripts`, {
    method: 'OPTIONS',
    headers: { origin: 'https://galley.example.org', 'access-control-request-method': 'POST' },
  });
  const allowed = answer.headers.get('access-control-allow-headers')?.split(', ') ?? [];
  expect(answer.status).toBe(200);
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  for (const header of [
    'authorization',
    'apikey',
    'content-type',
    'x-client-info',
    'prefer',
    'x-supabase-api-version',
  ]) {
    expect(allowed).toContain(header);
  }
  const refused = await fetch(`${stack.url}/rest/v1/scripts`);
  expect(refused.headers.get('access-control-allow-origin')).toBe('*');
  expect(refused.headers.get('access-control-expose-headers')).toContain('content-range');
});

test('[GATE-6] a body of more than 16 MiB is refused', async () => {
  const answer = await ask('/rest/v1/rpc/health', { method: 'POST', body: 'x'.repeat(16 * 1024 * 1024 + 1) });
  expect(answer).toEqual({ status: 413, body: { code: '413', message: 'The request is larger than 16777216 bytes.' } });
});

test('[GATE-7] a table that refuses leaves a row with who asked', async () => {
  const felix = await signIn('felix');
  const rows = await eventsBy(async () => {
    const { error } = await felix.from('scripts').insert({ id: scripts.pilot.id });
    expect(error?.code).toBe('42501');
  });
  expect(rows).toEqual([
    {
      kind: 'table-refused',
      thing: '/rest/v1/scripts',
      actor: people.felix.id,
      details: { role: 'authenticated' },
    },
  ]);
});

test('[GATE-7] a forged token and a forged key leave a row each, an expired token none', async () => {
  const exp = Math.floor(Date.now() / 1_000);
  const claims = { role: 'service_role', exp: exp + 3_600 };
  const bearer = (token: string): Asked => ({ headers: { authorization: `Bearer ${token}` } });
  const expired = signToken({ role: 'authenticated', exp: exp - 100 }, localKeys().jwtSecret);
  const rows = await eventsBy(async () => {
    const forged = signToken(claims, NOBODYS_SECRET);
    expect((await ask('/rest/v1/scripts', bearer(forged))).status).toBe(401);
    expect((await ask('/rest/v1/scripts', { headers: { apikey: forged } })).status).toBe(401);
    expect((await ask('/rest/v1/scripts', bearer(expired))).status).toBe(401);
  });
  const row = { kind: 'bad-token', thing: '/rest/v1/scripts', actor: null };
  expect(rows).toEqual([
    { ...row, details: { fault: 'wrong-signature' } },
    { ...row, details: { fault: 'unknown-key' } },
  ]);
});

test('[FAULT-4] rules come from outside with the service key alone, and are taken back under any fault', async () => {
  const rules = JSON.stringify({ rules: [{ do: 'answer', on: 'http', path: '/', status: 503 }] });
  expect((await ask('/_faults', { method: 'POST', body: rules })).status).toBe(403);
  expect((await ask('/_faults', { method: 'POST', body: rules, headers: { apikey: '' } })).status).toBe(401);
  expect((await ask('/rest/v1/rpc/health')).status).toBe(200);

  const headers = { apikey: stack.serviceKey };
  expect((await ask('/_faults', { method: 'POST', body: '{"rules":[{"do":"nothing"}]}', headers })).status).toBe(400);
  expect((await ask('/_faults', { method: 'POST', body: rules, headers })).status).toBe(200);
  expect((await ask('/rest/v1/rpc/health')).status).toBe(503);
  expect((await ask('/_faults', { headers })).body).toMatchObject({ rules: [{ do: 'answer', status: 503, hits: 1 }] });
  expect((await ask('/_faults', { method: 'DELETE', headers })).body).toEqual({ rules: [] });
  expect((await ask('/rest/v1/rpc/health')).status).toBe(200);
});

test('[FAULT-3] a connection cut after the work has done the work', async () => {
  const felix = await signIn('felix');
  const headBefore = await headOf(scripts.pilot.id);
  stack.faults.add({ do: 'drop', on: 'http', path: '/rest/v1/rpc/push_updates', handled: true, times: 1 });
  const update = { id: crypto.randomUUID(), format: 1, bytes: 'AAA=' };
  const push = () => felix.rpc('push_updates', { script_id: scripts.pilot.id, updates: [update] });
  expect((await push()).error?.message).toContain('fetch failed');
  expect(await headOf(scripts.pilot.id)).toBe(headBefore + 1);
  expect((await push()).error).toBeNull();
  expect(await headOf(scripts.pilot.id)).toBe(headBefore + 1);
});

test('[FAULT-3] a WebSocket is refused with a status, or accepted and never answered', async () => {
  const path = '/realtime/v1/websocket';
  const connect = (): Promise<string> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`${stack.url.replace('http', 'ws')}${path}?apikey=${stack.anonKey}&vsn=2.0.0`);
      socket.onopen = () => {
        socket.close();
        resolve('open');
      };
      socket.onerror = () => resolve('refused');
    });
  expect(await connect()).toBe('open');
  stack.faults.add({ do: 'answer', on: 'http', path, status: 429, times: 1 });
  expect(await connect()).toBe('refused');
  const hanging = stack.faults.add({ do: 'hang', on: 'http', path, times: 1 });
  const hung = hanging.nextHit();
  const waiting = connect();
  await hung;
  hanging[Symbol.dispose]();
  expect(await waiting).toBe('refused');
  expect(await connect()).toBe('open');
});

async function headOf(scriptId: string): Promise<number> {
  const { rows } = await stack.admin.query<{ head: string }>('select head from public.scripts where id = $1', [
    scriptId,
  ]);
  return Number(rows[0]?.head);
}
