import { expect, test } from 'vitest';
import { Failure } from '../../app/failure.ts';
import { oneDevice, settle } from '../../tests/support/one-device.ts';
import { SLOW_AFTER_MS, WINDOW_MS } from './provider.ts';
import { MAX_MEMORY_BYTES, saveStateOf } from './save-state.ts';

const FULL = new Failure('disk-full', 'There is no room left on this disk.');

test('[FULL-5] what cannot be saved is kept under the id and with the bytes that it then has on disk', async () => {
  const { open, store, rows, saved } = oneDevice();
  const window = await open();
  window.bridge.fate = () => FULL;
  await window.type('a');
  await window.type('b');
  expect(window.state()).toBe('emergency');
  const kept = [...store.rows.values()].map(({ updateId, update }) => ({ updateId, update }));
  expect(kept.length).toBeGreaterThan(0);
  window.bridge.fate = () => 'do';
  window.timers.pass(5_000);
  await settle();
  expect(window.state()).toBe('saved');
  expect(rows()).toEqual(kept);
  expect(saved()).toBe('ab');
  expect(store.rows.size).toBe(0);
});

test('[FULL-5] it is said to be kept only when the emergency store has said so', async () => {
  const { open, store } = oneDevice();
  const window = await open();
  window.bridge.fate = () => FULL;
  const { promise, resolve } = Promise.withResolvers<void>();
  store.gate = promise;
  await window.type('a');
  expect(window.state()).toBe('keeping');
  resolve();
  await settle();
  expect(window.state()).toBe('emergency');
  const next = Promise.withResolvers<void>();
  store.gate = next.promise;
  await window.type('b');
  expect(window.state()).toBe('keeping');
  next.resolve();
  await settle();
  expect(window.state()).toBe('emergency');
});

test('[FULL-6] a row leaves the emergency store after the vault has acknowledged it, and not before', async () => {
  const { open, store, rows } = oneDevice();
  const window = await open();
  window.bridge.fate = () => FULL;
  await window.type('a');
  const { promise, resolve } = Promise.withResolvers<void>();
  window.bridge.fate = () => 'do';
  window.bridge.gate = promise;
  window.timers.pass(5_000);
  await settle();
  expect(store.rows.size).toBe(1);
  window.bridge.fate = () => 'lose';
  resolve();
  await settle();
  expect(rows()).toHaveLength(1);
  expect(window.state()).toBe('saved');
  expect(store.rows.size).toBe(0);
});

test('[FULL-6] a store that will not let go of a row changes nothing: the row is sent once more some day', async () => {
  const { open, store, rows } = oneDevice();
  const window = await open();
  window.bridge.fate = () => FULL;
  await window.type('a');
  store.fate = (deed) => (deed === 'forget' ? 'fail' : 'do');
  window.bridge.fate = () => 'do';
  window.timers.pass(5_000);
  await settle();
  expect(window.state()).toBe('saved');
  store.fate = () => 'do';
  await open();
  await settle();
  expect(store.rows.size).toBe(0);
  expect(rows()).toHaveLength(1);
});

test('[FULL-6] two windows of one script, both in trouble, and one opened meanwhile: nothing is lost or doubled', async () => {
  const { open, store, rows, saved } = oneDevice();
  const [one, two] = [await open(), await open()];
  for (const window of [one, two]) window.bridge.fate = () => FULL;
  await one.type('one ');
  await two.type('two ');
  const third = await open();
  await settle();
  expect(third.session.doc.getText('words').toJSON()).toMatch(/^(one two |two one )$/);
  expect(store.rows.size).toBe(0);
  for (const window of [one, two]) {
    window.bridge.fate = () => 'do';
    window.timers.pass(5_000);
  }
  await settle();
  expect(saved()).toBe(third.session.doc.getText('words').toJSON());
  expect(rows()).toHaveLength(2);
  for (const window of [one, two, third]) {
    expect(window.state()).toBe('saved');
    expect(window.session.doc.getText('words').toJSON()).toBe(saved());
  }
});

