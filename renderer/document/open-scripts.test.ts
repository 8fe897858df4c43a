import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { Failure } from '../../app/failure.ts';
import { ScriptId, UpdateId } from '../../app/ids.ts';
import { ScriptModel } from '../../app/script/model.ts';
import { HandTimers } from '../../tests/support/hand-timers.ts';
import { MemoryEmergencyStore } from '../../tests/support/memory-emergency-store.ts';
import { MemoryMain } from '../../tests/support/memory-main.ts';
import { Random } from '../../tests/support/random.ts';
import { surroundingsFrom } from '../../tests/support/surroundings.ts';
import { Client } from '../client.ts';
import type { LeftoverNews } from './leftovers.ts';
import { OpenScripts, type Unsaved } from './open-scripts.ts';

function open() {
  const random = new Random(5);
  const main = new MemoryMain();
  const scriptId = ScriptId.parse(random.uuid());
  const doc = new Y.Doc();
  const model = new ScriptModel(doc, surroundingsFrom(new Random(9)));
  model.insertScene('end', 'First');
  main.add(scriptId, [Y.encodeStateAsUpdate(doc)]);
  const timers = new HandTimers();
  const emergencyStore = new MemoryEmergencyStore();
  const told: LeftoverNews[] = [];
  const newWindow = () => {
    const bridge = main.window();
    const scripts = OpenScripts.open(new Client(bridge), {
      ...surroundingsFrom(random),
      timers,
      emergencyStore,
      told: (news) => told.push(news),
      newUpdateId: () => UpdateId.parse(random.uuid()),
      report: () => {},
    });
    return { bridge, scripts };
  };
  return { main, scriptId, timers, emergencyStore, told, newWindow, rows: () => main.script(scriptId).rows };
}

const headings = (model: ScriptModel): string[] => model.outline().scenes.map(({ id }) => model.headingText(id));

