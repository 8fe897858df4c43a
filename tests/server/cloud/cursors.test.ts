import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PersonId, RowId } from '../../../app/ids.ts';
import { PresenceId, type CursorPlace } from '../../../app/ipc/together.ts';
import type { Together } from '../../../main/cloud/cursors.ts';
import type { Me } from '../../../main/cloud/peers.ts';
import { people, type SeedPerson } from '../../support/server/people.ts';
import { BellWorld, pilot, type Listener } from './bell-world.ts';

let world: BellWorld;
beforeAll(async () => {
  world = await BellWorld.open();
});
afterAll(() => world[Symbol.asyncDispose]());

const place: CursorPlace = { rowId: RowId.parse(randomUUID()), cell: 'video', anchor: '[1]', head: '[2]' };

interface Here extends AsyncDisposable {
  readonly me: Me;
  readonly listener: Listener;
  readonly together: Together;
}

async function enter(who: SeedPerson): Promise<Here> {
  await using opened = new AsyncDisposableStack();
  const listener = opened.use(await world.listener(who));
  const { together } = listener.cloud;
  const { id, role } = people[who];
  const me = {
    presenceId: PresenceId.parse(randomUUID()),
    personId: PersonId.parse(id),
    name: who,
    isShown: role !== 'viewer',
  };
  const epoch = (await listener.access()).scripts.find((script) => script.id === pilot)?.epoch;
  if (epoch === undefined) throw new Error('The script cannot be reached.');
  together.enter(pilot, epoch, me);
  const closing = opened.move();
  return { me, listener, together, [Symbol.asyncDispose]: () => closing.disposeAsync() };
}

const seenBy = ({ together, me }: Here) => together.peers(pilot, me.presenceId);

test('[BELL-12] people in one script know of each other, where each is, and when one goes', async () => {
  await using ines = await enter('ines');
  await using felix = await enter('felix');
  await using victor = await enter('victor');
  await expect.poll(() => seenBy(ines).map(({ name }) => name)).toEqual(['felix']);
  await expect.poll(() => seenBy(victor).length).toBe(2);
  felix.together.move(pilot, felix.me.presenceId, place);
  const { presenceId, personId, name } = felix.me;
  await expect.poll(() => seenBy(ines)).toEqual([{ presenceId, personId, name, place }]);
  await expect
    .poll(() => seenBy(victor).toSorted((a, b) => (a.name < b.name ? -1 : 1)))
    .toMatchObject([
      { name: 'felix', place },
      { name: 'ines', place: null },
    ]);
  expect(ines.listener.news.findLast(({ kind }) => kind === 'listeners')).toMatchObject({ scriptId: pilot, count: 2 });
  felix.together.leave(pilot, felix.me.presenceId);
  await expect.poll(() => seenBy(ines)).toEqual([]);
});

test('[BELL-12] after the socket was replaced everybody is here again, and where they were', async () => {
  await using ines = await enter('ines');
  await using felix = await enter('felix');
  await expect.poll(() => seenBy(ines).length).toBe(1);
  felix.together.move(pilot, felix.me.presenceId, place);
  await expect.poll(() => seenBy(ines)).toMatchObject([{ place }]);
  await ines.listener.cloud.woke();
  expect(seenBy(ines)).toEqual([]);
  await expect.poll(() => seenBy(ines), { timeout: 5_000 }).toMatchObject([{ name: 'felix', place }]);
});
