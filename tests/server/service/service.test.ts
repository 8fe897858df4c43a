import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { localKeys, signToken } from '../../../supabase/local/keys.ts';
import { localSettings } from '../../../supabase/service/local-settings.ts';
import { Service } from '../../../supabase/service/service.ts';
import { SessionLink, type Call } from '../../../supabase/service/session-link.ts';
import { untruths } from './full-replay.ts';
import { finish, openServiceWorld, type ServiceWorld } from './service-world.ts';
import { anyScript, push } from './writer.ts';

const keys = localKeys();
const MAIN = join(import.meta.dirname, '../../../supabase/service/main.ts');
const SOON = { timeout: 30_000, interval: 20 };
const Detailed = z.object({
  pool: z.object({ active: z.number(), idle: z.number(), waiting: z.number() }),
  breaker: z.string(),
  isHolder: z.boolean(),
  scripts: z.array(z.looseObject({ script_id: z.string(), head: z.number(), position: z.number() })),
  refusals: z.record(z.string(), z.number()),
});

interface Running extends AsyncDisposable {
  readonly service: Service;
  readonly lines: readonly string[];
  readonly get: (path: string, token?: string) => Promise<Response>;
}

async function openService({ world }: ServiceWorld, stopWithinMs = 10_000): Promise<Running> {
  const lines: string[] = [];
  const settings = localSettings({ databaseUrl: world.database.url('postgres'), jwtSecret: keys.jwtSecret });
  const service = await Service.open({
    settings: { ...settings, stopWithinMs },
    writeLog: (line) => lines.push(line),
  });
  return {
    service,
    lines,
    get: (path, token) =>
      fetch(`${service.url}${path}`, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  };
}

const said = (lines: readonly string[], event: string): number =>
  lines.filter((line) => line.includes(`"event":"${event}"`)).length;

test('[SERVICE-9] a push calls the service at once', async () => {
  await using world = await openServiceWorld(51);
  await finish(world.scripts(), world);
  const calls: Call[] = [];
  const listening = Promise.withResolvers<void>();
  const link = new SessionLink({
    url: world.world.database.url('postgres'),
    log: world.log,
    surroundings: { now: () => new Date(), below: () => 0 },
    onCall: (call) => calls.push(call),
    onListening: () => listening.resolve(),
  });
  const stop = new AbortController();
  const running = link.run(stop.signal);
  await listening.promise;
  const scriptId = await world.world.script();
  for (let time = 0; time < 3; time++) {
    await push(world.world.people.admin, scriptId, [new Uint8Array([0, 0])], world.world.random);
  }
  await expect.poll(() => calls.filter(({ kind }) => kind === 'script'), SOON).toEqual([{ kind: 'script', scriptId }]);
  expect(calls).toContainEqual({ kind: 'audit' });
  stop.abort();
  await running;
});

test('[SERVICE-13] a service reads, seals and answers; its details are for the service key alone', async () => {
  await using world = await openServiceWorld(52);
  await using running = await openService(world);
  const { get, lines } = running;
  const scriptId = await world.world.script();
  await push(world.world.people.admin, scriptId, anyScript(world.world.random), world.world.random);
  await expect.poll(() => untruths(world, scriptId), SOON).toEqual([]);
  await expect.poll(async () => (await get('/health')).status, SOON).toBe(200);
  await expect.poll(() => world.query('select from public.audit_log where ordinal is null'), SOON).toEqual([]);
  await world.query(`insert into public.security_events (kind) values ('not-allowed'), ('not-allowed')`);
  await world.query(
    `update private.script_progress set held_reason = 'too-costly', retry_at = now() + interval '1 hour' where script_id = $1`,
    [scriptId],
  );
  const detailed = Detailed.parse(await (await get('/health/detailed', keys.serviceKey)).json());
  expect(detailed).toMatchObject({ breaker: 'closed', isHolder: true, refusals: { 'not-allowed': 2 } });
  // Scripts of the seed may still be waiting for their turn.
  expect(detailed.scripts.map(({ script_id: id }) => id)).toContain(scriptId);
  const metrics = await (await get('/metrics', keys.serviceKey)).text();
  expect(metrics).toMatch(/^galley_service_updates_read_total [1-9]/m);
  expect(metrics).not.toContain(scriptId);
  const person = signToken({ role: 'authenticated', exp: 4_000_000_000 }, keys.jwtSecret);
  const forged = signToken({ role: 'service_role', exp: 4_000_000_000 }, `${keys.jwtSecret}x`);
  const statuses = [undefined, person, forged, keys.anonKey].map(
    async (token) => (await get('/metrics', token)).status,
  );
  expect(await Promise.all(statuses)).toEqual([401, 403, 401, 403]);
  expect((await fetch(`${running.service.url}/metrics`, { method: 'POST' })).status).toBe(405);
  expect(lines.join('\n')).not.toContain(keys.jwtSecret);
});

test('[SERVICE-13] whoever asks too often waits', async () => {
  await using world = await openServiceWorld(53);
  await using running = await openService(world);
  const asked = await Promise.all(Array.from({ length: 130 }, () => running.get('/metrics')));
  const refused = asked.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await running.get('/health/detailed', signToken(named, keys.jwtSecret))).status).toBe(403);
});
const named = { role: 'authenticated', sub: '6f1f8d0e-5a39-4dd5-8c0e-0a6a35a1d0aa', exp: 4_000_000_000 };

