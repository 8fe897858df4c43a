import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openContractServer, type ContractServer } from '../../support/server/contract-server.ts';
import { people, projects, review, scripts } from '../../support/server/people.ts';
import { tokenOf } from '../../support/server/realtime-policies.ts';
import { RealtimeSocket } from '../../support/server/realtime-socket.ts';
import { someUpdate, type PushedUpdate } from '../../support/server/some-update.ts';
import { Random } from '../../support/random.ts';

/** Galley's own channels, by its own policies, with the people of supabase/seed.sql. */
let there: ContractServer;
const opened = new DisposableStack();
beforeAll(async () => {
  there = await openContractServer();
});
afterAll(async () => {
  opened.dispose();
  await there[Symbol.asyncDispose]();
});

const tokens = {
  ada: tokenOf(people.ada.id),
  ines: tokenOf(people.ines.id),
  felix: tokenOf(people.felix.id),
  clara: tokenOf(people.clara.id),
  victor: tokenOf(people.victor.id),
  olga: tokenOf(people.olga.id),
  stranger: tokenOf(randomUUID()),
};
type Who = keyof typeof tokens;
const everybody = ['ada', 'ines', 'felix', 'clara', 'victor', 'olga', 'stranger'] as const satisfies readonly Who[];

/** Of everybody, in that order. */
async function whoHears(topic: string): Promise<readonly Who[]> {
  const heard: Who[] = [];
  for (const who of everybody) {
    if ((await (await connect()).join(topic, { token: tokens[who] })).status === 'ok') heard.push(who);
  }
  return heard;
}

async function connect(): Promise<RealtimeSocket> {
  return opened.use(await RealtimeSocket.open(there.url, there.anonKey));
}

async function epochOf(table: 'scripts' | 'reviews', id: string): Promise<string> {
  const { rows } = await there.database.query<{ epoch: string }>(`select epoch from public.${table} where id = $1`, [
    id,
  ]);
  return rows[0]?.epoch ?? '';
}

async function topicOf(kind: 'script' | 'cursors' | 'notes', id: string = scripts.pilot.id): Promise<string> {
  return `${kind}:${id}:${await epochOf('scripts', id)}`;
}

