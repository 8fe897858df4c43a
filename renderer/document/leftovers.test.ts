import { expect, test } from 'vitest';
import { Failure } from '../../app/failure.ts';
import { UpdateId } from '../../app/ids.ts';
import { HandTimers } from '../../tests/support/hand-timers.ts';
import { oneDevice, settle } from '../../tests/support/one-device.ts';
import { Random } from '../../tests/support/random.ts';
import { surroundingsFrom } from '../../tests/support/surroundings.ts';
import { Client } from '../client.ts';
import { OpenScripts } from './open-scripts.ts';

const FULL = new Failure('disk-full', 'There is no room left on this disk.');

test('[FULL-7] after everything was killed, opening the script shows what was kept, saves it and says so', async () => {
  const { open, store, saved, told } = oneDevice();
  const killed = await open();
  killed.bridge.fate = () => FULL;
  await killed.type('written on a full disk');
  expect(killed.state()).toBe('emergency');
  const window = await open();
  expect(window.session.doc.getText('words').toJSON()).toBe('written on a full disk');
  await settle();
  expect(window.state()).toBe('saved');
  expect(saved()).toBe('written on a full disk');
  expect(store.rows.size).toBe(0);
  expect(told).toEqual([{ kind: 'saved', edits: 1 }]);
});

test('[FULL-7] a script that cannot be saved yet shows what was kept, and does not call it saved', async () => {
  const { open, main, scriptId, store } = oneDevice();
  const killed = await open();
  killed.bridge.fate = () => FULL;
  await killed.type('still here');
  const bridge = main.window();
  bridge.fate = (name) => (name === 'script.append' ? FULL : 'do');
  const random = new Random(8);
  const scripts = OpenScripts.open(new Client(bridge), {
    ...surroundingsFrom(random),
    timers: new HandTimers(),
    emergencyStore: store,
    told: () => undefined,
    newUpdateId: () => UpdateId.parse(random.uuid()),
    report: () => undefined,
  });
  const session = await scripts.openScript(scriptId);
  await settle();
  expect(session.doc.getText('words').toJSON()).toBe('still here');
  expect(session.saveState.get()).toEqual({ kind: 'emergency', code: 'disk-full', unsaved: 1 });
  expect(store.rows.size).toBe(1);
});

test('[FULL-7] what was kept of a script that nobody opens is saved at the next start', async () => {
  const { open, newWindow, store, saved, told } = oneDevice();
  const killed = await open();
  killed.bridge.fate = () => FULL;
  await killed.type('nobody looks');
  newWindow();
  await settle();
  expect(saved()).toBe('nobody looks');
  expect(store.rows.size).toBe(0);
  expect(told).toEqual([{ kind: 'saved', edits: 1 }]);
});

test('[FULL-7] what cannot be saved at the start is tried again by itself', async () => {
  const { open, main, store, saved } = oneDevice();
  const killed = await open();
  killed.bridge.fate = () => FULL;
  await killed.type('later');
  const bridge = main.window();
  bridge.fate = () => FULL;
  const timers = new HandTimers();
  OpenScripts.open(new Client(bridge), {
    ...surroundingsFrom(new Random(4)),
    timers,
    emergencyStore: store,
    told: () => undefined,
    newUpdateId: () => UpdateId.parse(crypto.randomUUID()),
    report: () => undefined,
  });
  await settle();
  expect(saved()).toBe('');
  bridge.fate = () => 'do';
  timers.pass(60_000);
  await settle();
  expect(saved()).toBe('later');
});

test('[FULL-7] edits of a script that is not on this device stay in the emergency store, and are told of', async () => {
  const { open, newWindow, main, scriptId, store, told } = oneDevice();
  const killed = await open();
  killed.bridge.fate = () => FULL;
  await killed.type('homeless');
  main.scripts.delete(scriptId);
  newWindow();
  await settle();
  expect(store.rows.size).toBe(1);
  expect(told).toEqual([{ kind: 'stranded', edits: 1 }]);
});
