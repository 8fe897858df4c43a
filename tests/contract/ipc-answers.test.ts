import { expect, test, vi } from 'vitest';
import { Failure } from '../../app/failure.ts';
import { calls, MAX_UPDATE_BYTES, type CallName, type Handlers } from '../../app/ipc/contract.ts';
import { openBridge, OWN_FRAME, type Frame } from '../support/bridge.ts';

const SCRIPT = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const UPDATE = '3d813cbb-47fb-42ba-91df-831e1593ac29';
const append = (update: Uint8Array) => ({ scriptId: SCRIPT, updateId: UPDATE, format: 1, update });

/** A bridge whose handlers only write down that they were reached, and a log that keeps its entries. */
function openRecorder(over: Partial<Record<CallName, (input: never) => unknown>> = {}, nowMs?: () => number) {
  const reached: CallName[] = [];
  const logged: unknown[][] = [];
  const handlers = Object.fromEntries(
    (Object.keys(calls) as CallName[]).map((name) => [
      name,
      (input: never) => {
        reached.push(name);
        return over[name]?.(input);
      },
    ]),
  ) as unknown as Handlers;
  const log = {
    warn: (...entry: unknown[]) => void logged.push(entry),
    error: (...entry: unknown[]) => void logged.push(entry),
  };
  return { reached, logged, bridge: openBridge({ handlers, log }, nowMs === undefined ? {} : { nowMs }) };
}

const strangers: readonly (readonly [string, { readonly id: number; readonly frame: Frame | null }])[] = [
  ['a frame inside our page', { id: 1, frame: { url: OWN_FRAME.url, parent: OWN_FRAME } }],
  ['a page of another origin in our window', { id: 1, frame: { url: 'https://galley/index.html', parent: null } }],
  ['another page of our origin', { id: 1, frame: { url: 'app://galley/other.html', parent: null } }],
  ['a blank page in our window', { id: 1, frame: { url: 'about:blank', parent: null } }],
  ['our page in contents that are no window of ours', { id: 9, frame: OWN_FRAME }],
  ['a frame that is gone', { id: 1, frame: null }],
];

test.each(strangers)('[IPC-1] %s is refused on every call', async (_who, sender) => {
  const { bridge, reached } = openRecorder();
  for (const name of Object.keys(calls) as CallName[]) {
    expect(await bridge.callFrom(sender, name, {}), name).toMatchObject({ ok: false, code: 'forbidden' });
  }
  expect(reached).toEqual([]);
  expect(bridge.bound()).toBe(Object.keys(calls).length);
});

test('[IPC-1] our own page is answered', async () => {
  const { bridge, reached } = openRecorder();
  expect(await bridge.callFrom({ id: 1, frame: OWN_FRAME }, 'script.close', { scriptId: SCRIPT })).toEqual({
    ok: true,
  });
  expect(reached).toEqual(['script.close']);
});

const unreadable: readonly (readonly [CallName, unknown])[] = [
  ['script.open', { scriptId: 'x' }],
  ['script.open', { scriptId: SCRIPT, path: '/etc/passwd' }],
  ['script.open', null],
  ['script.open', []],
  ['script.append', { ...append(new Uint8Array(1)), update: 'AAAA' }],
  ['script.append', { ...append(new Uint8Array(1)), format: 0 }],
  ['library.create', { scriptId: SCRIPT, title: ' ', template: 'blank' }],
  ['library.create', { scriptId: SCRIPT, title: 'x', template: '../x' }],
  ['settings.change', { theme: 'sepia' }],
  ['settings.change', { __proto__: null, constructor: 1 }],
  ['window.flushed', { unsaved: -1 }],
  ['window.menu', { x: Number.NaN, y: 0 }],
];

test.each(unreadable)('[IPC-2] %s refuses %j', async (name, input) => {
  const { bridge, reached } = openRecorder();
  expect(await bridge.callFrom({ id: 1, frame: OWN_FRAME }, name, input)).toEqual({
    ok: false,
    code: 'invalid',
    message: 'Galley could not read this request. Nothing was changed.',
  });
  expect(reached).toEqual([]);
});

