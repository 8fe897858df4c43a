import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ScriptId } from '../../../app/ids.ts';
import { EMPTY_CHAIN } from '../../../app/server/chain.ts';
import { limits } from '../../../app/server/limits.ts';
import { logResults } from '../../../app/server/log-calls.ts';
import { decodeRing, RING_EVENT, type Ring } from '../../../app/server/ring.ts';
import { topics } from '../../../app/server/topics.ts';
import { Random } from '../../support/random.ts';
import { people, scripts, SEED_PASSWORD, type SeedPerson } from '../../support/server/people.ts';
import { openStack, type Stack } from '../../support/server/stack.ts';
import { Reader } from './reader.ts';
import { fingerprint } from './tables.ts';
import { typed, wire, type Update } from './updates.ts';

const WRITERS: readonly SeedPerson[] = ['ada', 'ines', 'felix', 'felix'];
const PUSHES = 5;

let stack: Stack;
const clients: SupabaseClient[] = [];
beforeAll(async () => {
  stack = await openStack();
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.realtime.disconnect()));
  await stack[Symbol.asyncDispose]();
});

async function signIn(who: SeedPerson): Promise<SupabaseClient> {
  const client = createClient(stack.url, stack.anonKey, { auth: { persistSession: false, autoRefreshToken: false } });
  clients.push(client);
  const { error } = await client.auth.signInWithPassword({ email: people[who].email, password: SEED_PASSWORD });
  if (error !== null) throw error;
  return client;
}

/** Everything that rings for a script, from when this returns on. */
async function follow(client: SupabaseClient, script: ScriptId, onRing: (ring: Ring) => void): Promise<void> {
  const { scripts: mine } = logResults.my_access.parse((await client.rpc('my_access').throwOnError()).data);
  const epoch = mine.find(({ id }) => id === script)?.epoch;
  if (epoch === undefined) throw new Error('The script cannot be reached.');
  const channel = client.channel(topics.script(script, epoch), { config: { private: true } });
  channel.on('broadcast', { event: RING_EVENT }, ({ payload }: { readonly payload: ArrayBuffer }) => {
    onRing(decodeRing(new Uint8Array(payload)));
  });
  await new Promise<void>((resolve, reject) => {
    channel.subscribe((status, error) => {
      if (status === 'SUBSCRIBED') resolve();
      else reject(error ?? new Error(status));
    });
  });
}

/** Asks until it is answered: the call is harmless to repeat. */
async function push(client: SupabaseClient, script_id: ScriptId, updates: readonly Update[]): Promise<void> {
  for (let status = 0; status !== 200;) {
    const reply = await client.rpc('push_updates', { script_id, updates: wire(updates) });
    // 0: the connection ended without a reply.
    if (reply.status !== 200 && reply.status !== 0) throw new Error(`A push got ${reply.status}.`);
    ({ status } = reply);
  }
}

test('[PULL-9] whoever follows by rings and pulls when one is missing has the whole log, in its order', async () => {
  const script = ScriptId.parse(scripts.pilot.id);
  const viewer = await signIn('victor');
  const reader = new Reader(
    async (args) => logResults.pull_updates.parse((await viewer.rpc('pull_updates', args).throwOnError()).data),
    script,
  );
  await reader.pull();
  const begun = reader.position;
  let heard = 0;
  let next = Promise.resolve();
  const hear = (ring: Ring): void => {
    next = next.then(async () => {
      if (reader.hear(ring)) heard += 1;
      else await reader.pull();
    });
  };
  await follow(viewer, script, hear);
  const topic = 'realtime:script:';
  stack.faults.add({ on: 'outgoing', topic, do: 'drop', skip: 3, times: 2 });
  stack.faults.add({ on: 'outgoing', topic, do: 'duplicate', skip: 8, times: 2 });
  stack.faults.add({ on: 'outgoing', topic, do: 'reorder', skip: 12, times: 1 });
  stack.faults.add({ on: 'http', path: '/rest/v1/rpc/push_updates', do: 'drop', handled: true, skip: 2, times: 3 });

  const random = new Random(9);
  const pushed = await Promise.all(
    WRITERS.map(async (who) => {
      const client = await signIn(who);
      const updates = typed(random, PUSHES * 2);
      for (let n = 0; n < updates.length; n += 2) await push(client, script, updates.slice(n, n + 2));
      return updates;
    }),
  );
  stack.faults.clear();
  await next;
  // What an app does once a minute, for the ring that nothing followed.
  await reader.pull();
  expect(heard).toBeGreaterThan(0);
  const rows = await stack.admin.query<{ id: string }>(
    'select id from public.script_updates where script_id = $1 order by position',
    [script],
  );
  expect(reader.updates.map(({ id }) => id)).toEqual(rows.rows.map(({ id }) => id));
  expect(
    rows.rows
      .map(({ id }) => id)
      .slice(begun)
      .toSorted(),
  ).toEqual(
    pushed
      .flat()
      .map(({ id }) => id)
      .toSorted(),
  );
});

test('[SERVER-1] supabase-js hands a refusal over as its error, with its status', async () => {
  const [felix, olga] = [await signIn('felix'), await signIn('olga')];
  const updates = wire(typed(new Random(1)));
  expect(await felix.rpc('push_updates', { script_id: scripts.spot.id, updates })).toMatchObject({
    status: 409,
    data: null,
    error: { code: 'script-status', details: '{"status": "in_review"}', hint: expect.any(String) as string },
  });
  const cursor = { position: 0, chain: EMPTY_CHAIN, max_bytes: 1 };
  expect(await olga.rpc('pull_updates', { script_id: scripts.pilot.id, ...cursor })).toMatchObject({
    status: 404,
    error: { code: 'not-found' },
  });
  const { rows } = await stack.admin.query('select kind, actor, thing_id from public.security_events order by at');
  expect(rows.at(-1)).toEqual({ kind: 'pull_updates', actor: people.olga.id, thing_id: scripts.pilot.id });
});

test('[PULL-8] called by GET, reading answers and writing cannot be done', async () => {
  const felix = await signIn('felix');
  const pull = { script_id: scripts.pilot.id, position: 0, chain: EMPTY_CHAIN, max_bytes: 1 };
  expect(await felix.rpc('pull_updates', pull, { get: true })).toMatchObject({ status: 200, data: { first: 1 } });
  const seen = { script_id: scripts.pilot.id, device_id: scripts.pilot.id, position: 0 };
  expect(await felix.rpc('seen', seen, { get: true })).toMatchObject({ status: 405, error: { code: '25006' } });
});

test('[PUSH-5] what is too large or holds what no text may hold is refused over HTTP too', async () => {
  const felix = await signIn('felix');
  const before = await fingerprint(stack.admin);
  const large = Buffer.alloc(limits.updateBytes, 1).toString('base64');
  const random = new Random(2);
  const updates = Array.from({ length: 5 }, () => ({ id: random.uuid(), format: 1, bytes: large }));
  expect(await felix.rpc('push_updates', { script_id: scripts.pilot.id, updates })).toMatchObject({
    status: 413,
    error: { code: 'too-large' },
  });
  const nul = [{ id: random.uuid(), format: 1, bytes: 'AA\u0000A' }];
  expect(await felix.rpc('push_updates', { script_id: scripts.pilot.id, updates: nul })).toMatchObject({
    status: 400,
    error: { code: '22P05' },
  });
  expect(await fingerprint(stack.admin)).toEqual(before);
});
