import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { ScriptId, UpdateId } from '../../app/ids.ts';
import type { ReadOnlyReason } from '../../app/ipc/contract.ts';
import { ScriptModel } from '../../app/script/model.ts';
import { HandTimers } from '../../tests/support/hand-timers.ts';
import { MemoryEmergencyStore } from '../../tests/support/memory-emergency-store.ts';
import { MemoryMain } from '../../tests/support/memory-main.ts';
import { Random } from '../../tests/support/random.ts';
import { surroundingsFrom } from '../../tests/support/surroundings.ts';
import { Client } from '../client.ts';
import { OpenScripts } from './open-scripts.ts';

async function open(readOnly: ReadOnlyReason | null = null) {
  const random = new Random(11);
  const main = new MemoryMain();
  const scriptId = ScriptId.parse(random.uuid());
  const written = new ScriptModel(new Y.Doc(), surroundingsFrom(new Random(3)));
  written.insertScene('end', 'First');
  main.add(scriptId, [Y.encodeStateAsUpdate(written.doc)]).readOnly = readOnly;
  const timers = new HandTimers();
  const bridge = main.window();
  const scripts = OpenScripts.open(new Client(bridge), {
    ...surroundingsFrom(random),
    timers,
    emergencyStore: new MemoryEmergencyStore(),
    told: () => undefined,
    newUpdateId: () => UpdateId.parse(random.uuid()),
    report: () => undefined,
  });
  const opening = scripts.openScript(scriptId);
  const roleIs = (reason: ReadOnlyReason | null): void =>
    bridge.tell('script.read-only-changed', { scriptId, readOnly: reason });
  const saved = (): readonly string[] => headings(new ScriptModel(main.replay(scriptId), surroundingsFrom(random)));
  return { main, scriptId, timers, scripts, opening, roleIs, saved };
}

const headings = (model: ScriptModel): readonly string[] =>
  model.outline().scenes.map(({ id }) => model.headingText(id));

/** Lets every promise that is ready go on. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 40; turn++) await Promise.resolve();
};

test('[STATUS-14] what was typed before a role ended is saved, also what ends with the editor; nothing after it is', async () => {
  const app = await open();
  const session = await app.opening;
  session.model.insertScene('end', 'Before');
  app.roleIs('access-ended');
  expect(session.readOnly.get()).toBe('access-ended');
  session.model.insertScene('end', 'On its way');
  app.timers.pass(0);
  session.model.insertScene('end', 'After');
  app.timers.pass(1_000);
  await settle();
  expect(app.saved()).toEqual(['First', 'Before', 'On its way']);
  expect(session.saveState.get()).toEqual({ kind: 'saved' });
});

test('[STATUS-14] when a role comes back, writing is saved again, and nothing is left that nobody could read', async () => {
  const app = await open('may-not-write');
  const session = await app.opening;
  expect(session.readOnly.get()).toBe('may-not-write');
  session.model.insertScene('end', 'Not saved');
  app.timers.pass(1_000);
  await settle();
  expect(app.saved()).toEqual(['First']);
  app.roleIs(null);
  session.model.insertScene('end', 'Again');
  app.timers.pass(1_000);
  await settle();
  expect(app.saved()).toEqual(['First', 'Not saved', 'Again']);
  expect(app.main.replay(app.scriptId).store.pendingStructs).toBeNull();
});

test('[STATUS-14] a role that ends and comes back at once stops nothing', async () => {
  const app = await open();
  const session = await app.opening;
  app.roleIs('may-not-write');
  app.roleIs(null);
  app.timers.pass(0);
  session.model.insertScene('end', 'Written');
  expect(await session.flush()).toBe(true);
  expect(app.saved()).toEqual(['First', 'Written']);
});

test('[STATUS-14] undo takes nothing back in a script that may not be written in', async () => {
  const app = await open();
  const session = await app.opening;
  session.undo.step(() => session.model.setLayout('narration'));
  await session.flush();
  app.roleIs('may-not-write');
  expect(session.undo.undo()).toBe(false);
  app.roleIs(null);
  expect(session.undo.undo()).toBe(true);
});

test('[STATUS-14] what is told while a script is being opened counts, and a newer format ends only by opening anew', async () => {
  const early = await open();
  early.roleIs('access-ended');
  expect((await early.opening).readOnly.get()).toBe('access-ended');

  const newer = await open('newer-format');
  newer.roleIs(null);
  const session = await newer.opening;
  newer.roleIs(null);
  expect(session.readOnly.get()).toBe('newer-format');
  expect(session.provider).toBeNull();
});

test('[STATUS-14] a read-only script that is open is asked when its window closes, once it was written in again', async () => {
  const app = await open('may-not-write');
  const session = await app.opening;
  // Another script being opened tidies away what is closed and saved.
  await app.scripts.openScript(app.scriptId);
  app.roleIs(null);
  session.model.insertScene('end', 'Typed at the end');
  await app.scripts.flush();
  expect(app.saved()).toContain('Typed at the end');
});
