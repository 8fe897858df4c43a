import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromBase64, toBase64 } from '../../../app/server/base64.ts';
import { EMPTY_CHAIN, type Chain, type Cursor } from '../../../app/server/chain.ts';
import { decodeFrames, FRAME_HEADER_BYTES } from '../../../app/server/frames.ts';
import { limits } from '../../../app/server/limits.ts';
import type { Pulled } from '../../../app/server/log-calls.ts';
import { sha256 } from '../../support/sha256.ts';
import { chainOf, rawSha256, typed, wire, type Update } from './updates.ts';
import { openWorld, type Person, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const START: Cursor = { position: 0, chain: EMPTY_CHAIN };
type Page = Extract<Pulled, { kind: 'updates' }>;

const pull = (by: Person, script_id: string, from: Cursor, max_bytes: number = limits.pullBytes): Promise<Pulled> =>
  by.call('pull_updates', { script_id, position: from.position, chain: from.chain, max_bytes });

async function page(by: Person, script_id: string, from: Cursor, max_bytes?: number): Promise<Page> {
  const pulled = await pull(by, script_id, from, max_bytes);
  if (pulled.kind !== 'updates') throw new Error(`Pulled ${pulled.kind}.`);
  return pulled;
}

const contents = ({ frames, people }: Page): readonly Update[] =>
  decodeFrames(fromBase64(frames), people.length).map(({ id, bytes }) => ({ id, bytes: Uint8Array.from(bytes) }));

async function pushed(script_id: string, count: number): Promise<readonly Update[]> {
  const updates = typed(world.random, count);
  for (let from = 0; from < count; from += limits.pushUpdates) {
    const some = wire(updates.slice(from, from + limits.pushUpdates));
    await world.people.freelancer.call('push_updates', { script_id, updates: some });
  }
  return updates.map(({ id, bytes }) => ({ id, bytes: Uint8Array.from(bytes) }));
}

test('[PULL-1] what was pushed is pulled byte for byte, with who pushed it and who wrote it first', async () => {
  const script_id = await world.script();
  const { admin, freelancer, viewer } = world.people;
  const updates = typed(world.random, 2);
  const [a, b] = wire(updates);
  await admin.call('push_updates', { script_id, updates: [a, { ...b, author: freelancer.id }] });
  const { frames, people, ...rest } = await page(viewer, script_id, START);
  const at = people.findIndex(({ id }) => id === admin.id);
  expect(people[at]).toEqual({ id: admin.id, name: 'Ada' });
  expect(people[1 - at]).toEqual({ id: freelancer.id, name: 'Felix' });
  expect(decodeFrames(fromBase64(frames), people.length)).toEqual(
    updates.map(({ id, bytes }, index) => ({
      id,
      format: 1,
      bytes: Uint8Array.from(bytes),
      pushedBy: at,
      author: index === 0 ? undefined : 1 - at,
    })),
  );
  const { rows } = await world.database.admin.query('select epoch from public.scripts where id = $1', [script_id]);
  expect(rest).toEqual({
    kind: 'updates',
    first: 1,
    count: 2,
    chain: chainOf(updates),
    head: 2,
    has_more: false,
    ...rows[0],
  });
  expect(frames).not.toContain('\n');
});

test('[PULL-2] pages follow each other without gap or repeat, each within its bytes', async () => {
  const script_id = await world.script();
  const updates = await pushed(script_id, 40);
  const sizes = updates.map(({ bytes }) => FRAME_HEADER_BYTES + bytes.length);
  for (const maxBytes of [1, 100, 173, 500, 1_000, limits.pullBytes + 1]) {
    const seen: Update[] = [];
    let cursor = START;
    for (let more = true; more;) {
      const got = await page(world.people.viewer, script_id, cursor, maxBytes);
      const bytes = sizes.slice(cursor.position, cursor.position + got.count).reduce((sum, size) => sum + size, 0);
      expect(got.first).toBe(cursor.position + 1);
      expect(bytes <= maxBytes || got.count === 1).toBe(true);
      const next = sizes[cursor.position + got.count];
      expect(next === undefined || bytes + next > maxBytes).toBe(true);
      seen.push(...contents(got));
      cursor = { position: cursor.position + got.count, chain: got.chain };
      more = got.has_more;
      expect(more).toBe(cursor.position < updates.length);
    }
    expect(seen).toEqual(updates);
    expect(cursor).toEqual({ position: updates.length, chain: chainOf(updates) });
  }
});

test('[PULL-2] a page of more than the cap is cut to it, and whoever has everything gets an empty one', async () => {
  const script_id = await world.script();
  const updates = typed(world.random, 5, limits.updateBytes - 100);
  for (const update of updates) {
    await world.people.freelancer.call('push_updates', { script_id, updates: wire([update]) });
  }
  const got = await page(world.people.viewer, script_id, START, 2_000_000_000);
  expect(got).toMatchObject({ count: 4, has_more: true, head: 5 });
  expect(chainOf(contents(got))).toBe(got.chain);
  const end = { position: 5, chain: chainOf(updates) };
  expect(await page(world.people.viewer, script_id, end)).toMatchObject({
    first: 6,
    count: 0,
    frames: '',
    people: [],
    has_more: false,
    chain: end.chain,
  });
});

test('[PULL-2] more people than a byte can number are told in several pages', async () => {
  const script_id = await world.script();
  const updates = typed(world.random, 300);
  const claimed = wire(updates).map((update) => ({ ...update, author: world.random.uuid() }));
  for (const some of [claimed.slice(0, 100), claimed.slice(100, 200), claimed.slice(200)]) {
    await world.people.freelancer.call('push_updates', { script_id, updates: some });
  }
  const seen: Update[] = [];
  for (let cursor = START; cursor.position < 300;) {
    const got = await page(world.people.viewer, script_id, cursor);
    seen.push(...contents(got));
    cursor = { position: cursor.position + got.count, chain: got.chain };
    expect(got.has_more).toBe(cursor.position < 300);
  }
  expect(chainOf(seen)).toBe(chainOf(updates));
});

test('[PULL-3] a cursor of another history is told so, whatever has been pushed since', async () => {
  const script_id = await world.script();
  const updates = await pushed(script_id, 3);
  const chain = chainOf(updates);
  const other = sha256(new Uint8Array()) as Chain;
  for (const from of [
    { position: 0, chain: other },
    { position: 2, chain: other },
    { position: 2, chain },
    { position: 3, chain: EMPTY_CHAIN },
    { position: 4, chain },
    { position: Number.MAX_SAFE_INTEGER, chain },
  ]) {
    expect(await pull(world.people.viewer, script_id, from)).toMatchObject({ kind: 'diverged', head: 3, chain });
  }
  expect(
    await pull(world.people.viewer, script_id, { position: 2, chain: chainOf(updates.slice(0, 2)) }),
  ).toMatchObject({ kind: 'updates', count: 1, chain });
});

test('[PULL-4] somebody far behind gets the newest snapshot of this history, others the updates', async () => {
  const script_id = await world.script();
  const far = limits.snapshotInsteadOfUpdates;
  const updates = await pushed(script_id, far + 20);
  const chainAt = (position: number): Chain => chainOf(updates.slice(0, position));
  const snapshot = async (position: number, chain: Chain): Promise<Uint8Array> => {
    const bytes = Buffer.from(`state at ${position}`);
    await world.database.admin.query(
      `insert into public.script_snapshots (script_id, position, chain, bytes, sha256)
       values ($1, $2, decode($3, 'hex'), $4, $5)`,
      [script_id, position, chain, bytes, rawSha256(bytes)],
    );
    return bytes;
  };
  expect(await pull(world.people.viewer, script_id, START)).toMatchObject({ kind: 'updates' });
  await snapshot(far, chainAt(far));
  expect(await pull(world.people.viewer, script_id, START), 'no further than the updates').toMatchObject({
    kind: 'updates',
  });
  const bytes = await snapshot(far + 10, chainAt(far + 10));
  await snapshot(far + 20, chainAt(1));
  const expected = {
    kind: 'snapshot',
    position: far + 10,
    chain: chainAt(far + 10),
    bytes: toBase64(bytes),
    sha256: sha256(bytes),
    head: far + 20,
  };
  expect(await pull(world.people.viewer, script_id, START)).toMatchObject(expected);
  const nine = { position: 9, chain: chainAt(9) };
  expect(await pull(world.people.viewer, script_id, nine, 1)).toMatchObject(expected);
  const ten = { position: 10, chain: chainAt(10) };
  expect(await pull(world.people.viewer, script_id, ten)).toMatchObject({ kind: 'updates', first: 11 });
});

test('[PULL-5] a claimed author is named only when they are or were one of us', async () => {
  const script_id = await world.script();
  const { freelancer, viewer, admin, client } = world.people;
  const gone = await world.signUp('Gone');
  await world.database.admin.query(
    `insert into public.project_members (project_id, person_id, role, revoked_at) values ($1, $2, 'viewer', now())`,
    [world.project, gone.id],
  );
  const nobody = world.random.uuid();
  const authors = [world.stranger.id, nobody, gone.id, admin.id, client.id];
  const updates = wire(typed(world.random, authors.length)).map((update, index) => ({
    ...update,
    author: authors[index],
  }));
  await freelancer.call('push_updates', { script_id, updates });
  const { people } = await page(viewer, script_id, START);
  expect(Object.fromEntries(people.map(({ id, name }) => [id, name]))).toEqual({
    [freelancer.id ?? '']: 'Felix',
    [world.stranger.id ?? '']: null,
    [nobody]: null,
    [gone.id ?? '']: 'Gone',
    [admin.id ?? '']: 'Ada',
    [client.id ?? '']: 'Clara',
  });
});

test('[PULL-6] a log says which of these ids it does not hold', async () => {
  const script_id = await world.script();
  const elsewhere = await world.script();
  const updates = await pushed(script_id, 3);
  const [other] = await pushed(elsewhere, 1);
  const unknown = [world.random.uuid(), world.random.uuid()];
  const ids = [unknown[1], ...updates.map(({ id }) => id), other?.id, unknown[0]];
  expect(await world.people.viewer.call('missing_updates', { script_id, ids })).toEqual({
    missing: [unknown[1], other?.id, unknown[0]],
  });
  expect(await world.people.viewer.call('missing_updates', { script_id, ids: [] })).toEqual({ missing: [] });
});

test('[PULL-7] what somebody has seen is told by device, and never goes back or beyond the log', async () => {
  const script_id = await world.script();
  await pushed(script_id, 5);
  const { freelancer } = world.people;
  const [laptop, desk] = [world.random.uuid(), world.random.uuid()];
  const seen = (device_id: string | undefined, position: number): Promise<unknown> =>
    freelancer.ask('seen', { script_id, device_id, position }).then(({ body }) => body);
  expect(await seen(laptop, 3)).toEqual({ position: 3 });
  expect(await seen(laptop, 5)).toEqual({ position: 5 });
  expect(await seen(laptop, 2)).toEqual({ position: 5 });
  expect(await seen(desk, 0)).toEqual({ position: 0 });
  expect(await seen(laptop, 6)).toMatchObject({ code: 'bad-request' });
  const { rows } = await world.database.admin.query(
    'select person_id, device_id, position::int from public.script_seen where script_id = $1 order by position',
    [script_id],
  );
  expect(rows).toEqual([
    { person_id: freelancer.id, device_id: desk, position: 0 },
    { person_id: freelancer.id, device_id: laptop, position: 5 },
  ]);
});
