import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { HandTimers } from '../../tests/support/hand-timers.ts';
import { LONGEST_HOLD_MS, ReceivedUpdates } from './received-updates.ts';

function open() {
  const timers = new HandTimers();
  const doc = new Y.Doc();
  const other = new Y.Doc();
  const reported: unknown[] = [];
  let unreadable = 0;
  const received = new ReceivedUpdates(doc, {
    timers,
    onUnreadable: () => (unreadable += 1),
    report: (error) => reported.push(error),
  });
  other.on('update', (update) => received.apply(update));
  let composing = false;
  received.holdWhile(() => composing);
  return {
    timers,
    doc,
    received,
    reported,
    unreadable: () => unreadable,
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

test('[OPEN-2] an update that cannot be read is counted and left out; what comes after it is applied', () => {
  const app = open();
  app.compose(true);
  app.write('a');
  app.received.apply(Uint8Array.of(1, 1, 7));
  app.write('b');
  app.compose(false);
  app.timers.pass(30);
  expect(app.words()).toBe('ab');
  expect(app.unreadable()).toBe(1);
  expect(app.reported).toEqual([]);
});

test('[OPEN-2] a fault in whoever listens to the document is told, and keeps no later update away', () => {
  const app = open();
  const fault = new Error('A fault in an observer.');
  app.doc.once('afterTransaction', () => {
    throw fault;
  });
  app.compose(true);
  app.write('a');
  app.write('b');
  app.compose(false);
  app.timers.pass(30);
  expect(app.words()).toBe('ab');
  expect(app.reported).toEqual([fault]);
});
