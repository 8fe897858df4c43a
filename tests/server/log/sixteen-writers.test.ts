import { expect, test } from 'vitest';
import type { Ring } from '../../../app/server/ring.ts';
import { Random } from '../../support/random.ts';
import { listen, Reader } from './reader.ts';
import { chainOf, typed, wire, type Update } from './updates.ts';
import { untilWaiting } from './waiting.ts';
import { openWorld, type Person, type World } from './world.ts';

const WRITERS = 16;
const PUSHES = 6;
const HELD_SECONDS = 2;

/** A call that was answered: when it was asked and answered, counted in events of this test, and where it stands. */
interface Answered {
  readonly updates: readonly Update[];
  readonly asked: number;
  readonly answered: number;
  readonly positions: readonly number[];
}

interface Desk {
  readonly world: World;
  readonly script_id: string;
  readonly answers: Answered[];
  readonly count: () => number;
}

async function push({ world, script_id, answers, count }: Desk, by: Person, updates: readonly Update[]): Promise<void> {
  const asked = count();
  const { positions } = await by.call('push_updates', { script_id, updates: wire(updates) });
  answers.push({ updates, asked, answered: count(), positions });
  // A writer who did not hear the answer asks again, until it does: it is the same answer.
  while (world.random.chance(30)) {
    const again = await by.call('push_updates', { script_id, updates: wire(updates) });
    expect(again.positions).toEqual(positions);
  }
}

async function write(desk: Desk, by: Person, seed: number): Promise<void> {
  const random = new Random(seed);
  for (let n = 0; n < PUSHES; n += 1) await push(desk, by, typed(random, 1 + random.below(4), 1 + random.below(200)));
}

/** Pushes in a transaction that stays open until the others wait for it; then ends it. */
async function hold(desk: Desk, by: Person, updates: readonly Update[], others: () => Promise<unknown>): Promise<void> {
  const { world, script_id } = desk;
  for (const end of ['rollback', 'commit'] as const) {
    const asked = desk.count();
    const client = await world.pool.connect();
    await client.query('begin');
    const reply = await by.askWithin(client, 'push_updates', { script_id, updates: wire(updates) });
    expect(reply.status).toBe(200);
    const follower = Reader.as(world.people.viewer, script_id);
    if (end === 'commit') {
      const waiting = others();
      await untilWaiting(world.database.admin, WRITERS - 1, waiting);
      // All the while others read: a reader that trusted anything but commits would step over these positions.
      await client.query('select pg_sleep($1)', [HELD_SECONDS]);
    }
    // Nobody sees what is not committed, however long it takes.
    await follower.pull();
    expect(follower.updates.map(({ id }) => id)).not.toContain(updates[0]?.id);
    await client.query(end);
    client.release();
    if (end === 'rollback') continue;
    const { positions } = await by.call('push_updates', { script_id, updates: wire(updates) });
    desk.answers.push({ updates, asked, answered: desk.count(), positions });
  }
}

test('[PUSH-1] sixteen write at once, one holds and one gives up: no position is skipped or repeated', async () => {
  await using world = await openWorld();
  const script_id = await world.script();
  const { freelancer, admin, internal, viewer } = world.people;
  let events = 0;
  const desk: Desk = { world, script_id, answers: [], count: () => (events += 1) };
  const rings: Ring[] = [];
  const byRings = Reader.as(viewer, script_id);
  await using bell = await listen(world.database, (ring) => {
    rings.push(ring);
    expect(byRings.hear(ring)).toBe(true);
  });

  let writing: Promise<unknown> = Promise.resolve();
  const others = (): Promise<unknown> => {
    writing = Promise.all(
      Array.from({ length: WRITERS - 1 }, (_, n) => write(desk, [freelancer, admin, internal][n % 3] ?? admin, n + 1)),
    );
    return writing;
  };
  const byPosition = Reader.as(viewer, script_id);
  const held = hold(desk, freelancer, typed(new Random(0), 3), others);
  let isDone = false;
  const following = (async () => {
    while (!isDone) await byPosition.pull(1 + world.random.below(2_000));
  })();
  await held;
  await writing;
  isDone = true;
  await following;
  const { rows } = await world.database.admin.query<{ position: number; id: string }>(
    'select position::int, id from public.script_updates where script_id = $1 order by position',
    [script_id],
  );
  while (byPosition.position < rows.length) await byPosition.pull();
  await bell.settled();

  const pushed = desk.answers.flatMap(({ updates, positions }) =>
    updates.map((update, index) => ({ update, position: positions[index] ?? 0 })),
  );
  const log = pushed.toSorted((a, b) => a.position - b.position);
  expect(log.map(({ position }) => position)).toEqual(log.map((_, index) => index + 1));
  expect(rows).toEqual(log.map(({ update, position }) => ({ position, id: update.id })));
  const updates = log.map(({ update: { id, bytes } }) => ({ id, bytes: Uint8Array.from(bytes) }));
  expect(byPosition.updates).toEqual(updates);
  expect(byRings.updates).toEqual(updates);
  expect(byPosition.chain).toBe(chainOf(updates));
  expect(rings).toHaveLength(desk.answers.length);

  // What was answered before another was asked stands before it: positions follow commits.
  for (const earlier of desk.answers) {
    for (const later of desk.answers) {
      if (earlier.answered < later.asked) {
        expect(Math.max(...earlier.positions)).toBeLessThan(Math.min(...later.positions));
      }
    }
  }
});
