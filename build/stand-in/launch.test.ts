import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { readLaunch } from './launch.ts';
import { readSettings } from './settings.ts';

test('[HOST-1] the command line is read as Electron reads it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'galley-launch-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(
    join(folder, 'package.json'),
    '{ "name": "x", "productName": "X", "version": "2.0.0", "main": "m.js" }',
  );
  writeFileSync(join(folder, 'alone.js'), '');
  const args = [
    '-r',
    '/loader.js',
    '--inspect=0',
    '--remote-debugging-port=0',
    '--user-data-dir=/u',
    '.',
    '--own',
    'link',
  ];
  expect(readLaunch(args, folder)).toEqual({
    args,
    preloads: ['/loader.js'],
    appFolder: folder,
    entry: join(folder, 'm.js'),
    name: 'X',
    version: '2.0.0',
    userData: '/u',
    isTested: true,
    debuggingPort: '0',
  });
  expect(readLaunch(['alone.js'], folder)).toMatchObject({
    entry: join(folder, 'alone.js'),
    name: 'Electron',
    isTested: false,
  });
  expect(() => readLaunch(['nowhere'], folder)).toThrow('ENOENT');
});

test('[HOST-1] without a display it is headless, and a variable that means nothing is refused', () => {
  expect(readSettings({}, 'linux')).toMatchObject({ headless: true, keyring: 'basic_text', systemTheme: 'light' });
  expect(readSettings({ DISPLAY: ':1' }, 'linux').headless).toBe(false);
  expect(readSettings({ DISPLAY: ':1', STANDIN_HEADLESS: '1' }, 'linux').headless).toBe(true);
  expect(() => readSettings({ STANDIN_KEYRING: 'open' }, 'linux')).toThrow('STANDIN_KEYRING');
});

test('[HOST-1] the first thing it says is that it is not Electron', () => {
  const executable = fileURLToPath(new URL('bin/electron', import.meta.url));
  const { status, stderr } = spawnSync(executable, ['no-app-here'], { encoding: 'utf8' });
  expect(stderr).toMatch(/^\*\*\* This is not Electron/);
  expect([status, stderr]).toEqual([1, expect.stringContaining('no-app-here')]);
});
