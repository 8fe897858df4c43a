import { expect, test } from 'vitest';
import { RestError } from './rest-error.ts';
import { WaitingList } from './waiting-list.ts';

const forever = new AbortController().signal;

test('[REST-15] places go to who waits longest, and nobody slips in between', async () => {
  const list = new WaitingList({ places: 1, waiting: 10, waitMs: 60_000 });
  const order: string[] = [];
  const first = await list.take(forever);
  const come = async (name: string): Promise<void> => {
    using _place = await list.take(forever);
    order.push(name);
  };
  const all = ['one', 'two', 'three'].map((name) => come(name));
  expect(list.waiting).toBe(3);
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  await Promise.all(all);
  expect(order).toEqual(['one', 'two', 'three']);
  using _free = await list.take(forever);
  expect(list.waiting).toBe(0);
});

test('[REST-15] a full list refuses at once, and who waits too long is told so', async () => {
  const list = new WaitingList({ places: 1, waiting: 1, waitMs: 1 });
  using _place = await list.take(forever);
  const waiting = list.take(forever);
  const refused = await list.take(forever).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(RestError);
  expect(refused).toMatchObject({ refusal: { status: 504, code: 'PGRST003' } });
  await expect(waiting).rejects.toMatchObject({ refusal: { status: 504, code: 'PGRST003' } });
  expect(list.waiting).toBe(0);
});

test('[REST-15] who goes away leaves the list', async () => {
  const list = new WaitingList({ places: 1, waiting: 5, waitMs: 60_000 });
  const place = await list.take(forever);
  const leaving = new AbortController();
  const left = list.take(leaving.signal);
  const stays = list.take(forever);
  leaving.abort(new Error('gone'));
  await expect(left).rejects.toThrow('gone');
  expect(list.waiting).toBe(1);
  place[Symbol.dispose]();
  using _place = await stays;
  await expect(list.take(leaving.signal)).rejects.toThrow('gone');
});
