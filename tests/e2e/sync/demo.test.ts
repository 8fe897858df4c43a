import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';

const ownFolders = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('galley-demo-'));

test('[DEMO-2] a signal ends the demo and everything that it started, and leaves nothing behind', async () => {
  const before = ownFolders();
  const demo = spawn(process.execPath, ['tests/demo/run.ts', '--play'], {
    // A group of its own: as from a terminal, nobody but the demo gets the signal.
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  demo.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise<number | null>((resolve) => demo.once('exit', resolve));
  try {
    await expect.poll(() => said, { timeout: 60_000 }).toContain('A server is ready');
    expect(ownFolders().length).toBe(before.length + 1);
    demo.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(said).toContain('Everything that was started has ended.');
    expect(ownFolders()).toEqual(before);
  } finally {
    if (demo.exitCode === null && demo.pid !== undefined) process.kill(-demo.pid, 'SIGKILL');
  }
});
