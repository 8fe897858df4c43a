import { expect, test } from 'vitest';
import { Random } from '../../tests/support/random.ts';
import { byOrder, Orders, readPlace } from './place.ts';

const ordersOf = (seed: number): Orders => {
  const random = new Random(seed);
  return new Orders(() => random.uuid());
};

const sorted = (orders: readonly string[]): readonly string[] =>
  orders
    .map((order) => ({ id: '', place: { order } }))
    .toSorted(byOrder)
    .map(({ place }) => place.order);

test('[SCRIPT-3] what is put between two neighbours stands between them, wherever and however often', () => {
  const random = new Random(3);
  const sources = [ordersOf(1), ordersOf(2), ordersOf(3)];
  const orders: string[] = [];
  for (let i = 0; i < 2000; i++) {
    const at = random.below(orders.length + 1);
    const made = random.oneOf(sources).after(orders[at - 1], orders.slice(at), 1 + random.below(3));
    orders.splice(at, 0, ...made);
  }
  expect(orders).toEqual(sorted(orders));
  expect(new Set(orders).size).toBe(orders.length);
});

test('[MERGE-3] a run made upwards beside one’s own row stays whole', () => {
  const [ana, ben] = [ordersOf(1), ordersOf(2)];
  const [own = ''] = ana.after(undefined, [], 1);
  const theirs = ben.after(own, [], 3);
  const mine: string[] = [];
  for (let i = 0; i < 3; i++) mine.unshift(...ana.after(own, mine, 1));
  const order = sorted([...mine, ...theirs]);
  expect([
    [...mine, ...theirs],
    [...theirs, ...mine],
  ]).toContainEqual(order);
});

test('[SCRIPT-3] rows that a peer placed without an order stand first, and others find room beside them', () => {
  const orders = ordersOf(1);
  const places = [undefined, null, 7, 'x', {}, { order: 5 }, { order: '' }, { order: '~~' }, { order: 'hello' }];
  expect(places.map(readPlace)).toEqual(places.map(() => ({ order: '' })));
  expect(readPlace({ scene: 's', order: {} })).toEqual({ scene: 's', order: '' });
  expect(readPlace({ scene: 9, order: 'x.B', later: true })).toEqual({ order: 'x.B' });
  const [made = ''] = orders.after('', ['', '', 'x.B'], 1);
  expect(sorted(['x.B', made, ''])).toEqual(['', made, 'x.B']);
});

test('[SCRIPT-3] equal orders are told apart by id, and what goes between them goes past them', () => {
  const tied = ['b', 'a'].map((id) => ({ id, place: { order: 'x.B' } }));
  expect(tied.toSorted(byOrder).map(({ id }) => id)).toEqual(['a', 'b']);
  const [made = ''] = ordersOf(1).after('x.B', ['x.B', 'x.D'], 1);
  expect(sorted(['x.D', made, 'x.B'])).toEqual(['x.B', made, 'x.D']);
});

test('[SCRIPT-3] positions forged under a window’s own name do not stop it', () => {
  const random = new Random(5);
  const orders = ordersOf(1);
  const [first = ''] = orders.after(undefined, [], 1);
  const forged = `${first.slice(0, -1)}zzZ`;
  for (let i = 0; i < 200; i++) {
    const right = random.chance(50) ? [] : [`${forged}${random.oneOf(['B', '0B', ',x.D', 'zB'])}`];
    const [made = ''] = orders.after(forged, right, 1);
    expect(sorted([...right, made, forged])).toEqual([forged, made, ...right]);
  }
});

test('[MERGE-3] runs of many windows at one place stay whole, made upwards, downwards or at once', () => {
  const random = new Random(4);
  const windows = Array.from({ length: 4 }, (_, i) => ordersOf(100 + i));
  let orders: readonly string[] = [];
  for (let round = 0; round < 400; round++) {
    // Now and then a window is closed and another one opened.
    if (random.chance(30)) windows[random.below(4)] = ordersOf(200 + round);
    const at = random.below(orders.length + 1);
    const shared = orders;
    const runs = windows.map((window) => {
      const [left, behind] = [shared[at - 1], shared.slice(at)];
      const run: string[] = [];
      const upwards = random.chance(50);
      for (let i = 0; i < 4; i++) {
        if (upwards) run.unshift(...window.after(left, [...run, ...behind], 1));
        else run.push(...window.after(run.at(-1) ?? left, behind, 1));
      }
      return run;
    });
    orders = sorted([...shared, ...runs.flat()]);
    expect(new Set(orders).size).toBe(shared.length + runs.length * 4);
    for (const run of runs) {
      const start = orders.indexOf(run[0] ?? '');
      expect(orders.slice(start, start + 4)).toEqual(run);
    }
    orders = orders.filter(() => random.chance(80));
  }
});

test('[SCRIPT-3] rows written one below the other cost a few characters each', () => {
  const orders = ordersOf(1).after(undefined, [], 2000);
  expect(Math.max(...orders.map(({ length }) => length))).toBeLessThanOrEqual(12);
});

test.each([
  ['at the end', []],
  ['before a row that stays', ['zzzzzzz.B']],
])('[SCRIPT-3] rows that hundreds of windows add %s stay short', (_, behind) => {
  const orders: string[] = [];
  for (let window = 1; window <= 300; window++) orders.push(...ordersOf(window).after(orders.at(-1), behind, 5));
  expect(orders).toEqual(sorted(orders));
  expect(Math.max(...orders.map(({ length }) => length))).toBeLessThan(200);
});
