import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { Failure } from '../../app/failure.ts';
import { ScriptId, UpdateId } from '../../app/ids.ts';
import { MAX_UPDATE_BYTES } from '../../app/ipc/contract.ts';
import { HYDRATED, RECEIVED } from '../../app/script/origins.ts';
import { HandTimers } from '../../tests/support/hand-timers.ts';
import { MemoryMain } from '../../tests/support/memory-main.ts';
import { MemoryEmergencyStore } from '../../tests/support/memory-emergency-store.ts';
import { Random } from '../../tests/support/random.ts';
import { Client } from '../client.ts';
import { DocumentProvider, WINDOW_MS } from './provider.ts';

function open(seed = 1) {
  const random = new Random(seed);
  const main = new MemoryMain();
  const scriptId = ScriptId.parse(random.uuid());
  main.add(scriptId);
  const window = main.window();
  const timers = new HandTimers();
  const doc = new Y.Doc();
  const reported: unknown[] = [];
  const provider = new DocumentProvider(new Client(window), scriptId, doc, {
    timers,
    emergencyStore: new MemoryEmergencyStore(),
    now: () => new Date(0),
    newUpdateId: () => UpdateId.parse(random.uuid()),
    report: (error) => reported.push(error),
  });
  provider.listen();
  const states: string[] = [];
  provider.saveState.subscribe(() => {
    const state = provider.saveState.get();
    states.push(state.kind);
  });
  return {
    main,
    scriptId,
    window,
    timers,
    doc,
    provider,
    states,
    reported,
    type: (text: string) => doc.getText('words').insert(doc.getText('words').length, text),
    saved: () => main.replay(scriptId).getText('words').toJSON(),
    rows: () => main.script(scriptId).rows,
  };
}

