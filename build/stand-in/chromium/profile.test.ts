import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freeProfile } from './profile.ts';

function profileLockedBy(holder: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'galley-profile-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(holder, join(folder, 'SingletonLock'));
  symlinkSync('/nowhere/socket', join(folder, 'SingletonSocket'));
  writeFileSync(join(folder, 'Preferences'), '{}');
  return folder;
}

/** A program that looks like a Chromium on this profile, and does not end by itself. */
async function leftover(folder: string) {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()', '--', `--user-data-dir=${folder}`]);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'spawn');
  return child;
}

test('[HOST-16] a lock of another machine’s, or of a pid that is another program now, is cleared away', async () => {
  for (const holder of ['another-machine-1', `here-${process.pid}`]) {
    const folder = profileLockedBy(holder);
    await freeProfile(folder);
    expect(readdirSync(folder)).toEqual(['Preferences']);
  }
});

test('[HOST-16] a Chromium left behind is waited for, then ended; one on a neighbouring profile is left alone', async () => {
  const folder = profileLockedBy('here-1');
  const [own, neighbour] = [await leftover(folder), await leftover(`${folder}2`)];
  const ended = once(own, 'exit');
  for (const { pid } of [neighbour, own]) {
    rmSync(join(folder, 'SingletonLock'), { force: true });
    symlinkSync(`here-${pid}`, join(folder, 'SingletonLock'));
    await freeProfile(folder, { patienceMs: 40 });
  }
  await ended;
  expect([own.signalCode, neighbour.signalCode]).toEqual(['SIGKILL', null]);
  expect(readdirSync(folder)).toEqual(['Preferences']);
});
