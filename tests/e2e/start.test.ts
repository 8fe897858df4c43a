import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';

interface Started {
  readonly npm: ChildProcess;
  readonly lines: string[];
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  readonly says: (words: string) => Promise<string>;
}

/** `npm start` as a newcomer without a display runs it, in a process group of its own and with a profile of its own. */
function npmStart(): Started {
  const profile = mkdtempSync(join(tmpdir(), 'galley-start-'));
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, STANDIN_HEADLESS: _headless, ...env } = process.env;
  const npm = spawn('npm', ['start'], { env: { ...env, GALLEY_USER_DATA: profile }, detached: true });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  for (const stream of [npm.stdout, npm.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      for (const look of waiting) look();
    });
  }
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    npm.on('exit', (code, signal) => resolve({ code, signal }));
  });
  onTestFinished(async () => {
    if (npm.exitCode === null && npm.pid !== undefined) process.kill(-npm.pid, 'SIGKILL');
    await ended;
    rmSync(profile, { recursive: true, force: true });
  });
  const says = (words: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const line = lines.find((said) => said.includes(words));
        if (line === undefined) return;
        waiting.delete(look);
        resolve(line);
      };
      waiting.add(look);
      look();
      void ended.then(() => reject(new Error(`It ended without saying "${words}":\n${lines.join('\n')}`)));
    });
  return { npm, lines, ended, says };
}

// Only Linux can be without a display.
describe.runIf(process.platform === 'linux')('npm start without a display', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    test(`[HOUSE-15] it shows the sample script, says where the picture is, and ${signal} to npm closes it`, async () => {
      const { npm, lines, ended, says } = npmStart();
      await says('There is no display here');
      expect(await says('The window shows: ')).toContain('The drill in the drawer');
      const picture = (await says('A picture of it is in ')).replace('A picture of it is in ', '');
      expect(existsSync(picture) && statSync(picture).size).toBeGreaterThan(10_000);
      await says('Galley is running.');
      npm.kill(signal);
      expect(await ended).toEqual({ code: 0, signal: null });
      expect(lines.at(-1)).toBe('Galley has closed.');
    });
  }
});
