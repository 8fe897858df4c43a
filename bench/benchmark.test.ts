import { expect, test } from 'vitest';
import { interleave, lineOf, percentile } from './benchmark.ts';
import { describeLines, withRecorded } from './record.ts';

test('[BENCH-1] a line shows the part furthest from its goal and passes only when all do', () => {
  const near = { name: 'p50', ratio: 1.9, goal: { atMost: 2 } };
  const far = { name: 'rate', ratio: 50, goal: { atLeast: 100 } };
  expect(lineOf('B1', { parts: [near, far], detail: { rows: 3 } })).toEqual({
    id: 'B1',
    ratio: 50,
    goal: 'rate ≥ 100',
    pass: false,
    parts: [
      { name: 'p50', ratio: 1.9, goal: '≤ 2', pass: true },
      { name: 'rate', ratio: 50, goal: '≥ 100', pass: false },
    ],
    detail: { rows: 3 },
  });
  expect(lineOf('B1', { parts: [near], detail: {} }).pass).toBe(true);
});

test('[BENCH-2] a percentile is a value that was measured', () => {
  const values = [5, 1, 4, 2, 3];
  expect([0.5, 0.99, 1, 0].map((share) => percentile(values, share))).toEqual([3, 5, 5, 1]);
  expect(() => percentile([], 0.5)).toThrow(RangeError);
});

test('[BENCH-3] contenders take turns, and every other round goes the other way', async () => {
  const order: string[] = [];
  const times = await interleave(
    { one: () => order.push('one'), two: () => order.push('two') },
    { rounds: 2, warmUps: 0 },
  );
  expect(order).toEqual(['one', 'two', 'two', 'one']);
  expect(times.one).toHaveLength(2);
});

test('[BENCH-4] the record shows every part with its goal, and the lines it comes from', () => {
  const line = lineOf('B1', {
    parts: [
      { name: 'p50', ratio: 1.9, goal: { atMost: 2 } },
      { name: 'rate', ratio: 50, goal: { atLeast: 100 } },
    ],
    detail: { rows: 3 },
  });
  expect(describeLines([line]).split('\n')).toEqual([
    '| # | what | ratio | goal | met |',
    '|---|---|---|---|---|',
    '| B1 | p50 | 1.9 | ≤ 2 | yes |',
    '| B1 | rate | 50 | ≥ 100 | **no** |',
    '',
    '```json',
    JSON.stringify(line),
    '```',
    '',
  ]);
});

test('[BENCH-4] measuring some benchmarks anew leaves the others on record', () => {
  const lineFor = (id: string, ratio: number) =>
    lineOf(id, { parts: [{ name: 'p50', ratio, goal: { atMost: 2 } }], detail: {} });
  const recorded = `<!-- recorded by npm run bench -- --record -->\n${describeLines([lineFor('B1', 1), lineFor('B14', 1)])}<!-- end -->`;
  const lines = withRecorded(recorded, [lineFor('B1', 2), lineFor('B2', 2)]);
  expect(lines.map(({ id, ratio }) => [id, ratio])).toEqual([
    ['B1', 2],
    ['B2', 2],
    ['B14', 1],
  ]);
});
