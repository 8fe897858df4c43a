import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Log } from './log.ts';

function openLog() {
  const folder = mkdtempSync(join(tmpdir(), 'galley-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'logs', 'galley.log');
  return { path, folder: join(folder, 'logs'), log: Log.open(path, () => new Date(0)) };
}

test('[IPC-6] an entry is one line of JSON without the words of the error', () => {
  const { log, path } = openLog();
  log.error('ipc.unexpected', { call: 'script.open', error: new Error('The lighthouse keeper') });
  log.info('app.started');
  const [first = '', second = '', rest] = readFileSync(path, 'utf8').split('\n');
  expect(JSON.parse(first)).toMatchObject({
    at: '1970-01-01T00:00:00.000Z',
    level: 'error',
    event: 'ipc.unexpected',
    call: 'script.open',
    error: { name: 'Error' },
  });
  expect(JSON.parse(second)).toEqual({ at: '1970-01-01T00:00:00.000Z', level: 'info', event: 'app.started' });
  expect(rest).toBe('');
  expect(first).not.toContain('lighthouse');
});

test('[IPC-6] the log never takes more than three files of one mebibyte', () => {
  const { log, folder } = openLog();
  const reason = 'x'.repeat(64 * 1024);
  for (let n = 0; n < 100; n += 1) log.info('noise', { reason });
  const files = readdirSync(folder);
  expect(files.toSorted()).toEqual(['galley.log', 'galley.log.1', 'galley.log.2']);
  for (const file of files) expect(statSync(join(folder, file)).size).toBeLessThanOrEqual(1024 * 1024);
});