test('[IPC-3] an update of 1 MiB is taken, a larger one is refused before it is read', async () => {
  const { bridge, reached } = openRecorder();
  const send = (update: Uint8Array) => bridge.callFrom({ id: 1, frame: OWN_FRAME }, 'script.append', append(update));
  expect(await send(new Uint8Array(MAX_UPDATE_BYTES))).toEqual({ ok: true });
  expect(await send(new Uint8Array(50 * MAX_UPDATE_BYTES))).toMatchObject({ ok: false, code: 'too-large' });
  expect(reached).toEqual(['script.append']);
});

const circle: unknown[] = [];
circle.push(circle);
const wide = Array.from({ length: 20 }, () => 'x'.repeat(100));
const bomb = Array.from({ length: 8 }).reduce<unknown>((inner) => Array.from({ length: 100 }, () => inner), 'x');

test.each([
  ['a text of 50 MB', { query: 'x'.repeat(50_000_000), limit: 1 }],
  ['many keys', Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`k${n}`, 0]))],
  ['a circle', circle],
  ['one list shared a hundred times over at every level', bomb],
  ['a map', new Map([['query', wide]])],
  ['a sparse list', Object.assign([], { length: 4_000_000_000 })],
  ['bytes where there are none', { query: new Uint8Array(100_000), limit: 1 }],
])('[IPC-3] %s is refused', async (_what, input) => {
  const { bridge, reached } = openRecorder();
  const reply = await bridge.callFrom({ id: 1, frame: OWN_FRAME }, 'library.search', input);
  expect(reply).toMatchObject({ ok: false, code: 'too-large' });
  expect(reached).toEqual([]);
});

test('[IPC-5] a failure someone can act on arrives with its code and words', async () => {
  const { bridge } = openRecorder({
    'script.open': () => {
      throw new Failure('not-found', 'This script is not on this device.', { cause: new Error('secret') });
    },
  });
  expect(await bridge.callFrom({ id: 1, frame: OWN_FRAME }, 'script.open', { scriptId: SCRIPT })).toEqual({
    ok: false,
    code: 'not-found',
    message: 'This script is not on this device.',
  });
});

test.each([new TypeError('secret'), new Failure('unexpected', 'secret'), 'secret'])(
  '[IPC-5] a bug arrives without its own words, and is logged',
  async (error) => {
    const { bridge, logged } = openRecorder({
      'script.open': () => {
        throw error;
      },
    });
    const reply = await bridge.callFrom({ id: 1, frame: OWN_FRAME }, 'script.open', { scriptId: SCRIPT });
    expect(reply).toMatchObject({ ok: false, code: 'unexpected' });
    expect(JSON.stringify(reply)).not.toContain('secret');
    expect(logged).toEqual([['ipc.unexpected', { call: 'script.open', error }]]);
  },
);

test('[IPC-5] handlers that never come to be are a bug told to whoever waits', async () => {
  const log = { warn: vi.fn(), error: vi.fn() };
  using bridge = openBridge({ handlers: Promise.reject(new Error('secret')), log });
  expect(await bridge.callFrom({ id: 1, frame: OWN_FRAME }, 'library.list', {})).toMatchObject({ code: 'unexpected' });
});

test('[IPC-7] a window gone wild is told to wait, the other is answered, and time heals', async () => {
  let nowMs = 0;
  const { bridge } = openRecorder({}, () => nowMs);
  const close = (id: number) => bridge.callFrom({ id, frame: OWN_FRAME }, 'script.close', { scriptId: SCRIPT });
  const replies = await Promise.all(Array.from({ length: 4_001 }, () => close(1)));
  expect(replies.filter((reply) => (reply as { ok: boolean }).ok).length).toBe(4_000);
  expect(replies.at(-1)).toMatchObject({ ok: false, code: 'busy' });
  expect(await close(2)).toEqual({ ok: true });
  nowMs = 1;
  expect(await close(1)).toEqual({ ok: true });
  expect(await close(1)).toMatchObject({ code: 'busy' });
});

test('[IPC-1] disposing unbinds every call', () => {
  const { bridge } = openRecorder();
  bridge[Symbol.dispose]();
  expect(bridge.bound()).toBe(0);
});
