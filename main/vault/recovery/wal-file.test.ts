import Database from 'better-sqlite3';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TemporaryFolder } from '../../../tests/support/vault.ts';
import { PAGE_BYTES } from '../database.ts';
import { readWal } from './wal-file.ts';

const HEADER = 32;
const FRAME = 24 + PAGE_BYTES;

/** A WAL of `transactions` commits, as SQLite writes it; of a value's size depends how many pages each of them writes. */
function walOf(transactions: number, value: unknown = 1): Buffer {
  using folder = new TemporaryFolder();
  const path = join(folder.path, 'x.db');
  const db = new Database(path);
  for (const pragma of [`page_size = ${PAGE_BYTES}`, 'journal_mode = wal', 'wal_autocheckpoint = 0']) db.pragma(pragma);
  db.exec('CREATE TABLE t (x)');
  for (let index = 1; index < transactions; index += 1) db.prepare('INSERT INTO t VALUES (?)').run(value);
  const bytes = readFileSync(`${path}-wal`);
  db.close();
  return bytes;
}

test('[RECOVER-10] a WAL that SQLite wrote is whole, and every frame of it sound', () => {
  const wal = readWal(walOf(5));
  expect(wal.state).toBe('whole');
  expect(wal.frames.every(({ isSound }) => isSound)).toBe(true);
});

test('[RECOVER-10] a transaction that cannot be read, with a later one behind it, is damage wherever the bit lies', () => {
  const whole = walOf(6);
  const states = Array.from({ length: FRAME }, (_, at) => {
    const damaged = Buffer.from(whole);
    const place = HEADER + 2 * FRAME + at;
    damaged[place] = (damaged[place] ?? 0) ^ 4;
    return readWal(damaged).state;
  });
  expect(new Set(states)).toEqual(new Set(['broken']));
});

test('[RECOVER-10] a last transaction that was never finished is no damage, and its frames are not believed', () => {
  const whole = walOf(6);
  for (const cut of [1, 23, 24, 500, FRAME - 1]) {
    const torn = readWal(whole.subarray(0, whole.length - cut));
    expect(torn.state).toBe('whole');
  }
  const damaged = Buffer.from(whole);
  damaged[whole.length - 1] = (damaged[whole.length - 1] ?? 0) ^ 1;
  const wal = readWal(damaged);
  expect(wal.state).toBe('whole');
  expect(wal.frames.at(-1)?.isSound).toBe(false);
});

test('[RECOVER-10] a frame that a power cut has torn between two generations is not taken for the end of a transaction', () => {
  const whole = walOf(2, Buffer.alloc(60 * PAGE_BYTES));
  // The one frame of its kind so near the beginning: a sector ends eight bytes after it begins.
  const place = HEADER + 41 * FRAME;
  expect((place + 8) % 512).toBe(0);
  const torn = Buffer.from(whole.subarray(0, whole.length - FRAME));
  torn.writeUInt32BE(7, place + 4);
  expect(readWal(torn).state).toBe('whole');
});

test('[RECOVER-10] without its header the frames are still read', () => {
  const damaged = Buffer.from(walOf(4));
  damaged.fill(0, 0, HEADER);
  const wal = readWal(damaged);
  expect(wal.state).toBe('headless');
  expect(wal.frames.every(({ isSound }) => isSound)).toBe(true);
});
