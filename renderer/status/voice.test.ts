import { expect, test } from 'vitest';
import { HandTimers } from '../../tests/support/hand-timers.ts';
import { QUIET_MS, Voice } from './voice.ts';

function open() {
  const timers = new HandTimers();
  const voice = new Voice({ kind: 'on-server', words: 'On the server' }, timers);
  const heard: string[] = [];
  voice.said.subscribe(() => heard.push(voice.said.get()));
  return { timers, voice, heard, tell: (kind: string, words = kind) => voice.tell({ kind, words }) };
}

test('[STATUS-7] a screen reader hears a change of state, and nothing while it stays the same', () => {
  const { tell, heard, timers } = open();
  tell('on-server', 'On the server, seen by Ana');
  expect(heard).toEqual([]);
  tell('offline', 'Offline, 1 edit only on this device');
  timers.pass(QUIET_MS);
  tell('offline', 'Offline, 2 edits only on this device');
  expect(heard).toEqual(['Offline, 1 edit only on this device']);
});

test('[STATUS-7] it hears at most one in ten seconds, and then the state as it is by then', () => {
  const { tell, heard, timers } = open();
  tell('offline');
  tell('unavailable');
  tell('signed-out');
  timers.pass(QUIET_MS - 1);
  expect(heard).toEqual(['offline']);
  timers.pass(1);
  expect(heard).toEqual(['offline', 'signed-out']);
});

test('[STATUS-7] a state that came and went within ten seconds is not told', () => {
  const { tell, heard, timers, voice } = open();
  tell('offline');
  tell('on-server');
  tell('offline');
  timers.pass(3 * QUIET_MS);
  expect(heard).toEqual(['offline']);
  expect(timers.waiting).toBe(0);
  tell('on-server');
  voice[Symbol.dispose]();
  expect(timers.waiting).toBe(0);
});
