import { expect, test } from 'vitest';
import { ScriptId } from '../../app/ids.ts';
import type { EventName, Payload } from '../../app/ipc/contract.ts';
import type { ScriptSync, Standing, SyncOverview } from '../../app/ipc/sync.ts';
import { HandTimers } from '../../tests/support/hand-timers.ts';
import { Client } from '../client.ts';
import { PATIENCE_MS, standingIn, SyncStore } from './sync-store.ts';

const SCRIPT = ScriptId.parse('00000000-0000-4000-8000-000000000001');
const OTHER = ScriptId.parse('00000000-0000-4000-8000-000000000002');
const ON_SERVER: Standing = { kind: 'on-server', seenBy: [] };
const sending = (edits: number): Standing => ({ kind: 'sending', edits, oldestAt: 0 });

const script = (standing: Standing, scriptId = SCRIPT): ScriptSync => ({
  scriptId,
  standing,
  acknowledgedAt: null,
  receivedAt: null,
  position: 0,
  head: 0,
});

const overview = (...standings: readonly Standing[]): SyncOverview => ({
  link: { kind: 'online', isLive: true },
  scripts: standings.map((standing, index) => script(standing, index === 0 ? SCRIPT : OTHER)),
  events: [],
});

/** A main process that answers a question when the test lets it. */
function open(first: SyncOverview = overview(ON_SERVER)) {
  const timers = new HandTimers();
  const asked: PromiseWithResolvers<unknown>[] = [];
  const listeners = new Map<EventName, (payload: never) => void>();
  const client = new Client({
    call: (name) => {
      if (name !== 'sync.overview') throw new Error(`${name} is not asked here.`);
      const answer = Promise.withResolvers<unknown>();
      asked.push(answer);
      return answer.promise as never;
    },
    on: (name, listener) => {
      listeners.set(name, listener as never);
      return () => void listeners.delete(name);
    },
  });
  const reported: unknown[] = [];
  const store = SyncStore.open(client, { timers, report: (error) => reported.push(error) });
  const tell = <N extends EventName>(name: N, payload: Payload<N>): void => listeners.get(name)?.(payload as never);
  const standing = (): string => standingIn(store.get(), SCRIPT)?.kind ?? 'nothing';
  return {
    timers,
    asked,
    reported,
    store,
    tell,
    standing,
    changed: (...scripts: readonly ScriptSync[]) =>
      tell('sync.changed', { link: { kind: 'online', isLive: true }, scripts: [...scripts], events: [] }),
    answer: async (value: SyncOverview = first) => {
      asked.shift()?.resolve({ ok: true, value });
      await settle();
    },
    refuse: async (code: 'busy') => {
      asked.shift()?.resolve({ ok: false, code, message: 'Not now.' });
      await settle();
    },
  };
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

test('[STATUS-1] a script that main does not speak of is only here, and before main spoke nothing is said', async () => {
  const app = open(overview(ON_SERVER));
  expect(standingIn(app.store.get(), OTHER)).toBeNull();
  await app.answer();
  expect(standingIn(app.store.get(), OTHER)).toEqual({ kind: 'only-here' });
  app.tell('sync.changed', { link: { kind: 'connecting' }, scripts: [], events: [] });
  expect(standingIn(app.store.get(), OTHER)).toBeNull();
});

test('[STATUS-6] everything is asked for once, and then what changes is heard', async () => {
  const app = open(overview(ON_SERVER, sending(2)));
  expect([app.store.get().isTold, app.standing()]).toEqual([false, 'nothing']);
  await app.answer();
  expect(app.standing()).toBe('on-server');
  app.changed(script(sending(1)));
  expect(app.standing()).toBe('sending');
  expect(standingIn(app.store.get(), OTHER)).toEqual(sending(2));
  app.timers.pass(10 * PATIENCE_MS);
  expect(app.asked).toEqual([]);
});

test('[STATUS-2] after a save nothing that was told before is believed, until something is told that counts it', async () => {
  const app = open();
  await app.answer();
  app.store.saved(SCRIPT);
  expect(app.standing()).toBe('nothing');
  app.changed(script(ON_SERVER, OTHER));
  expect(app.standing()).toBe('nothing');
  app.changed(script(sending(1)));
  expect(app.standing()).toBe('sending');
  app.changed(script(ON_SERVER));
  expect(app.standing()).toBe('on-server');
});

test('[STATUS-2] what another window saved is doubted in the same way', async () => {
  const app = open();
  await app.answer();
  app.tell('script.changed', { scriptId: SCRIPT, update: new Uint8Array() });
  expect(app.standing()).toBe('nothing');
});

test('[STATUS-2] where main has nothing new to tell after a save, it is asked', async () => {
  const app = open();
  await app.answer();
  app.store.saved(SCRIPT);
  app.timers.pass(PATIENCE_MS);
  expect([app.asked.length, app.standing()]).toEqual([1, 'nothing']);
  await app.answer();
  expect(app.standing()).toBe('on-server');
  app.timers.pass(10 * PATIENCE_MS);
  expect(app.asked).toEqual([]);
});

test('[STATUS-2] an answer to what was asked before the save does not count it, and is asked for again', async () => {
  const app = open();
  await app.answer();
  app.store.saved(SCRIPT);
  app.timers.pass(PATIENCE_MS);
  app.store.saved(SCRIPT);
  await app.answer();
  expect(app.standing()).toBe('nothing');
  app.timers.pass(PATIENCE_MS);
  await app.answer(overview(sending(1)));
  expect(app.standing()).toBe('sending');
});

test('[STATUS-6] a question that fails is asked again, and the doubt stays', async () => {
  const app = open();
  await app.refuse('busy');
  expect(app.store.get().isTold).toBe(false);
  app.timers.pass(PATIENCE_MS);
  await app.answer();
  app.store.saved(SCRIPT);
  app.timers.pass(PATIENCE_MS);
  await app.refuse('busy');
  expect(app.standing()).toBe('nothing');
  app.timers.pass(PATIENCE_MS);
  await app.answer();
  expect(app.standing()).toBe('on-server');
  expect(app.reported).toEqual([]);
});

test('[STATUS-6] another account is asked about anew, also while a question is on its way', async () => {
  const app = open();
  app.tell('account.changed', {} as never);
  await app.answer(overview(sending(1)));
  await app.answer(overview(ON_SERVER));
  expect(app.standing()).toBe('on-server');
  expect(app.asked).toEqual([]);
});

test('[STATUS-6] of what happened, the latest two hundred are kept, latest first', async () => {
  const app = open();
  await app.answer();
  const event = (at: number) => ({ at, kind: 'sent' as const, scriptId: SCRIPT, count: 1 });
  const link = { kind: 'online', isLive: true } as const;
  for (let at = 1; at <= 201; at++) app.tell('sync.changed', { link, scripts: [], events: [event(at)] });
  const { events } = app.store.get();
  expect([events.length, events[0]?.at, events.at(-1)?.at]).toEqual([200, 201, 2]);
});

test('[STATUS-6] a closed store asks and hears no more', async () => {
  const app = open();
  await app.answer();
  app.store.saved(SCRIPT);
  app.store[Symbol.dispose]();
  expect(app.timers.waiting).toBe(0);
});
