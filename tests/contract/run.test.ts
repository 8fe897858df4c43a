import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { countTests } from '../../build/run/vitest.ts';

/** A checkout with nothing but its set-up, and machines to run it on made of small shell scripts. */
function freshCheckout(): {
  readonly folder: string;
  put(program: string, script: string): void;
  setUp(): SpawnSyncReturns<string>;
} {
  const folder = mkdtempSync(join(tmpdir(), 'galley-setup-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync('build/run', join(folder, 'build/run'), { recursive: true });
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) cpSync(file, join(folder, file));
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'hello.ts'), 'console.log("hello");');
  const PATH = `${join(folder, 'bin')}:/usr/bin:/bin`;
  return {
    folder,
    put(program, script) {
      writeFileSync(join(folder, 'bin', program), `#!/bin/sh\n${script}\n`);
      chmodSync(join(folder, 'bin', program), 0o755);
    },
    setUp: () =>
      spawnSync(process.execPath, ['build/run/setup.mjs', 'hello.ts'], {
        cwd: folder,
        encoding: 'utf8',
        env: { PATH },
      }),
  };
}

test('[HOUSE-9] an npm that is too old is named, with what to do', () => {
  const checkout = freshCheckout();
  checkout.put('npm', 'echo 10.8.2');
  const { status, stderr } = checkout.setUp();
  expect(stderr.trim()).toBe(
    'Galley needs Node 20 or newer with npm 11 or newer to set itself up. Here npm is 10.8.2.\n' +
      'Install it with: npm install --global npm@11',
  );
  expect(status).toBe(1);
});

test('[HOUSE-9] an install that fails ends the set-up and is tried again the next time', () => {
  const checkout = freshCheckout();
  checkout.put('npm', '[ "$1" = --version ] && echo 11.0.0 || exit 1');
  expect(checkout.setUp().stderr.trim()).toBe(
    'npm could not install the packages. Its own words are above; nothing else was changed.',
  );
  checkout.put('npm', '[ "$1" = --version ] && echo 11.0.0 || echo "$1"');
  const { stdout, status } = checkout.setUp();
  expect(stdout.split('\n').slice(0, 3)).toEqual(['Installing packages from the lockfile…', 'ci', 'hello']);
  expect(status).toBe(0);
});

test('[HOUSE-10] what is installed is not installed again until the lockfile changes', () => {
  const checkout = freshCheckout();
  checkout.put('npm', '[ "$1" = --version ] && echo 11.0.0 || echo "$1"');
  expect(checkout.setUp().stdout).toContain('ci\nhello');
  expect(checkout.setUp().stdout).toBe('hello\n');
  writeFileSync(join(checkout.folder, 'package-lock.json'), '{}');
  expect(checkout.setUp().stdout).toContain('ci\nhello');
});

test('[HOUSE-11] every way a test run can go wrong counts as a failure', async () => {
  const counted = await countTests(['--root', 'tests/fixtures/counting'], { output: 'hidden' });
  // Failed: one test, one hook, one file that did not load, one rejection outside every test.
  expect(counted).toMatchObject({ passed: 2, failed: 4, skipped: 2 });
  expect(counted.failures).toHaveLength(4);
});

test('[HOUSE-11] a run that could not start counts as one failure', async () => {
  const counted = await countTests(['--config', 'tests/fixtures/counting/no-such-file.ts'], { output: 'hidden' });
  expect(counted).toEqual({ passed: 0, failed: 1, skipped: 0, failures: ['the run left no counts'] });
});
