import { expect, test } from 'vitest';
import { handWake } from '../../tests/support/hand-wake.ts';
import { Random } from '../../tests/support/random.ts';
import { PersonId, ScriptId } from '../../app/ids.ts';
import type { ScriptSync } from '../../app/ipc/sync.ts';
import type { SyncChange } from '../../app/sync/engine.ts';
import { AttendedScripts } from './attended-scripts.ts';
import { ChangeNews } from './change-news.ts';
import { ReceivedNews } from './received-news.ts';

const random = new Random(41);
const [A, B] = [ScriptId.parse(random.uuid()), ScriptId.parse(random.uuid())];
const INES = PersonId.parse(random.uuid());

const sync = (scriptId: ScriptId, position: number): ScriptSync => ({
  scriptId,
  standing: { kind: 'receiving' },
  acknowledgedAt: null,
  receivedAt: null,
  position,
  head: position,
});
const change = (at: number, ...scripts: readonly ScriptSync[]): SyncChange => ({
  link: { kind: 'online', isLive: at % 2 === 0 },
  scripts,
  events: [{ at, kind: 'received', scriptId: null, count: 1 }],
});
const update = (size: number) => ({ bytes: new Uint8Array(size), personId: INES });

test('[SYNC-5] the first change is told at once, and those that follow it together a tenth of a second later', () => {
  const { wake, pass } = handWake();
  const told: SyncChange[] = [];
  using news = new ChangeNews({ wake, tell: (it) => told.push(it) });
  news.hear(change(1, sync(A, 1)));
  expect(told).toEqual([change(1, sync(A, 1))]);
  news.hear(change(2, sync(A, 2), sync(B, 1)));
  news.hear(change(3, sync(A, 3)));
  pass(99);
  expect(told).toHaveLength(1);
  pass(1);
  expect(told.slice(1)).toEqual([
    {
      link: { kind: 'online', isLive: false },
      scripts: [sync(A, 3), sync(B, 1)],
      events: [...change(3).events, ...change(2).events],
    },
  ]);
});

test('[STATUS-2] what was gathered of a script before an edit of it was saved is not told after that', () => {
  const { wake, pass } = handWake();
  const told: SyncChange[] = [];
  using news = new ChangeNews({ wake, tell: (it) => told.push(it) });
  news.hear(change(1));
  news.hear(change(2, sync(A, 2), sync(B, 1)));
  news.outdated(A);
  pass(100);
  expect(told.at(-1)).toEqual(change(2, sync(B, 1)));
  news.outdated(B);
  news.hear(change(3, sync(A, 3)));
  pass(100);
  expect(told.at(-1)).toEqual(change(3, sync(A, 3)));
});

test('[SYNC-5] a thousand changes in a second are told at most eleven times, and the last one holds', () => {
  const { wake, pass } = handWake();
  const told: SyncChange[] = [];
  using news = new ChangeNews({ wake, tell: (it) => told.push(it) });
  for (let i = 1; i <= 1_000; i += 1) {
    news.hear(change(i, sync(A, i)));
    pass(1);
  }
  pass(100);
  expect(told.length).toBeLessThanOrEqual(11);
  expect(told.at(-1)?.scripts).toEqual([sync(A, 1_000)]);
});

test('[SYNC-5] after a rest nothing is kept back, and at the end no timer is left', () => {
  const { wake, pass, waiting } = handWake();
  const told: SyncChange[] = [];
  const news = new ChangeNews({ wake, tell: (it) => told.push(it) });
  news.hear(change(1));
  pass(100);
  news.hear(change(2));
  expect(told).toHaveLength(2);
  news[Symbol.dispose]();
  expect(waiting()).toBe(0);
});

test('[SYNC-6] what is received within a moment is one message for each script, in order', () => {
  const { wake, pass } = handWake();
  const told: unknown[] = [];
  using news = new ReceivedNews({ wake, tell: (scriptId, updates) => told.push([scriptId, updates]) });
  const [first, second, third] = [update(1), update(2), update(3)];
  news.hear(A, [first]);
  news.hear(B, [second]);
  news.hear(A, [third]);
  pass(20);
  expect(told).toEqual([
    [A, [first, third]],
    [B, [second]],
  ]);
});

test('[SYNC-6] a long catch-up comes in pieces, and one update that is larger than a piece comes alone', () => {
  const { wake, pass } = handWake();
  const told: number[][] = [];
  using news = new ReceivedNews({
    wake,
    tell: (_scriptId, updates) => told.push(updates.map(({ bytes }) => bytes.length / 1_024)),
  });
  news.hear(
    A,
    [300, 200, 100, 900, 1].map((kilobytes) => update(kilobytes * 1_024)),
  );
  pass(20);
  expect(told).toEqual([[300, 200], [100], [900], [1]]);
});

test('[SYNC-6] what is gathered at the end is told: it is on disk', () => {
  const { wake, waiting } = handWake();
  const told: ScriptId[] = [];
  const news = new ReceivedNews({ wake, tell: (scriptId) => told.push(scriptId) });
  news.hear(A, [update(1)]);
  news[Symbol.dispose]();
  expect([told, waiting()]).toEqual([[A], 0]);
});

test('[SYNC-7] a script is attended to while a window shows it, and focused where any window has it in front', () => {
  const attended = new AttendedScripts();
  expect(attended.attend(1, A, true)).toBe(true);
  expect(attended.attend(1, A, true)).toBe(false);
  attended.attend(2, A, false);
  attended.attend(3, B, false);
  expect([...attended.scripts()]).toEqual([
    [B, { isFocused: false }],
    [A, { isFocused: true }],
  ]);
  expect(attended.attend(1, null, true)).toBe(true);
  expect(attended.isFocused(A)).toBe(false);
  expect([attended.forget(3), attended.forget(3)]).toEqual([true, false]);
  expect([...attended.scripts().keys()]).toEqual([A]);
});