async function call(name: string, token: string, body: unknown): Promise<number> {
  const { status } = await fetch(`${there.url}/rest/v1/rpc/${name}`, {
    method: 'POST',
    headers: { apikey: there.anonKey, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return status;
}

const random = new Random(7);

/** With an id of its own: on a database that stays, the log would know the seed's. */
function newUpdate(): PushedUpdate {
  return { ...someUpdate(random), id: randomUUID() };
}

async function push(token: string, script: string = scripts.pilot.id): Promise<number> {
  return call('push_updates', token, { script_id: script, updates: [newUpdate()] });
}

/** A freelancer in `harbour` who may be revoked without anybody missing them. */
async function newFreelancer(): Promise<{ readonly id: string; readonly token: string }> {
  const { id } = await there.newPerson();
  await there.database.query(
    "insert into public.profiles (id, name) values ($1, 'Somebody new') on conflict do nothing",
    [id],
  );
  const add = "insert into public.project_members (project_id, person_id, role) values ($1, $2, 'freelancer')";
  await there.database.query(add, [projects.harbour, id]);
  return { id, token: tokenOf(id) };
}

const readers: readonly (readonly ['script' | 'cursors' | 'notes', readonly Who[]])[] = [
  ['script', ['ada', 'ines', 'felix', 'victor']],
  ['cursors', ['ada', 'ines', 'felix', 'victor']],
  ['notes', ['ada', 'ines', 'felix']],
];
test.each(readers)(
  '[REALTIME-20] a channel is heard by those whose role reads what it tells of: %s',
  async (kind, allowed) => {
    const topic = await topicOf(kind);
    expect(await whoHears(topic)).toEqual(allowed);
    expect((await (await connect()).join(topic)).status).toBe('error');
  },
);

test("[REALTIME-20] a review's channel is heard by the team and by those it was sent to", async () => {
  const topic = `review:${review}:${await epochOf('reviews', review)}`;
  expect(await whoHears(topic)).toEqual(['ada', 'ines', 'felix', 'clara', 'victor']);
});

test('[REALTIME-20] nobody but the database speaks where content is, not even an admin', async () => {
  const [topic, cursors] = [await topicOf('script'), await topicOf('cursors')];
  const listener = await connect();
  await listener.join(topic, { token: tokens.felix });
  for (const who of ['ada', 'ines', 'felix', 'victor'] as const) {
    const socket = await connect();
    await socket.join(topic, { token: tokens[who], ack: true });
    const ref = socket.broadcast(topic, 'ring', Buffer.from('forged'));
    await socket.settle(topic);
    expect(socket.received.some((message) => message.ref === ref)).toBe(false);
    expect((await socket.ask(topic, 'presence', { event: 'track', payload: {} })).status).toBe('error');
    const { status } = await fetch(
      `${there.url}/realtime/v1/api/broadcast/${encodeURIComponent(topic)}/events/ring?private=true`,
      {
        method: 'POST',
        headers: { apikey: there.anonKey, authorization: `Bearer ${tokens[who]}`, 'content-type': 'application/json' },
        body: '{}',
      },
    );
    expect(status).toBe(403);
  }
  await listener.settle(topic);
  expect(listener.broadcasts()).toEqual([]);
  const ada = await connect();
  expect((await ada.join(cursors, { token: tokens.ada, ack: true })).status).toBe('ok');
});

test('[REALTIME-20] cursors are sent by those who write, and heard by those who read', async () => {
  const topic = await topicOf('cursors');
  const [felix, victor] = [await connect(), await connect()];
  await felix.join(topic, { token: tokens.felix, ack: true, presence: people.felix.id });
  await victor.join(topic, { token: tokens.victor, ack: true, presence: people.victor.id });
  const denied = victor.broadcast(topic, 'cursor', { row: 1 });
  await victor.settle(topic);
  expect((await felix.reply(felix.broadcast(topic, 'cursor', { row: 2 }))).status).toBe('ok');
  expect((await victor.nextBroadcast()).payload).toEqual({ row: 2 });
  expect((await felix.ask(topic, 'presence', { event: 'track', payload: { name: 'Felix' } })).status).toBe('ok');
  expect((await victor.ask(topic, 'presence', { event: 'track', payload: { name: 'Victor' } })).status).toBe('error');
  await victor.find(({ event, payload }) => event === 'presence_diff' && JSON.stringify(payload).includes('Felix'));
  expect(victor.received.some(({ ref }) => ref === denied)).toBe(false);
  await felix.settle(topic);
  expect(felix.broadcasts()).toEqual([]);
});

test('[REALTIME-20] what was pushed rings once, with its first position; what was refused does not ring', async () => {
  const topic = await topicOf('script');
  const listener = await connect();
  await listener.join(topic, { token: tokens.victor });
  const { rows } = await there.database.query<{ head: string }>('select head from public.scripts where id = $1', [
    scripts.pilot.id,
  ]);
  const first = BigInt(rows[0]?.head ?? 0) + 1n;
  expect(await push(tokens.victor)).toBe(403);
  expect(await call('push_updates', tokens.felix, { script_id: scripts.pilot.id, updates: [{}] })).toBe(400);
  expect(await push(tokens.felix)).toBe(200);
  expect(await push(tokens.ines)).toBe(200);
  const [one, two] = [await listener.nextBroadcast(), await listener.nextBroadcast()];
  expect([one, two].map(({ name, bytes }) => [name, bytes?.readBigUInt64BE(0), bytes?.readUInt32BE(8)])).toEqual([
    ['ring', first, 1],
    ['ring', first + 1n, 1],
  ]);
});

test('[REALTIME-20] who loses the script hears that its channel is over, and nothing more', async () => {
  const { id, token } = await newFreelancer();
  const topic = await topicOf('script');
  const [revoked, member] = [await connect(), await connect()];
  expect((await revoked.join(topic, { token })).status).toBe('ok');
  await member.join(topic, { token: tokens.ines });
  expect(await push(tokens.ines)).toBe(200);
  expect((await revoked.nextBroadcast()).name).toBe('ring');
  expect(await call('revoke_member', tokens.ada, { person_id: id, project_id: projects.harbour })).toBe(200);
  const over = await revoked.nextBroadcast();
  expect([over.name, Object.keys(Object(over.payload))]).toEqual(['epoch', ['id']]);

  // The channel is still open, and silent: what is new goes where the revoked person cannot follow.
  const next = await topicOf('script');
  expect(next).not.toBe(topic);
  expect((await revoked.join(next, { token })).status).toBe('error');
  await member.join(next, { token: tokens.ines });
  expect(await push(tokens.ines)).toBe(200);
  await member.find(({ name, topic: heardOn }) => name === 'ring' && heardOn === `realtime:${next}`);
  await revoked.settle(topic);
  expect(revoked.broadcasts().map(({ name }) => name)).toEqual(['ring', 'epoch']);
  // Nor does the old name open anything, to anybody.
  expect((await (await connect()).join(topic, { token: tokens.ines })).status).toBe('error');
  revoked.push(topic, 'access_token', { access_token: tokenOf(id) });
  await revoked.find(({ event }) => event === 'system');
});

test('[REALTIME-20] a transaction of ours that is rolled back rings nothing', async () => {
  const topic = await topicOf('script');
  const listener = await connect();
  await listener.join(topic, { token: tokens.ines });
  const client = await there.database.connect();
  try {
    await client.query('begin');
    const claims = JSON.stringify({ sub: people.ines.id, role: 'authenticated' });
    await client.query("select set_config('request.jwt.claims', $1, true)", [claims]);
    const updates = JSON.stringify([newUpdate()]);
    await client.query('select public.push_updates($1, $2)', [scripts.pilot.id, updates]);
    await client.query('rollback');
  } finally {
    client.release();
  }
  expect(await push(tokens.ines)).toBe(200);
  await listener.nextBroadcast();
  await listener.settle(topic);
  expect(listener.broadcasts().length).toBe(1);
});

const lookAlikes: readonly (readonly [string, (topic: string, other: string) => string])[] = [
  ['upper case', (topic) => topic.toUpperCase()],
  ['an upper-case id', (topic) => topic.replace(/:([^:]+):/, (id) => id.toUpperCase())],
  ['an upper-case epoch', (topic) => topic.replace(/[0-9a-f]{32}$/, (epoch) => epoch.toUpperCase())],
  ['a space behind', (topic) => `${topic} `],
  ['a line feed behind', (topic) => `${topic}\n`],
  ['a line before', (topic) => `x\n${topic}`],
  ['braces around the id', (topic) => topic.replace(/:([^:]+):/, ':{$1}:')],
  ['no epoch', (topic) => topic.slice(0, -33)],
  ['an empty epoch', (topic) => topic.slice(0, -32)],
  ['another epoch', (topic) => `${topic.slice(0, -32)}${'0'.repeat(32)}`],
  ["another script's epoch", (topic, other) => `${topic.slice(0, -32)}${other.slice(-32)}`],
  ['something behind', (topic) => `${topic}:x`],
  ['another kind', (topic) => topic.replace('script', 'Script')],
  ['full-width digits', (topic) => topic.replace('0', '０')],
];
test.each(lookAlikes)(
  '[REALTIME-20] a name that only looks like a script opens nothing, even to an admin: %s',
  async (_, change) => {
    const [topic, other] = [await topicOf('script'), await topicOf('script', scripts.winter.id)];
    const socket = await connect();
    expect((await socket.join(change(topic, other), { token: tokens.ada })).status).toBe('error');
  },
);
