import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { TemporaryFolder, TestClock } from '../../tests/support/vault.ts';
import { Random } from '../../tests/support/random.ts';
import { Log } from './log.ts';
import { readLog } from './log-reader.ts';

const DAY_MS = 86_400_000;

function openLog({ maxDayBytes }: { readonly maxDayBytes?: number } = {}) {
  const temporary = new TemporaryFolder();
  onTestFinished(() => temporary[Symbol.dispose]());
  const folder = join(temporary.path, 'logs');
  const clock = new TestClock();
  const random = new Random(1);
  const open = () =>
    Log.open({
      folder,
      program: import.meta.dirname,
      now: clock.now,
      newId: () => random.uuid(),
      ...(maxDayBytes === undefined ? {} : { maxDayBytes }),
    });
  const days = () => readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  const lines = (): Record<string, unknown>[] =>
    days().flatMap((day) =>
      readFileSync(join(folder, day), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    );
  return { folder, clock, open, log: open(), days, lines };
}

test('[LOG-1] an entry is one line of JSON in the file of its day, without the words of the error', () => {
  const { log, clock, days, lines } = openLog();
  log.error('ipc.unexpected', { call: 'script.open', error: new Error('The lighthouse keeper') });
  clock.advance(DAY_MS);
  log.info('app.started');
  expect(days()).toEqual(['galley-2026-06-01.jsonl', 'galley-2026-06-02.jsonl']);
  expect(lines()).toEqual([
    {
      at: '2026-06-01T12:00:00.000Z',
      level: 'error',
      event: 'ipc.unexpected',
      call: 'script.open',
      error: { name: 'Error', frames: [expect.stringMatching(/^log\.test\.ts:\d+:\d+$/)] },
    },
    { at: '2026-06-02T12:00:00.000Z', level: 'info', event: 'app.started' },
  ]);
});

test('[LOG-2] seven days are kept by the clock, and what an earlier build left is taken away', () => {
  const { log, clock, days, folder } = openLog();
  writeFileSync(join(folder, 'galley.log.1'), 'old');
  for (let day = 0; day < 20; day += 1) {
    log.info('app.started');
    clock.advance(DAY_MS);
  }
  expect(days()).toEqual([14, 15, 16, 17, 18, 19, 20].map((day) => `galley-2026-06-${day}.jsonl`));
  expect(readdirSync(folder)).not.toContain('galley.log.1');
});

test('[LOG-2] a clock that jumps to and fro leaves at most seven files', () => {
  const { log, clock, days } = openLog();
  const random = new Random(7);
  for (let n = 0; n < 200; n += 1) {
    clock.set(Date.UTC(2026, 0, 1) + random.below(4_000) * DAY_MS);
    log.info('app.started');
    expect(days().length).toBeLessThanOrEqual(7);
  }
});

test('[LOG-3] a day takes no more than its share, says that it is full, and the next day says how many are missing', () => {
  const { log, open, clock, days, folder, lines } = openLog({ maxDayBytes: 4_000 });
  for (let n = 0; n < 100; n += 1) log.info('app.started');
  expect(statSync(join(folder, days()[0] ?? '')).size).toBeLessThanOrEqual(4_000);
  expect(lines().at(-1)).toMatchObject({ event: 'log.day-full' });
  const written = lines().filter(({ event }) => event === 'app.started').length;
  // A program that is started again on the same day finds it full.
  open().info('navigation.refused');
  expect(lines().some(({ event }) => event === 'navigation.refused')).toBe(false);
  clock.advance(DAY_MS);
  log.info('navigation.refused');
  expect(lines().slice(-2)).toMatchObject([
    { event: 'log.lost', count: 100 - written },
    { event: 'navigation.refused' },
  ]);
});

test('[LOG-3] a disk that takes nothing stops nobody; what was lost is counted and told once there is room', () => {
  const { log, folder, lines } = openLog();
  const today = join(folder, 'galley-2026-06-01.jsonl');
  mkdirSync(today);
  for (let n = 0; n < 3; n += 1) log.info('app.started');
  expect(log.lost).toBe(3);
  rmSync(today, { recursive: true });
  log.info('navigation.refused');
  expect(lines()).toMatchObject([{ event: 'log.lost', count: 3 }, { event: 'navigation.refused' }]);
  expect(log.lost).toBe(0);
});

test('[LOG-3] where there is no place for a log the program runs without one, and has one as soon as there is', () => {
  const { folder, open, lines } = openLog();
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'in the way');
  const log = open();
  log.info('app.started');
  expect(log.lost).toBe(1);
  expect(log.tagOf('x')).toMatch(/^[0-9a-f]{8}$/);
  rmSync(folder);
  log.info('app.stopped');
  expect(lines()).toMatchObject([{ event: 'log.lost', count: 1 }, { event: 'app.stopped' }]);
});

test('[LOG-4] a script goes by a tag that is the same at every start here and another in any other installation', () => {
  const here = openLog();
  const tag = here.log.tagOf('7c9e6679-7425-40de-944b-e07fc1f90ae7');
  expect(tag).toMatch(/^[0-9a-f]{8}$/);
  expect(here.open().tagOf('7c9e6679-7425-40de-944b-e07fc1f90ae7')).toBe(tag);
  expect(here.log.tagOf('9396f2c5-aa6f-40d8-af0f-d41bd578d60c')).not.toBe(tag);
  const elsewhere = openLog();
  elsewhere.clock.advance(1);
  rmSync(join(elsewhere.folder, 'tags.key'));
  writeFileSync(join(elsewhere.folder, 'tags.key'), '9396f2c5-aa6f-40d8-af0f-d41bd578d60c');
  expect(elsewhere.open().tagOf('7c9e6679-7425-40de-944b-e07fc1f90ae7')).not.toBe(tag);
});

test('[LOG-5] the last entries are read newest first; a line that is none of ours is passed over', async () => {
  const { log, clock, folder } = openLog();
  log.warn('window.crashed', { reason: 'oom', code: 5, windowId: 2 });
  clock.advance(DAY_MS);
  const error = Object.assign(new Error('words', { cause: new TypeError('words') }), { code: 'ENOSPC' });
  log.warn('settings.damaged', { error });
  appendFileSync(
    join(folder, 'galley-2026-06-02.jsonl'),
    '{"at":"2026-06-02T12:00:00.000Z","level":"info","event":"app.started","title":"words"}\nwords\n{"at":"2026',
  );
  const entries = await readLog(folder, 10);
  expect(entries).toEqual([
    {
      at: Date.UTC(2026, 5, 2, 12),
      level: 'warn',
      event: 'settings.damaged',
      detail: expect.stringMatching(/^Error ENOSPC at log\.test\.ts:\d+:\d+, caused by TypeError at log\.test\.ts/),
    },
    { at: Date.UTC(2026, 5, 1, 12), level: 'warn', event: 'window.crashed', detail: 'reason oom, code 5, windowId 2' },
  ]);
  expect(await readLog(folder, 1)).toHaveLength(1);
});
