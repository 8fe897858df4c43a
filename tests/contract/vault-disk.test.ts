import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DiskRoom } from '../../app/disk-room.ts';
import { Failure } from '../../app/failure.ts';
import type { NewUpdate } from '../../main/vault/protocol.ts';
import { needMounts, SmallDisk } from '../support/small-disk.ts';
import { openTestVault, TemporaryFolder, type TestVault } from '../support/vault.ts';

async function written(disk: { readonly path: string }) {
  const folder = join(disk.path, 'accounts', 'local');
  const test = await openTestVault({ folder });
  const scriptId = test.scriptId();
  await test.vault.create({ scriptId, title: 'Harbour', updates: [] });
  const rooms: DiskRoom[] = [];
  test.vault.onRoomChanged((room) => rooms.push(room));
  const saved: string[] = [];
  let waiting: NewUpdate | null = null;
  /** Sends an edit, the same one until it is saved, and answers what came of it. */
  const type = async (bytes = 300): Promise<string> => {
    waiting ??= test.update(Uint8Array.from({ length: bytes }, () => test.random.below(256)));
    try {
      await test.vault.append({ scriptId, ...waiting });
      saved.push(Buffer.from(waiting.bytes).toString('hex'));
      waiting = null;
      return 'saved';
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return error.code;
    }
  };
  const stored = async (vault: TestVault['vault']) =>
    (await vault.openScript(scriptId)).updates.map((bytes) => Buffer.from(bytes).toString('hex'));
  return { test, folder, scriptId, rooms, saved, type, stored };
}

test('[FULL-2] on a full disk typing goes on durably on the ballast, then is refused, and goes on when there is room', async (context) => {
  needMounts(context);
  using disk = new SmallDisk(24);
  const { test: open, folder, rooms, saved, type, stored } = await written(disk);
  await using _ = open;
  await open.vault.doChores();
  expect(statSync(join(folder, 'ballast')).size).toBeGreaterThan(1_000_000);
  disk.fill();
  for (let edit = 0; edit < 400; edit += 1) expect(await type()).toBe('saved');
  expect(rooms).toEqual(['nearly-full']);
  expect(existsSync(join(folder, 'ballast'))).toBe(false);

  disk.fill();
  const answers = new Set<string>();
  for (let edit = 0; edit < 400; edit += 1) answers.add(await type(2_000));
  expect([...answers]).toContain('disk-full');
  expect([...answers].filter((answer) => answer !== 'saved')).toEqual(['disk-full']);

  disk.free();
  expect(await type()).toBe('saved');
  await open.vault.doChores();
  expect(rooms).toEqual(['nearly-full', 'enough']);
  expect(await stored(open.vault)).toEqual(saved);
  await open.vault.close();
  await using again = await openTestVault({ folder, seed: 2 });
  expect(await stored(again.vault)).toEqual(saved);
});

test('[FULL-3] a disk that comes back read-only is told as such until it may be written again', async (context) => {
  needMounts(context);
  using outer = new TemporaryFolder();
  const { test: open, folder, saved, type, stored } = await written({ path: outer.path });
  await using _ = open;
  expect(await type()).toBe('saved');
  renameSync(folder, `${folder}-away`);
  expect(await type()).toBe('disk-gone');
  mkdirSync(folder);
  execFileSync('mount', ['--bind', `${folder}-away`, folder]);
  using mounted = { [Symbol.dispose]: () => void execFileSync('umount', ['-l', folder]) };
  execFileSync('mount', ['-o', 'remount,bind,ro', folder]);
  for (let edit = 0; edit < 2; edit += 1) expect(await type()).toBe('read-only-disk');
  execFileSync('mount', ['-o', 'remount,bind,rw', folder]);
  expect(await type()).toBe('saved');
  expect(await stored(open.vault)).toEqual(saved);
  await open.vault.close();
  expect(mounted).toBeDefined();
});

for (const [what, takeAway, bringBack] of [
  [
    'its folder is moved away and comes back',
    (folder: string) => renameSync(folder, `${folder}-away`),
    (folder: string) => {
      rmSync(folder, { recursive: true, force: true });
      renameSync(`${folder}-away`, folder);
    },
  ],
  [
    'an empty folder stands where its disk was',
    (folder: string) => {
      renameSync(folder, `${folder}-away`);
      mkdirSync(folder);
    },
    (folder: string) => {
      rmSync(folder, { recursive: true, force: true });
      renameSync(`${folder}-away`, folder);
    },
  ],
] as const) {
  test(`[FULL-4] a vault whose disk was taken out says so, makes no new one, and goes on when it is back: ${what}`, async () => {
    using outer = new TemporaryFolder();
    const { test: open, folder, saved, type, stored } = await written({ path: outer.path });
    await using _ = open;
    expect(await type()).toBe('saved');
    takeAway(folder);
    for (let edit = 0; edit < 3; edit += 1) expect(await type()).toBe('disk-gone');
    expect(existsSync(join(folder, 'vault.db'))).toBe(false);
    bringBack(folder);
    expect(await type()).toBe('saved');
    expect(await stored(open.vault)).toEqual(saved);
  });
}

test('[FULL-4] a file that was put in the place of the vault is never written to, and the vault is not lost in the void', async () => {
  using outer = new TemporaryFolder();
  const { test: open, folder, saved, type, stored } = await written({ path: outer.path });
  await using _ = open;
  await using other = await openTestVault({ folder: join(outer.path, 'other'), seed: 9 });
  await other.vault.close();
  expect(await type()).toBe('saved');
  renameSync(join(folder, 'vault.db'), join(folder, 'mine.db'));
  renameSync(join(folder, 'vault.db-wal'), join(folder, 'mine.db-wal'));
  renameSync(join(outer.path, 'other', 'vault.db'), join(folder, 'vault.db'));
  for (let edit = 0; edit < 3; edit += 1) expect(await type()).toBe('disk-gone');
  rmSync(join(folder, 'vault.db'));
  rmSync(join(folder, 'vault.db-wal'), { force: true });
  renameSync(join(folder, 'mine.db'), join(folder, 'vault.db'));
  renameSync(join(folder, 'mine.db-wal'), join(folder, 'vault.db-wal'));
  expect(await type()).toBe('saved');
  expect(await stored(open.vault)).toEqual(saved);
});