test('[SERVICE-20] asked to stop, a service finishes what it does, and ends in time when that takes too long', async () => {
  await using world = await openServiceWorld(54);
  const { admin } = world.world.database;
  const scriptId = await world.world.script();
  await push(world.world.people.admin, scriptId, anyScript(world.world.random), world.world.random);
  const patient = await openService(world);
  await expect.poll(() => untruths(world, scriptId), SOON).toEqual([]);
  await patient[Symbol.asyncDispose]();
  expect(JSON.parse(patient.lines.at(-1) ?? '')).toMatchObject({ event: 'service.stopped', isForced: false });

  const holding = await admin.connect();
  await holding.query('begin');
  await holding.query('select from public.scripts where id = $1 for update', [scriptId]);
  // Somebody has the script in a transaction; the service has read on, wants to write its rows, and waits for the status.
  await world.query('delete from public.script_rows where script_id = $1', [scriptId]);
  await world.query(
    `update private.script_progress set position = 0, chain = decode(repeat('00', 32), 'hex') where script_id = $1`,
    [scriptId],
  );
  const hurried = await openService(world, 300);
  await expect
    .poll(
      () => world.query(`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`),
      SOON,
    )
    .not.toEqual([]);
  await hurried[Symbol.asyncDispose]();
  expect(JSON.parse(hurried.lines.at(-1) ?? '')).toMatchObject({ event: 'service.stopped', isForced: true });
  await holding.query('rollback');
  holding.release();
  expect(
    await world.query('select position::int from private.script_progress where script_id = $1', [scriptId]),
  ).toEqual([{ position: 0 }]);
  await finish(world.scripts(), world);
  expect(await untruths(world, scriptId)).toEqual([]);
});

test('[SERVICE-20] as a process the service ends on SIGTERM, and says what is wrong with its settings', async () => {
  await using world = await openServiceWorld(57);
  const environment = {
    GALLEY_SERVICE_PORT: '0',
    GALLEY_DATABASE_URL: world.world.database.url('postgres'),
    SUPABASE_JWT_SECRET: keys.jwtSecret,
  };
  const child = spawn(process.execPath, [MAIN], { env: environment, stdio: ['ignore', 'pipe', 'ignore'] });
  const exit = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  await expect.poll(() => said(lines, 'lock.taken'), SOON).toBe(1);
  child.kill('SIGTERM');
  expect(await exit).toEqual({ code: 0, signal: null });
  expect(said(lines, 'service.stopped')).toBe(1);
  const wrong = spawnSync(process.execPath, [MAIN], { env: { ...environment, SUPABASE_JWT_SECRET: 'short' } });
  expect({ status: wrong.status, says: wrong.stderr.toString().includes('SUPABASE_JWT_SECRET') }).toEqual({
    status: 2,
    says: true,
  });
});

test('[SERVICE-7] of two services one seals and mails; when it ends the other takes over', async () => {
  await using world = await openServiceWorld(55);
  const first = await openService(world);
  await expect.poll(() => said(first.lines, 'lock.taken'), SOON).toBe(1);
  await using second = await openService(world);
  await expect.poll(async () => (await second.get('/health')).status, SOON).toBe(200);
  expect(said(second.lines, 'lock.taken')).toBe(0);
  await first[Symbol.asyncDispose]();
  await expect.poll(() => said(second.lines, 'lock.taken'), SOON).toBe(1);
});

test('[SERVICE-21] with the service’s rights nobody can change a log, a member, a version or a sealed entry', async () => {
  await using world = await openServiceWorld(56);
  await push(world.world.people.admin, await world.world.script(), [new Uint8Array([0, 0])], world.world.random);
  const forbidden = [
    `update public.script_updates set format = 1`,
    `delete from public.script_updates`,
    `insert into public.organization_members (organization_id, person_id, role) select organization_id, person_id, 'admin'
       from public.project_members as m join public.projects as p on p.id = m.project_id`,
    `update public.scripts set title = 'x'`,
    `update public.audit_log set verb = 'x'`,
    `delete from public.audit_log`,
    `update public.invitations set code_hash = sha256('x')`,
    `update private.organization_signing_keys set sealed = sealed`,
    `create table public.mine (id int)`,
    `select from auth.users`,
  ];
  for (const statement of forbidden) {
    await expect(
      world.database.transact((transaction) => transaction.execute(statement), world.signal),
      statement,
    ).rejects.toMatchObject({ code: '42501' });
  }
});
