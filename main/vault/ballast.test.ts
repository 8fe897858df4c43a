import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Failure } from '../../app/failure.ts';
import type { DiskRoom } from '../../app/disk-room.ts';
import { TemporaryFolder } from '../../tests/support/vault.ts';
import { BallastChore, commitWithBallast, openWithBallast, releaseBallast } from './ballast.ts';
import type { Outcome } from './protocol.ts';

const MIB = 1024 * 1024;
const DONE: Outcome = { ok: true, value: undefined };
const FULL: Outcome = { ok: false, code: 'disk-full', message: 'No room.', cause: undefined };
const CONFLICT: Outcome = { ok: false, code: 'conflict', message: 'Two of one name.', cause: undefined };
const signal = new AbortController().signal;

/** A chore on a disk of any size and fullness. */
function chore(folder: string, freeBytes: number, totalBytes = 500_000 * MIB) {
  const told: DiskRoom[] = [];
  const measure = () => Promise.resolve({ totalBytes, freeBytes });
  return { told, ballast: new BallastChore({ folder, tell: (room) => told.push(room), measure }) };
}

test('[FULL-1] where there is comfortably room, 16 MB of it are held back: really on the disk, and not compressible', async () => {
  using folder = new TemporaryFolder();
  const { ballast, told } = chore(folder.path, 10_000 * MIB);
  await ballast.run({ signal });
  await ballast.run({ signal });
  const { size, blocks } = statSync(join(folder.path, 'ballast'));
  expect(size).toBe(16 * MIB);
  expect(blocks * 512).toBeGreaterThanOrEqual(size);
  expect(told).toEqual(['enough', 'enough']);
});

test('[FULL-1] a nearly full disk keeps its room, and the person is told', async () => {
  using folder = new TemporaryFolder();
  const { ballast, told } = chore(folder.path, 63 * MIB);
  await ballast.run({ signal });
  expect(existsSync(join(folder.path, 'ballast'))).toBe(false);
  expect(told).toEqual(['nearly-full']);
});

test('[FULL-1] a small volume holds back a small share of itself', async () => {
  using folder = new TemporaryFolder();
  const { ballast } = chore(folder.path, 20 * MIB, 24 * MIB);
  await ballast.run({ signal });
  expect(statSync(join(folder.path, 'ballast')).size).toBe(3 * MIB);
});

test('[FULL-1] a ballast that is half laid when Galley closes leaves nothing behind', async () => {
  using folder = new TemporaryFolder();
  const { ballast, told } = chore(folder.path, 10_000 * MIB);
  await ballast.run({ signal: AbortSignal.abort() });
  expect(['ballast', 'ballast.part'].filter((name) => existsSync(join(folder.path, name)))).toEqual([]);
  expect(told).toEqual([]);
});

test('[FULL-2] what found no room is committed again at once on what was held back, alone and once', () => {
  const groups: string[][] = [];
  const answers = [
    [DONE, FULL, CONFLICT, FULL],
    [DONE, DONE],
  ];
  const commit = (changes: readonly string[]): readonly Outcome[] => {
    groups.push([...changes]);
    return answers.shift() ?? [];
  };
  expect(commitWithBallast(['a', 'b', 'c', 'd'], { commit, release: () => true })).toEqual([
    DONE,
    DONE,
    CONFLICT,
    DONE,
  ]);
  expect(groups).toEqual([
    ['a', 'b', 'c', 'd'],
    ['b', 'd'],
  ]);
});

test('[FULL-2] when nothing is held back any more, the disk is said to be full', () => {
  let commits = 0;
  const commit = (): readonly Outcome[] => ((commits += 1), [FULL]);
  expect(commitWithBallast(['a'], { commit, release: () => false })).toEqual([FULL]);
  expect(commits).toBe(1);
});

test('[FULL-2] the program still starts on a full disk, on what was held back', () => {
  using folder = new TemporaryFolder();
  const open = () => {
    if (existsSync(join(folder.path, 'ballast'))) throw new Failure('disk-full', 'No room.');
    return 'open';
  };
  writeFileSync(join(folder.path, 'ballast'), 'held back');
  expect(openWithBallast(folder.path, open)).toBe('open');
  expect(releaseBallast(folder.path)).toBe(false);
});