/** Lets every promise that is ready go on. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

test('[SAVE-11] what is typed within one window becomes one row, and typing on does not delay it', async () => {
  const app = open();
  app.type('a');
  app.timers.pass(WINDOW_MS - 1);
  app.type('b');
  expect(app.rows()).toHaveLength(0);
  app.timers.pass(1);
  await settle();
  expect(app.rows()).toHaveLength(1);
  expect(app.saved()).toBe('ab');
});

test('[SAVE-12] the state says saved only after the acknowledgement', async () => {
  const app = open();
  const { promise, resolve } = Promise.withResolvers<void>();
  app.window.gate = promise;
  app.type('a');
  app.timers.pass(WINDOW_MS);
  await settle();
  expect(app.provider.saveState.get().kind).toBe('saving');
  resolve();
  await settle();
  expect(app.states).toEqual(['saving', 'saved']);
});

test('[SAVE-12] what is typed while a row is on its way keeps the state at saving', async () => {
  const app = open();
  const { promise, resolve } = Promise.withResolvers<void>();
  app.window.gate = promise;
  app.type('a');
  app.timers.pass(WINDOW_MS);
  app.type('b');
  resolve();
  await settle();
  expect(app.provider.saveState.get().kind).toBe('saving');
  app.timers.pass(WINDOW_MS);
  await settle();
  expect(app.provider.saveState.get().kind).toBe('saved');
  expect(app.saved()).toBe('ab');
});

test('[SAVE-13] a lost reply is retried under the same id and does not store twice', async () => {
  const app = open();
  let lost = false;
  app.window.fate = () => (lost ? 'do' : ((lost = true), 'lose'));
  app.type('a');
  app.timers.pass(WINDOW_MS);
  await settle();
  expect(app.provider.saveState.get()).toEqual({ kind: 'emergency', code: 'unexpected', unsaved: 1 });
  app.type('b');
  app.timers.pass(250);
  await settle();
  expect(app.rows()).toHaveLength(2);
  expect(app.saved()).toBe('ab');
  expect(app.provider.saveState.get().kind).toBe('saved');
  expect(app.reported).toHaveLength(1);
});

test('[SAVE-14] a failure is told with its code and its count, and tried again until it is saved', async () => {
  const app = open();
  app.window.fate = () => new Failure('disk-full', 'There is no room left on this disk.');
  app.type('a');
  app.timers.pass(WINDOW_MS);
  await settle();
  app.type('b');
  app.timers.pass(WINDOW_MS);
  await settle();
  expect(app.provider.saveState.get()).toEqual({ kind: 'emergency', code: 'disk-full', unsaved: 2 });
  expect(app.window.log).toHaveLength(1);
  for (let attempt = 0; attempt < 8; attempt++) {
    app.timers.pass(5_000);
    await settle();
  }
  expect(app.window.log.length).toBeGreaterThan(8);
  expect(app.reported).toEqual([]);
  app.window.fate = () => 'do';
  app.timers.pass(5_000);
  await settle();
  expect(app.provider.saveState.get().kind).toBe('saved');
  expect(app.saved()).toBe('ab');
});

test('[SAVE-15] flush saves at once and says whether everything is on disk', async () => {
  const app = open();
  app.type('a');
  expect(await app.provider.flush()).toBe(true);
  expect(app.saved()).toBe('a');
  app.window.fate = () => new Failure('read-only-disk', 'This disk cannot be written to.');
  app.type('b');
  expect(await app.provider.flush()).toBe(false);
  expect(app.provider.unsaved).toBe(1);
  app.window.fate = () => 'do';
  expect(await app.provider.flush()).toBe(true);
  expect(app.saved()).toBe('ab');
  expect(app.timers.waiting).toBe(0);
});

test('[SAVE-16] what was received or read from disk is never saved again', async () => {
  const app = open();
  const other = new Y.Doc();
  other.getText('words').insert(0, 'theirs');
  Y.applyUpdate(app.doc, Y.encodeStateAsUpdate(other), RECEIVED);
  const disk = new Y.Doc();
  disk.getText('words').insert(0, 'from disk');
  Y.applyUpdate(app.doc, Y.encodeStateAsUpdate(disk), HYDRATED);
  app.timers.pass(1_000);
  expect(await app.provider.flush()).toBe(true);
  expect(app.window.log).toEqual([]);
  expect(app.states).toEqual([]);
});

test('[SAVE-17] no row is larger than the bridge takes, whatever was pasted', async () => {
  const app = open();
  for (let part = 0; part < 5; part++) app.type(String(part).repeat(400_000));
  app.type('x'.repeat(3 * MAX_UPDATE_BYTES));
  expect(await app.provider.flush()).toBe(true);
  expect(app.rows().every(({ update }) => update.byteLength <= MAX_UPDATE_BYTES)).toBe(true);
  expect(app.saved()).toBe(app.doc.getText('words').toJSON());
});

test('[SAVE-18] a thousand edits that could not be saved go to disk in order, 256 to a row', async () => {
  const app = open();
  app.window.fate = () => new Failure('disk-full', 'There is no room left on this disk.');
  for (let edit = 0; edit < 1_000; edit++) {
    app.type(String(edit % 10));
    app.timers.pass(WINDOW_MS);
  }
  await settle();
  app.window.fate = () => 'do';
  expect(await app.provider.flush()).toBe(true);
  expect(app.rows().length).toBeLessThanOrEqual(5);
  expect(app.saved()).toBe(app.doc.getText('words').toJSON());
});

test('[SAVE-19] a closed document still saves what was typed before', async () => {
  const app = open();
  app.type('a');
  app.provider.stopListening();
  app.type('b');
  app.timers.pass(WINDOW_MS);
  await settle();
  expect(app.saved()).toBe('a');
});

test('[SAVE-13] any order of failures and lost replies: everything typed is stored once and in order', async () => {
  for (let seed = 1; seed <= 40; seed++) {
    const app = open(seed);
    const random = new Random(seed);
    app.window.fate = () =>
      random.oneOf(['do', 'do', 'lose', new Failure('busy', 'Busy.'), new Error('The other side is gone.')] as const);
    for (let step = 0; step < 60; step++) {
      if (random.chance(60)) app.type(String.fromCharCode(97 + random.below(26)));
      if (random.chance(50)) app.timers.pass(random.below(400));
      if (random.chance(10)) void app.provider.flush();
      if (random.chance(70)) await settle();
    }
    app.window.fate = () => 'do';
    await app.provider.flush();
    expect(await app.provider.flush()).toBe(true);
    expect(app.saved()).toBe(app.doc.getText('words').toJSON());
    expect(new Set(app.rows().map(({ updateId }) => updateId)).size).toBe(app.rows().length);
  }
});
