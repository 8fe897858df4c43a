import { expect, test } from 'vitest';
import { Random } from '../../tests/support/random.ts';
import { chunkRows } from './chunk-rows.ts';

const none = () => null;

test('[EDIT-20] rows lie in chunks of the given size and keep their order', () => {
  const rows = Array.from({ length: 40 }, (_, index) => index);
  const chunks = chunkRows(rows, { chunkOf: none, still: null, size: 16 });
  expect(chunks.map((part) => part.rows.length)).toEqual([16, 16, 8]);
  expect(chunks.flatMap((part) => part.rows)).toEqual(rows);
});

test('[EDIT-20] one row more does not move the others to other chunks', () => {
  const homes = new Map(Array.from('abcdef').map((row, index) => [row, index < 3 ? 'one' : 'two']));
  const chunks = chunkRows(Array.from('abxcdef'), { chunkOf: (row) => homes.get(row) ?? null, still: null, size: 4 });
  expect(chunks).toEqual([
    { chunk: 'one', rows: ['a', 'b', 'x', 'c'] },
    { chunk: 'two', rows: ['d', 'e', 'f'] },
  ]);
});

test('[EDIT-21] the live row keeps its chunk wherever it goes; others make room', () => {
  const homes = new Map(Array.from('abcdef').map((row, index) => [row, index < 3 ? 'one' : 'two']));
  const chunks = chunkRows(Array.from('acdefb'), { chunkOf: (row) => homes.get(row) ?? null, still: 'b', size: 4 });
  expect(chunks.find((part) => part.rows.includes('b'))?.chunk).toBe('one');
  expect(chunks.flatMap((part) => part.rows)).toEqual(Array.from('acdefb'));
});

test('[EDIT-21] any history: order is kept, no chunk is used twice, the live row never leaves its chunk', () => {
  const random = new Random(7);
  let rows = Array.from({ length: 30 }, (_, index) => index);
  let homes = new Map<number, number>();
  let chunkCount = 0;
  for (let step = 0; step < 500; step++) {
    const moved = random.oneOf(rows);
    rows = rows.filter((row) => row !== moved);
    if (random.chance(90) || rows.length < 5) rows.splice(random.below(rows.length + 1), 0, moved);
    if (random.chance(20)) rows.splice(random.below(rows.length + 1), 0, 100 + step);
    const still = random.oneOf(rows);
    const before = homes.get(still) ?? null;
    const chunks = chunkRows(rows, { chunkOf: (row) => homes.get(row) ?? null, still, size: 4 });
    expect(chunks.flatMap((part) => part.rows)).toEqual(rows);
    const kept = chunks.flatMap(({ chunk }) => chunk ?? []);
    expect(new Set(kept).size).toBe(kept.length);
    expect(chunks.every((part) => part.rows.length > 0 && part.rows.length <= 8)).toBe(true);
    if (before !== null) expect(chunks.find((part) => part.rows.includes(still))?.chunk).toBe(before);
    homes = new Map();
    for (const { chunk, rows: inside } of chunks) {
      const id = chunk ?? ++chunkCount;
      for (const row of inside) homes.set(row, id);
    }
  }
});
