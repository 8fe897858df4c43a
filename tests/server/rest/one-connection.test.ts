import { expect, test } from 'vitest';
import { localSettings, type GatewaySettings } from '../../../supabase/local/gateway/settings.ts';
import { signToken, LOCAL_JWT_SECRET } from '../../../supabase/local/keys.ts';
import { openStack, type Stack } from '../../support/server/stack.ts';

/** Long enough for a machine that does much else. */
const BUSY = { timeout: 20_000, interval: 20 };

/** Every request over the same connection, so that what one leaves behind the next would find. */
const ONE: GatewaySettings = { ...localSettings, rest: { ...localSettings.rest, poolSize: 1 } };

const ANA = '00000000-0000-4000-8000-00000000000a';
const token = (sub: string): string =>
  signToken(
    { role: 'authenticated', aud: 'authenticated', sub, exp: Math.floor(Date.now() / 1_000) + 600 },
    LOCAL_JWT_SECRET,
  );

async function open(settings: GatewaySettings = ONE): Promise<Stack> {
  const stack = await openStack({ settings });
  await stack.admin.query(`
    create function public.session() returns jsonb language sql stable as $$
      select jsonb_build_object(
        'process', pg_backend_pid(), 'role', current_user, 'id', auth.uid(), 'timezone', current_setting('timezone'),
        'timeout', current_setting('statement_timeout'), 'mark', current_setting('test.mark', true))
    $$;
    create function public.mark() returns void language plpgsql as $$
      begin perform set_config('test.mark', 'left behind', true); end $$;
    -- Longer than anybody waits for a connection: nothing but a cancellation ends it in time.
    create function public.sleep() returns void language sql set statement_timeout = '60s' as 'select pg_sleep(60)';
    grant execute on function public.session(), public.mark(), public.sleep() to anon, authenticated, service_role;
    notify pgrst, 'reload schema'`);
  await expect.poll(async () => (await call(stack, 'session', stack.serviceKey)).status, BUSY).toBe(200);
  return stack;
}

async function call(
  stack: Stack,
  name: string,
  bearer: string,
  { signal, headers = {} }: { readonly signal?: AbortSignal; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${stack.url}/rest/v1/rpc/${name}`, {
    method: 'POST',
    headers: { apikey: stack.anonKey, authorization: `Bearer ${bearer}`, ...headers },
    ...(signal === undefined ? {} : { signal }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

async function running(stack: Stack, query: string): Promise<number> {
  const { rows } = await stack.admin.query<{ n: number }>(
    `select count(*)::integer as n from pg_stat_activity
      where datname = current_database() and state = 'active' and query like $1 and pid <> pg_backend_pid()`,
    [`%${query}%`],
  );
  return rows[0]?.n ?? 0;
}

test('[REST-13] over one connection each caller finds what is its own and nothing else', async () => {
  await using stack = await open();
  const first = await call(stack, 'session', token(ANA), { headers: { prefer: 'timezone=Asia/Tokyo' } });
  await call(stack, 'mark', token(ANA));
  const service = await call(stack, 'session', stack.serviceKey);
  const anonymous = await call(stack, 'session', stack.anonKey);
  expect(first.body).toMatchObject({ role: 'authenticated', id: ANA, timezone: 'Asia/Tokyo', timeout: '8s' });
  const same = (first.body as { readonly process: number }).process;
  const clean = { process: same, id: null, timezone: 'UTC' };
  expect(service.body).toMatchObject({ ...clean, role: 'service_role', timeout: '8s' });
  expect(anonymous.body).toMatchObject({ ...clean, role: 'anon', timeout: '3s' });
  expect([null, '']).toContain((anonymous.body as { readonly mark: string | null }).mark);
});

test('[REST-15] who goes away has its statement cancelled, and its connection is not used again', async () => {
  await using stack = await open();
  const before = await call(stack, 'session', stack.serviceKey);
  const leaving = new AbortController();
  const sleeping = call(stack, 'sleep', token(ANA), { signal: leaving.signal }).catch((error: unknown) => error);
  await expect.poll(() => running(stack, '"sleep"'), BUSY).toBe(1);
  leaving.abort();
  expect(await sleeping).toMatchObject({ name: 'AbortError' });
  const after = await call(stack, 'session', stack.serviceKey);
  expect(after.status).toBe(200);
  expect(after.body).not.toMatchObject({ process: (before.body as { readonly process: number }).process });
  expect(await running(stack, '"sleep"')).toBe(0);
});

test('[REST-15] who waits too long gets PGRST003 and 504, and the place is free afterwards', async () => {
  await using stack = await open({ ...ONE, rest: { ...ONE.rest, poolWaitMs: 1, poolWaiting: 1 } });
  const leaving = new AbortController();
  const sleeping = call(stack, 'sleep', token(ANA), { signal: leaving.signal }).catch(() => undefined);
  await expect.poll(() => running(stack, '"sleep"'), BUSY).toBe(1);
  expect(await call(stack, 'session', stack.anonKey)).toMatchObject({
    status: 504,
    body: {
      code: 'PGRST003',
      message: 'Timed out acquiring connection from connection pool.',
      details: null,
      hint: null,
    },
  });
  leaving.abort();
  await sleeping;
  await expect.poll(async () => (await call(stack, 'session', stack.anonKey)).status, BUSY).toBe(200);
});

test('[REST-13] a connection that breaks in the middle is thrown away', async () => {
  await using stack = await open();
  const sleeping = call(stack, 'sleep', token(ANA));
  await expect.poll(() => running(stack, '"sleep"'), BUSY).toBe(1);
  await stack.admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and state = 'active' and query like '%"sleep"%' and pid <> pg_backend_pid()`,
  );
  expect(await sleeping).toMatchObject({ status: 503, body: { code: '57P01' } });
  const anonymous = await call(stack, 'session', stack.anonKey);
  expect(anonymous).toMatchObject({ status: 200, body: { role: 'anon', id: null } });
});

test('[REST-16] when the connection that hears of changes breaks, changes are seen again', async () => {
  await using stack = await open();
  await stack.admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'rest schema cache'`,
  );
  await stack.admin.query(`create function public.later() returns integer language sql stable as 'select 5'`);
  await stack.admin.query('grant execute on function public.later() to anon');
  await expect.poll(() => call(stack, 'later', stack.anonKey), BUSY).toMatchObject({ status: 200, body: 5 });
});
