import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import type { ElectronApplication } from 'playwright-core';
import { seen, startFixture as start } from '../support/fixture-app.ts';
import { onlyOnStandIn, rendererPid, temporaryFolder } from '../support/host.ts';

const testOnStandIn = onlyOnStandIn(test);

/** What the fixture's main process wrote before it ended. */
async function lastWords(app: ElectronApplication, end: () => Promise<unknown>): Promise<readonly string[]> {
  const { stdout } = app.process();
  const written = stdout === null ? '' : text(stdout);
  await end();
  return (await written).split('\n').flatMap((line) => (line.startsWith('fixture: ') ? [line.slice(9)] : []));
}

/** False also for a process that has ended and that nobody has asked about yet. */
function isRunning(pid: number): boolean {
  const path = `/proc/${pid}/stat`;
  return existsSync(path) && !/\) [ZX] /.test(readFileSync(path, 'utf8'));
}

const closeWindow = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

test('[HOST-8] quitting announces itself, closes windows, and says good-bye in Electron’s order', async () => {
  const { app } = await start();
  await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    for (const name of ['close', 'closed'] as const)
      window?.on(name as 'closed', () => void process.stdout.write(`fixture: window ${name}\n`));
  });
  const words = await lastWords(app, () => app.close());
  expect(words).toEqual(['before-quit', 'window close', 'window closed', 'will-quit', 'quit']);
});

test('[HOST-8] the last window closes, and the app decides to quit', async () => {
  const { app } = await start();
  const words = await lastWords(app, () => Promise.all([app.waitForEvent('close'), closeWindow(app)]));
  expect(words).toEqual(['window-all-closed', 'before-quit', 'will-quit', 'quit']);
});

test('[HOST-8] an app without windows may stay, and open one again', async () => {
  const { app } = await start({ manners: 'stay' });
  await closeWindow(app);
  await expect.poll(() => seen(app)).toEqual(['window-all-closed']);
  const opened = app.waitForEvent('window');
  await app.evaluate(async ({ BrowserWindow }) => {
    const window = new BrowserWindow({ webPreferences: { preload: globalThis.preload } });
    await window.loadURL('app://fixture/again.html');
  });
  const again = await opened;
  await expect.poll(() => again.title()).toBe('Fixture');
});

test('[HOST-8] a veto at any point leaves the app running', async () => {
  const { app } = await start();
  await app.evaluate(({ app: electron, BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    electron.once('before-quit', (event) => event.preventDefault());
    electron.quit();
    window?.once('close', (event) => event.preventDefault());
    electron.quit();
    electron.once('will-quit', (event) => event.preventDefault());
  });
  expect(await seen(app)).toEqual(['before-quit', 'before-quit']);
  await app.evaluate(({ app: electron }) => electron.quit());
  await expect.poll(() => seen(app)).toEqual(['before-quit', 'before-quit', 'before-quit', 'will-quit']);
  const words = await lastWords(app, () => app.close());
  expect(words.slice(-3)).toEqual(['before-quit', 'will-quit', 'quit']);
});

test('[HOST-8] exit asks nobody', async () => {
  const { app } = await start();
  const started = app.process();
  const ended = app.waitForEvent('close');
  const words = await lastWords(app, async () => {
    await app.evaluate(({ app: electron, BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.on('close', (event) => event.preventDefault());
      setImmediate(() => electron.exit(3));
    });
    await ended;
  });
  expect([words, started.exitCode]).toEqual([['quit'], 3]);
});

test('[HOST-15] a page that crashed or was killed is told of, and a reload brings it back', async () => {
  const { app } = await start();
  const back = (): Promise<unknown> =>
    app.evaluate(
      ({ BrowserWindow }) =>
        new Promise((resolve) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents;
          contents?.once('did-finish-load', () =>
            resolve(contents.executeJavaScript('[document.title, typeof fixture.invoke]')),
          );
          contents?.reload();
        }),
    );
  const isCrashed = (): Promise<boolean | undefined> =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.isCrashed());
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
  await expect.poll(() => seen(app)).toHaveLength(1);
  expect(await isCrashed()).toBe(true);
  expect(await back()).toEqual(['Fixture', 'function']);
  expect(await isCrashed()).toBe(false);
  const pid = await rendererPid(app);
  process.kill(pid, 'SIGKILL');
  await expect
    .poll(() => seen(app))
    .toEqual([
      ['gone', 'crashed'],
      ['gone', 'killed'],
    ]);
  expect(await back()).toEqual(['Fixture', 'function']);
  expect(await rendererPid(app)).not.toBe(pid);
});

testOnStandIn('[HOST-16] killing the app takes Chromium with it, and the next start is an ordinary one', async () => {
  const userData = temporaryFolder();
  for (let round = 0; round < 3; round += 1) {
    const { app, page } = await start({ userData, manners: 'single' });
    expect(await page.title()).toBe('Fixture');
    const chromium = await app.evaluate(() => globalThis.standIn?.chromiumPid() ?? 0);
    expect(isRunning(chromium)).toBe(true);
    app.process().kill('SIGKILL');
    // The last round starts nothing after it, and sees Chromium go by itself.
    if (round === 2) await expect.poll(() => isRunning(chromium), { timeout: 5_000 }).toBe(false);
  }
});

testOnStandIn('[HOST-16] killing Chromium ends the app without any last words, as Electron would end', async () => {
  const { app } = await start();
  const started = app.process();
  const chromium = await app.evaluate(() => globalThis.standIn?.chromiumPid() ?? 0);
  const words = await lastWords(app, () => {
    const ended = app.waitForEvent('close');
    process.kill(chromium, 'SIGKILL');
    return ended;
  });
  expect([words, started.signalCode]).toEqual([[], 'SIGKILL']);
});

test('[HOST-17] a second start hands its arguments over and leaves', async () => {
  const userData = temporaryFolder();
  const { app } = await start({ userData, manners: 'single' });
  const electron: unknown = createRequire(import.meta.url)('electron');
  const env = { ...process.env, FIXTURE_USER_DATA: userData, FIXTURE_MANNERS: 'single' };
  const second = spawn(String(electron), ['tests/fixtures/stand-in-app', 'galley://open?script=1'], {
    env,
    stdio: 'ignore',
  });
  const code = await new Promise((resolve) => second.once('exit', resolve));
  expect(code).toBe(0);
  await expect.poll(() => seen(app)).toEqual([['second-instance', 'galley://open?script=1', process.cwd()]]);
});

testOnStandIn('[HOST-8] what an app asked to be started again starts after it has quit', async () => {
  const { app } = await start();
  const proof = join(temporaryFolder(), 'started');
  await app.evaluate(({ app: electron }, path) => {
    const program = `require('node:fs').writeFileSync(process.argv[1], 'again')`;
    electron.relaunch({ execPath: process.execPath, args: ['-e', program, path] });
  }, proof);
  expect(existsSync(proof)).toBe(false);
  await app.close();
  await expect.poll(() => existsSync(proof) && readFileSync(proof, 'utf8')).toBe('again');
});
