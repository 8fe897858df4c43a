import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { withLock } from './lock.mjs';

function lockPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'galley-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'work.lock');
}

test('[HOUSE-10] who waits for a lock starts when the other has ended', async () => {
  const path = lockPath();
  const order: string[] = [];
  const held = Promise.withResolvers<void>();
  const waiting = Promise.withResolvers<void>();
  const first = withLock(path, async () => {
    order.push('first begins');
    await held.promise;
    order.push('first ends');
  });
  const second = withLock(path, () => order.push('second'), { onWait: () => waiting.resolve() });
  await waiting.promise;
  held.resolve();
  await Promise.all([first, second]);
  expect(order).toEqual(['first begins', 'first ends', 'second']);
});

test('[HOUSE-10] a lock whose holder died is taken over, and nothing is left behind', async () => {
  const path = lockPath();
  const dead = spawnSync(process.execPath, ['--version']).pid;
  writeFileSync(path, String(dead));
  expect(await withLock(path, () => 'done')).toBe('done');
  expect(readdirSync(join(path, '..'))).toEqual([]);
});

test('[HOUSE-10] a lock of long ago is taken over, whoever has its number now', async () => {
  const path = lockPath();
  writeFileSync(path, String(process.pid));
  utimesSync(path, 0, 0);
  expect(await withLock(path, () => 'done')).toBe('done');
});

test('[HOUSE-10] work that fails gives the lock back', async () => {
  const path = lockPath();
  await expect(withLock(path, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await withLock(path, () => 'done')).toBe('done');
});
