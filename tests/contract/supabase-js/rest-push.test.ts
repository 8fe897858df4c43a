import { createHash, randomInt } from 'node:crypto';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Random } from '../../support/random.ts';
import { RestContract } from '../../support/server/rest-contract.ts';
import { someUpdate, type PushedUpdate } from '../../support/server/some-update.ts';

// A hosted project keeps what earlier runs pushed: its ids must be new each time.
const random = new Random(randomInt(2 ** 32));

let rest: RestContract;
let ana: SupabaseClient;
const [organizationId, projectId] = [crypto.randomUUID(), crypto.randomUUID()];

beforeAll(async () => {
  rest = await RestContract.open({
    probe: '{t}_known',
    make: `create function public.{t}_known() returns integer language sql stable as 'select 1';
      grant execute on function public.{t}_known() to anon;`,
  });
  const { url, anonKey } = rest.place;
  const { token } = await rest.person();
  ana = createClient(url, anonKey, { accessToken: () => Promise.resolve(token) });
  await done('create_organization', { organization_id: organizationId, name: 'House', person_name: 'Ana' });
  await done('create_project', { project_id: projectId, organization_id: organizationId, name: 'Film' });
});
afterAll(() => rest[Symbol.asyncDispose]());

async function done(name: string, args: object): Promise<unknown> {
  const { data, error } = await ana.rpc(name, args);
  if (error !== null) throw new Error(`${name}: ${error.message}`);
  return data;
}

async function newScript(): Promise<string> {
  const id = crypto.randomUUID();
  await done('create_script', { script_id: id, project_id: projectId, title: 'Film' });
  return id;
}

const push = (script: string, updates: readonly PushedUpdate[]) =>
  ana.rpc('push_updates', { script_id: script, updates });

test('[REST-18] a push that is sent again, in any pieces and at the same time, is stored once', async () => {
  const script = await newScript();
  const updates = Array.from({ length: 6 }, () => someUpdate(random));
  const first = await push(script, updates.slice(0, 3));
  const again = await Promise.all([
    push(script, updates.slice(0, 3)),
    push(script, updates.slice(1, 4)),
    push(script, updates),
    push(script, updates),
  ]);
  expect(first.data).toMatchObject({ positions: [1, 2, 3], head: 3 });
  for (const { error } of again) expect(error).toBeNull();
  expect(again[0]?.data).toMatchObject({ positions: [1, 2, 3] });
  const end = await push(script, updates);
  expect(end.data.positions.toSorted((one: number, other: number) => one - other)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(end.data.head).toBe(6);
});

test('[REST-18] the chain that a push answers is the one that its updates make', async () => {
  const script = await newScript();
  const updates = Array.from({ length: 4 }, () => someUpdate(random));
  const { data } = await push(script, updates);
  let chain = Buffer.alloc(32);
  for (const { id, bytes } of updates) {
    const sha = createHash('sha256').update(Buffer.from(bytes, 'base64')).digest();
    chain = createHash('sha256')
      .update(Buffer.concat([chain, Buffer.from(id.replaceAll('-', ''), 'hex'), sha]))
      .digest();
  }
  expect(data.chain).toBe(chain.toString('hex'));
});

test('[REST-18] the same id with other bytes is refused with 409, and nothing of the call is stored', async () => {
  const script = await newScript();
  const first = someUpdate(random);
  await push(script, [first]);
  const other = await push(script, [someUpdate(random), { ...first, bytes: someUpdate(random).bytes }]);
  expect(other).toMatchObject({ status: 409, data: null, error: { code: 'other-bytes' } });
  expect((await push(script, [first])).data).toMatchObject({ positions: [1], head: 1 });
});

test('[REST-14] a script that is not mine answers as one that is not there', async () => {
  const script = await newScript();
  const { url, anonKey } = rest.place;
  const { token } = await rest.person();
  const ben = createClient(url, anonKey, { accessToken: () => Promise.resolve(token) });
  const mine = await ben.rpc('push_updates', { script_id: script, updates: [someUpdate(random)] });
  const nowhere = await ben.rpc('push_updates', { script_id: crypto.randomUUID(), updates: [someUpdate(random)] });
  expect(mine).toMatchObject({ status: 404, error: { code: 'not-found' } });
  expect(mine.error).toEqual(nowhere.error);
});