/** Lets every promise that is ready go on. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
};

test('[SAVE-22] opening a script, and looking at it, saves nothing', async () => {
  const app = open();
  const { scripts, bridge } = app.newWindow();
  const session = await scripts.openScript(app.scriptId);
  expect(headings(session.model)).toEqual(['First']);
  expect(session.undo.state.get()).toEqual({ canUndo: false, canRedo: false });
  app.timers.pass(10_000);
  await session[Symbol.asyncDispose]();
  expect(bridge.log).toEqual(['script.open', 'script.close']);
});

test('[SAVE-22] a read-only window never saves, whatever happens to its document', async () => {
  const app = open();
  app.main.script(app.scriptId).readOnly = 'newer-format';
  const { scripts, bridge } = app.newWindow();
  const session = await scripts.openScript(app.scriptId);
  session.model.insertScene('end', 'Never');
  app.timers.pass(1_000);
  await session.flush();
  expect(bridge.log).toEqual(['script.open']);
  expect(session.saveState.get().kind).toBe('saved');
});

test('[SAVE-21] what another window saves while this one is reading arrives, once', async () => {
  const app = open();
  const first = app.newWindow();
  const second = app.newWindow();
  const one = await first.scripts.openScript(app.scriptId);
  const { promise, resolve } = Promise.withResolvers<void>();
  // The read is answered late; meanwhile the other window saves.
  second.bridge.gate = promise;
  const opening = second.scripts.openScript(app.scriptId);
  one.model.insertScene('end', 'Meanwhile');
  await one.flush();
  for (const { update } of app.rows()) second.bridge.tell('script.changed', { scriptId: app.scriptId, update });
  resolve();
  const two = await opening;
  expect(headings(two.model)).toEqual(['First', 'Meanwhile']);
  expect(app.rows()).toHaveLength(2);
});

test('[SAVE-16] two windows of one script stay equal, and neither saves what the other wrote', async () => {
  const app = open();
  const [first, second] = [app.newWindow(), app.newWindow()];
  const one = await first.scripts.openScript(app.scriptId);
  const two = await second.scripts.openScript(app.scriptId);
  one.model.insertScene('end', 'Second');
  await one.flush();
  two.model.insertScene('end', 'Third');
  await two.flush();
  expect(headings(one.model)).toEqual(['First', 'Second', 'Third']);
  expect(headings(two.model)).toEqual(['First', 'Second', 'Third']);
  expect(app.rows()).toHaveLength(3);
});

test('[SAVE-19] a script closed before it could be saved goes on saving, and shows its words when opened again', async () => {
  const app = open();
  const { scripts, bridge } = app.newWindow();
  const session = await scripts.openScript(app.scriptId);
  bridge.fate = (name) => (name === 'script.append' ? new Failure('disk-full', 'No room.') : 'do');
  session.model.insertScene('end', 'Kept here');
  await session[Symbol.asyncDispose]();
  expect(app.rows()).toHaveLength(1);
  const again = await scripts.openScript(app.scriptId);
  expect(headings(again.model)).toEqual(['First', 'Kept here']);
  bridge.fate = () => 'do';
  app.timers.pass(5_000);
  await settle();
  expect(headings(new ScriptModel(app.main.replay(app.scriptId), surroundingsFrom(new Random(1))))).toEqual([
    'First',
    'Kept here',
  ]);
  expect(await scripts.flush()).toEqual({ unsaved: 0, kept: 0 });
});

test('[SAVE-20] a window about to close saves first and answers how much is not on disk', async () => {
  const app = open();
  const flushed: Unsaved[] = [];
  const bridge = app.main.window({ 'window.flushed': (unsaved) => void flushed.push(unsaved) });
  using scripts = OpenScripts.open(new Client(bridge), {
    ...surroundingsFrom(new Random(2)),
    timers: app.timers,
    emergencyStore: app.emergencyStore,
    told: () => undefined,
    newUpdateId: () => UpdateId.parse(crypto.randomUUID()),
    report: () => {},
  });
  const session = await scripts.openScript(app.scriptId);
  session.model.insertScene('end', 'Typed just now');
  bridge.tell('window.flush', {});
  await settle();
  expect(flushed).toEqual([{ unsaved: 0, kept: 0 }]);
  expect(app.rows()).toHaveLength(2);
  bridge.fate = (name) => (name === 'script.append' ? new Failure('read-only-disk', 'No.') : 'do');
  session.model.insertScene('end', 'Not saved');
  bridge.tell('window.flush', {});
  await settle();
  expect(flushed[1]).toEqual({ unsaved: 0, kept: expect.any(Number) });
  expect(flushed[1]?.kept).toBeGreaterThan(0);
});

test('[SAVE-21] opening again while the old session closes keeps the window listening', async () => {
  const app = open();
  const [first, second] = [app.newWindow(), app.newWindow()];
  const early = first.scripts.openScript(app.scriptId);
  const late = first.scripts.openScript(app.scriptId);
  await (await early)[Symbol.asyncDispose]();
  const session = await late;
  const other = await second.scripts.openScript(app.scriptId);
  other.model.insertScene('end', 'Theirs');
  await other.flush();
  expect(headings(session.model)).toEqual(['First', 'Theirs']);
  await session[Symbol.asyncDispose]();
  expect(first.bridge.isOpen(app.scriptId)).toBe(false);
  expect(first.bridge.listenerCount).toBe(1);
});

test('[OPEN-3] a script with an update that cannot be read is opened, counted, written in and saved', async () => {
  const app = open();
  const broken = Uint8Array.of(1, 1, 7);
  app.rows().push({ updateId: 'broken', update: broken });
  const { scripts, bridge } = app.newWindow();
  const session = await scripts.openScript(app.scriptId);
  expect(headings(session.model)).toEqual(['First']);
  expect(session.unreadable.get()).toBe(1);
  bridge.tell('script.changed', { scriptId: app.scriptId, update: broken });
  expect(session.unreadable.get()).toBe(2);
  session.model.insertScene('end', 'Second');
  expect(await session.flush()).toBe(true);
  expect(app.rows()).toHaveLength(3);
  const again = await app.newWindow().scripts.openScript(app.scriptId);
  expect(headings(again.model)).toEqual(['First', 'Second']);
});

test('[OPEN-1] a snapshot that cannot be read opens nothing: what came after it is no script', async () => {
  const app = open();
  const state = Uint8Array.of(1, 1, 7);
  const bridge = app.main.window({
    'script.open': () => ({ title: 'A script', snapshot: state, updates: [], readOnly: null }),
  });
  const scripts = OpenScripts.open(new Client(bridge), {
    ...surroundingsFrom(new Random(2)),
    timers: app.timers,
    emergencyStore: app.emergencyStore,
    told: () => undefined,
    newUpdateId: () => UpdateId.parse(crypto.randomUUID()),
    report: () => {},
  });
  await expect(scripts.openScript(app.scriptId)).rejects.toMatchObject({ code: 'damaged' });
  expect(bridge.listenerCount).toBe(1);
});

test('[OPEN-7] a script that is expected is asked for once, ahead, and misses nothing that is saved meanwhile', async () => {
  const app = open();
  const { scripts, bridge } = app.newWindow();
  scripts.expect(app.scriptId);
  const { scripts: others } = app.newWindow();
  await settle();
  const other = await others.openScript(app.scriptId);
  other.model.insertScene('end', 'Meanwhile');
  await other.flush();
  const session = await scripts.openScript(app.scriptId);
  expect(headings(session.model)).toEqual(['First', 'Meanwhile']);
  await session[Symbol.asyncDispose]();
  await (await scripts.openScript(app.scriptId))[Symbol.asyncDispose]();
  expect(bridge.log).toEqual(['script.glance', 'script.open', 'script.close', 'script.open', 'script.close']);
});

test('[OPEN-7] an expected script that cannot be opened fails when it is opened, and can be tried again', async () => {
  const app = open();
  const { scripts, bridge } = app.newWindow();
  bridge.fate = (name) => (name === 'script.open' ? new Failure('damaged', 'No.') : 'do');
  scripts.expect(app.scriptId);
  await settle();
  await expect(scripts.openScript(app.scriptId)).rejects.toMatchObject({ code: 'damaged' });
  bridge.fate = () => 'do';
  expect(headings((await scripts.openScript(app.scriptId)).model)).toEqual(['First']);
  expect(bridge.listenerCount).toBe(4);
});
