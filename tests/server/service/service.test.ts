import { expect, test } from 'vitest';
import * as z from 'zod';
import { localSettings } from '../../../supabase/service/local-settings.ts';
import { Service } from '../../../supabase/service/service.ts';
import { localKeys, signToken } from '../../../supabase/local/keys.ts';
import { openServiceWorld } from './service-world.ts';
import { untruths } from './full-replay.ts';
import { anyScript, push } from './writer.ts';

const keys = localKeys();
const SOON = { timeout: 20_000, interval: 20 };
const Detailed = z.object({
  pool: z.object({ active: z.number(), idle: z.number(), waiting: z.number() }),
  breaker: z.string(),
  isHolder: z.boolean(),
  scripts: z.array(z.unknown()),
  refusals: z.record(z.string(), z.number()),
});

const get = (service: Service, path: string, token?: string): Promise<Response> =>
  fetch(`${service.url}${path}`, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });

test('[SERVICE-9] a push wakes the service', async () => {
  await using world = await openServiceWorld(3);
  const lines: string[] = [];
  await using service = await Service.open({
    settings: localSettings({ databaseUrl: world.world.database.url('postgres'), jwtSecret: keys.jwtSecret }),
    writeLog: (line) => lines.push(line),
  });
  const scriptId = await world.world.script();
  await push(world.world.people.admin, scriptId, anyScript(world.world.random), world.world.random);
  await expect.poll(() => untruths(world, scriptId), SOON).toEqual([]);
  await expect.poll(async () => (await get(service, '/health')).status, SOON).toBe(200);
  const detailed = await get(service, '/health/detailed', keys.serviceKey);
  expect(Detailed.parse(await detailed.json())).toMatchObject({ breaker: 'closed', scripts: [], refusals: {} });
  expect(await (await get(service, '/metrics', keys.serviceKey)).text()).toContain('galley_service_updates_read_total');
  expect((await get(service, '/metrics')).status).toBe(401);
  expect((await get(service, '/metrics', signToken({ role: 'authenticated', exp: 4e9 }, keys.jwtSecret))).status).toBe(
    403,
  );
});
