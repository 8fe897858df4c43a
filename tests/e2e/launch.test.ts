import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { environmentOf, launchArguments, Profile, RunningApp } from './app.ts';

/** Starts the program as a person would from a terminal, and waits for its end. */
async function startAndLeave(profile: Profile, ...args: readonly string[]): Promise<{ code: unknown; said: string }> {
  const electron: string = createRequire(import.meta.url)('electron');
  const child = spawn(electron, [...launchArguments, ...args], {
    env: environmentOf(profile),
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 40_000,
  });
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { code, said };
}

const addresses = (app: RunningApp): string[] => app.electron.windows().map((page) => new URL(page.url()).hash);

test('[WIN-13] the very first start shows the sample script; what is open then opens again', async () => {
  using profile = new Profile();
  let first = '';
  {
    await using app = await RunningApp.launch(profile);
    const page = await app.firstPage();
    await page.getByText('Close on a kitchen drawer').waitFor();
    [first = ''] = addresses(app);
    expect(first).toMatch(/^#\/script\/[0-9a-f-]{36}$/);
    await app.nextPage(() => page.evaluate(() => window.galley.call('window.open', {})));
    expect(addresses(app).toSorted()).toEqual(['#/library', first]);
  }
  await using app = await RunningApp.launch(profile);
  await expect.poll(() => addresses(app).toSorted()).toEqual(['#/library', first]);
});

test('[WIN-12] a second start brings the first to the front and leaves; its link opens the script', async () => {
  using profile = new Profile();
  await using app = await RunningApp.launch(profile);
  const page = await app.firstPage();
  const [script = ''] = addresses(app).map((hash) => hash.slice('#/script/'.length));
  await page.evaluate(() => void (location.hash = '#/library'));
  const windows = () => app.electron.windows().length;

  expect(await startAndLeave(profile, '--load-extension=/tmp', 'https://example.org/')).toMatchObject({ code: 0 });
  expect(windows()).toBe(1);
  await app.nextPage(() => startAndLeave(profile, `galley://open?script=${script}`));
  expect(addresses(app).toSorted()).toEqual(['#/library', `#/script/${script}`]);
});

/** As if a newer Galley had used the file, in a form that this one cannot use. */
function makeNewer(file: string): Buffer {
  const db = new Database(file);
  db.pragma('user_version = 9999');
  db.prepare('UPDATE vault SET needs_schema = 9999').run();
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  return readFileSync(file);
}

test('[WIN-11] scripts of a newer Galley are left alone, and a window says so and what can be done', async () => {
  using profile = new Profile();
  {
    await using app = await RunningApp.launch(profile);
    const page = await app.firstPage();
    await page.evaluate(() => void (location.hash = '#/backups'));
    await page.getByRole('button', { name: 'Back up now' }).click();
    await page.getByText('opened again and verified').waitFor();
  }
  const file = join(profile.folder, 'accounts', 'local', 'vault.db');
  const before = makeNewer(file);
  // Windows that are remembered wait for the scripts; without them the first one is the one that asks.
  const forgetWindows = (): void => rmSync(join(profile.folder, 'windows.json'), { force: true });
  forgetWindows();
  {
    await using app = await RunningApp.launch(profile);
    const page = await app.firstPage();
    await page.getByRole('heading', { name: 'Your scripts were last saved by a newer Galley' }).waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Try again' }).and(page.locator(':enabled')).waitFor();
  }
  expect(readFileSync(file).equals(before)).toBe(true);

  // Once more, and this time with the backup.
  forgetWindows();
  await using app = await RunningApp.launch(profile);
  const page = await app.firstPage();
  await page.getByRole('button', { name: 'Set aside and restore' }).waitFor();
  const library = await app.nextPage(() => page.getByRole('button', { name: 'Set aside and restore' }).click());
  await library.getByText('How the Library of Things works').first().waitFor();
  const aside = join(profile.folder, 'accounts', 'local', 'set-aside', 'before-restore-1', 'vault.db');
  expect(readFileSync(aside).equals(before)).toBe(true);
});