test('[FULL-8] when the emergency store fails too, the edits are said to be in this window alone, until one of both works', async () => {
  const { open, store } = oneDevice();
  const window = await open();
  window.bridge.fate = () => FULL;
  store.fate = () => 'fail';
  await window.type('a');
  expect(window.session.saveState.get()).toEqual({ kind: 'memory', code: 'disk-full', unsaved: 1 });
  store.fate = () => 'do';
  window.timers.pass(5_000);
  await settle();
  expect(window.state()).toBe('emergency');
  store.fate = () => 'fail';
  await window.type('b');
  expect(window.state()).toBe('memory');
  window.bridge.fate = () => 'do';
  window.timers.pass(5_000);
  await settle();
  expect(window.state()).toBe('saved');
});

test('[FULL-8] an emergency store that does not answer is not counted on, and is again when it does', async () => {
  const { open, store } = oneDevice();
  const window = await open();
  window.bridge.fate = () => FULL;
  const { promise, resolve } = Promise.withResolvers<void>();
  store.gate = promise;
  await window.type('a');
  window.timers.pass(5_000);
  await settle();
  expect(window.state()).toBe('memory');
  resolve();
  await settle();
  expect(window.state()).toBe('emergency');
});

test('[FULL-8] with more than 5 MB in memory alone writing stops, and goes on by itself when some of it is safe', async () => {
  const { open, store, saved } = oneDevice();
  const window = await open();
  window.bridge.fate = () => FULL;
  store.fate = () => 'fail';
  for (let part = 0; part < 6; part++) await window.type(String(part).repeat(1024 * 1024));
  expect(window.state()).toBe('stopped');
  store.fate = () => 'do';
  window.timers.pass(5_000);
  await settle();
  expect(window.state()).toBe('emergency');
  window.bridge.fate = () => 'do';
  window.timers.pass(5_000);
  await settle();
  expect(window.state()).toBe('saved');
  expect(saved()).toHaveLength(6 * 1024 * 1024);
});

test('[FULL-9] an answer that is overdue is said to take long: not failed, not saved, and kept as well', async () => {
  const { open, store } = oneDevice();
  const window = await open();
  const { promise, resolve } = Promise.withResolvers<void>();
  window.bridge.gate = promise;
  await window.type('a');
  window.timers.pass(SLOW_AFTER_MS - WINDOW_MS - 1);
  await settle();
  expect(window.state()).toBe('saving');
  window.timers.pass(WINDOW_MS + 1);
  await settle();
  expect(window.session.saveState.get()).toEqual({ kind: 'slow', unsaved: 1 });
  expect(store.rows.size).toBe(1);
  resolve();
  await settle();
  expect(window.state()).toBe('saved');
  expect(store.rows.size).toBe(0);
});

test('[FULL-9] a window whose saving hangs still answers when it is asked to close', async () => {
  const { open } = oneDevice();
  const window = await open();
  window.bridge.gate = new Promise(() => undefined);
  await window.type('a');
  const flushing = window.scripts.flush();
  await settle();
  window.timers.pass(4_000);
  expect(await flushing).toEqual({ unsaved: 1, kept: 0 });
});

test('[FULL-5] of all that can be the case, only what is acknowledged is said', () => {
  const facts = { unsaved: 3, failure: 'disk-full', isSlow: false, isStoreFailing: false } as const;
  const onlyHere = { edits: 1, bytes: 10 };
  const none = { edits: 0, bytes: 0 };
  const tooMuch = { edits: 1, bytes: MAX_MEMORY_BYTES + 1 };
  const kindOf = (given: Partial<Parameters<typeof saveStateOf>[0]>) =>
    saveStateOf({ ...facts, onlyHere, ...given }).kind;
  expect(kindOf({ unsaved: 0 })).toBe('saved');
  expect(kindOf({ failure: null })).toBe('saving');
  expect(kindOf({ failure: null, onlyHere: tooMuch })).toBe('saving');
  expect(kindOf({ failure: null, isSlow: true })).toBe('slow');
  expect(kindOf({ failure: null, isSlow: true, onlyHere: tooMuch })).toBe('stopped');
  expect(kindOf({})).toBe('keeping');
  expect(kindOf({ isStoreFailing: true })).toBe('memory');
  expect(kindOf({ onlyHere: none })).toBe('emergency');
  expect(kindOf({ onlyHere: none, isStoreFailing: true })).toBe('emergency');
  expect(kindOf({ onlyHere: tooMuch })).toBe('stopped');
});
