import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { HandTimers } from '../../tests/support/hand-timers.ts';
import { LONGEST_HOLD_MS, ReceivedUpdates } from './received-updates.ts';

function open() {
  const timers = new HandTimers();
  const doc = new Y.Doc();
  const other = new Y.Doc();
  const received = new ReceivedUpdates(doc, timers);
  other.on('update', (update) => received.apply(update));
  let composing = false;
  received.holdWhile(() => composing);
  return {
    timers,
    received,
    write: (text: string) => other.getText('words').insert(other.getText('words').length, text),
    words: () => doc.getText('words').toJSON(),
    compose: (on: boolean) => (composing = on),
  };
}

test('[EDIT-30] received updates are applied at once while nobody composes', () => {
  const app = open();
  app.write('a');
  expect(app.words()).toBe('a');
  expect(app.timers.waiting).toBe(0);
});

test('[EDIT-30] while somebody composes they wait, in order, and follow when it ends', () => {
  const app = open();
  app.compose(true);
  app.write('a');
  app.write('b');
  app.timers.pass(1_000);
  expect(app.words()).toBe('');
  app.compose(false);
  app.timers.pass(30);
  expect(app.words()).toBe('ab');
  app.write('c');
  expect(app.words()).toBe('abc');
});

test('[EDIT-31] nothing is held longer than five seconds', () => {
  const app = open();
  app.compose(true);
  app.write('a');
  app.timers.pass(LONGEST_HOLD_MS - 100);
  expect(app.words()).toBe('');
  app.timers.pass(100);
  expect(app.words()).toBe('a');
});

test('[EDIT-30] closing applies what is held', () => {
  const app = open();
  app.compose(true);
  app.write('a');
  app.received[Symbol.dispose]();
  expect(app.words()).toBe('a');
  expect(app.timers.waiting).toBe(0);
});
