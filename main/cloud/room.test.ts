import { expect, test } from 'vitest';
import { PersonId, RowId } from '../../app/ids.ts';
import { PresenceId, type CursorPlace } from '../../app/ipc/together.ts';
import { HandTimers } from '../../tests/support/hand-timers.ts';
import { Random } from '../../tests/support/random.ts';
import { CURSOR_EVENT, cursorEveryMs, MAX_WINDOWS, presenceOf, readPeers, type Me } from './peers.ts';
import { Room } from './room.ts';

const random = new Random(5);
const someone = (isShown = true): Me => ({
  presenceId: PresenceId.parse(random.uuid()),
  personId: PersonId.parse(random.uuid()),
  name: 'Ines',
  isShown,
});
const rowId = RowId.parse(random.uuid());
const place = (anchor: string): CursorPlace => ({ rowId, cell: 'audio', anchor, head: anchor });
const says = ({ presenceId, personId, name }: Me) => [{ personId, name, windows: [presenceId], presence_ref: 'F1' }];

function openRoom(messagesPerSecond = 2_500) {
  const timers = new HandTimers();
  let elapsedMs = 0;
  const sent: { readonly event: string; readonly payload: object }[] = [];
  const tracked: Record<string, unknown>[] = [];
  let changes = 0;
  const room = new Room({
    surroundings: {
      nowMs: () => elapsedMs,
      wake: (afterMs, callBack) => ({ [Symbol.dispose]: timers.after(afterMs, callBack) }),
    },
    messagesPerSecond,
    changed: () => (changes += 1),
    counted: () => undefined,
  });
  const voice = {
    send: (event: string, payload: object) => sent.push({ event, payload }) > 0,
    track: (payload: Record<string, unknown>) => void tracked.push(payload),
  };
  return {
    room,
    voice,
    sent,
    tracked,
    changes: () => changes,
    pass: (ms: number) => {
      for (let passed = 0; passed < ms; passed += 10) {
        elapsedMs += 10;
        timers.pass(10);
      }
    },
  };
}

test('[BELL-12] the latest place is sent at once and then at most five times a second', () => {
  const { room, voice, sent, pass } = openRoom();
  const [me, other] = [someone(), someone()];
  room.enter(me);
  room.joined(voice);
  room.present({ mine: says(me), theirs: says(other) });
  for (let at = 0; at < 95; at += 1) {
    room.move(me.presenceId, place(String(at)));
    pass(10);
  }
  expect(sent.length).toBe(5);
  pass(200);
  expect(sent.length).toBe(6);
  expect(sent.at(-1)).toEqual({ event: CURSOR_EVENT, payload: { presenceId: me.presenceId, place: place('94') } });
});

test('[BELL-12] alone in the room a place is told every ten seconds, and to whoever comes at once', () => {
  const { room, voice, sent, pass } = openRoom();
  const [me, other] = [someone(), someone()];
  room.enter(me);
  room.joined(voice);
  room.present({ mine: says(me) });
  for (let at = 0; at < 150; at += 1) {
    room.move(me.presenceId, place(String(at)));
    pass(100);
  }
  expect(sent.length).toBe(2);
  room.present({ mine: says(me), theirs: says(other) });
  expect(sent.length).toBe(3);
  expect(sent.at(-1)).toEqual({ event: CURSOR_EVENT, payload: { presenceId: me.presenceId, place: place('149') } });
  pass(10_100);
  expect(sent.length).toBe(4);
});

test('[BELL-12] a full room sends less often, so that all cursors together take a fifth of the plan', () => {
  expect([1, 2, 5].map((devices) => cursorEveryMs(devices, 2_500))).toEqual([200, 200, 200]);
  for (const plan of [100, 500, 2_500]) {
    for (const devices of [2, 5, 10, 50]) {
      const messages = (devices * devices * 1_000) / cursorEveryMs(devices, plan);
      expect(messages).toBeLessThanOrEqual(plan * 0.2 + 1e-9);
    }
  }
});

test('[BELL-12] however often windows come and go, the server is told at most four times in 30 s, the last word included', () => {
  const { room, voice, tracked, pass } = openRoom();
  const [stays, comes] = [someone(), someone()];
  room.enter(stays);
  room.joined(voice);
  for (let turn = 0; turn < 20; turn += 1) {
    room.enter(comes);
    room.leave(comes.presenceId);
    pass(100);
  }
  expect(tracked.length).toBe(4);
  pass(30_000);
  expect(tracked.length).toBeLessThanOrEqual(8);
  expect(tracked.at(-1)).toEqual(presenceOf([stays]));
});

test('[BELL-12] whoever may only look is not shown, and sends nothing', () => {
  const { room, voice, sent, tracked, pass } = openRoom();
  const [viewer, other] = [someone(false), someone()];
  room.enter(viewer);
  room.joined(voice);
  room.present({ theirs: says(other) });
  room.move(viewer.presenceId, place('1'));
  pass(1_000);
  expect([sent, tracked]).toEqual([[], []]);
  expect(room.peers(viewer.presenceId).map(({ presenceId }) => presenceId)).toEqual([other.presenceId]);
});

test('[BELL-13] a cursor counts only from somebody who is here, and goes when they go', () => {
  const { room, voice } = openRoom();
  const [me, mine, other, stranger] = [someone(), someone(), someone(), someone()];
  room.enter(me);
  room.enter(mine);
  room.joined(voice);
  room.present({ mine: says(me), theirs: says(other) });
  room.heard(CURSOR_EVENT, { presenceId: stranger.presenceId, place: place('1') });
  room.heard(CURSOR_EVENT, { presenceId: me.presenceId, place: place('2') });
  expect(room.peers(mine.presenceId)[0]).toMatchObject({ presenceId: me.presenceId, place: null });
  room.heard(CURSOR_EVENT, { presenceId: other.presenceId, place: place('3') });
  room.leave(mine.presenceId);
  expect(room.peers(me.presenceId)).toEqual([
    { presenceId: other.presenceId, personId: other.personId, name: 'Ines', place: place('3') },
  ]);
  // Said before they came, by whoever wanted to: it is not where they are.
  room.present({ mine: says(me), late: says(stranger) });
  expect(room.peers(me.presenceId).map((peer) => peer.place)).toEqual([null]);
  room.present({ mine: says(me) });
  expect(room.peers(me.presenceId)).toEqual([]);
  room.present({ mine: says(me), theirs: says(other) });
  expect(room.peers(me.presenceId).map((peer) => peer.place)).toEqual([null]);
});

const forged: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined],
  ['text', 'cursor'],
  ['bytes', new ArrayBuffer(8)],
  ['no place', {}],
  ['a long anchor', { place: { ...place('1'), anchor: 'a'.repeat(201) } }],
  ['another cell', { place: { ...place('1'), cell: 'title' } }],
  ['a row that is no id', { place: { ...place('1'), rowId: 'javascript:alert(1)' } }],
  ['more than there is', { place: { ...place('1'), colour: 'url(https://example.org)' } }],
];
test.each(forged)('[BELL-13] what is no cursor is passed over: %s', (_, said) => {
  const { room, voice } = openRoom();
  const [me, other] = [someone(), someone()];
  room.enter(me);
  room.joined(voice);
  room.present({ mine: says(me), theirs: says(other) });
  const payload =
    typeof said === 'object' && said !== null && !(said instanceof ArrayBuffer)
      ? { presenceId: other.presenceId, ...said }
      : said;
  room.heard(CURSOR_EVENT, payload);
  expect(room.peers(me.presenceId).map((peer) => peer.place)).toEqual([null]);
});

test('[BELL-13] presence that cannot be read is nobody, nobody takes a known id, and a room holds 200', () => {
  const [one, other] = [someone(), someone()];
  const windows = Array.from({ length: MAX_WINDOWS }, () => PresenceId.parse(random.uuid()));
  const crowd = Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [
      `c${index}`,
      [{ ...says(someone())[0], windows: windows.map(() => random.uuid()) }],
    ]),
  );
  expect(
    readPeers({ a: [{}], b: [{ personId: 'x', name: 'y', windows }], c: [{ ...says(one)[0], name: 'n'.repeat(201) }] }),
  ).toEqual([]);
  expect(readPeers({ a: says(one), b: [{ ...says(other)[0], windows: [one.presenceId] }] })).toEqual([
    { presenceId: one.presenceId, personId: one.personId, name: 'Ines', place: null },
  ]);
  expect(readPeers(crowd)).toHaveLength(200);
});

test('[BELL-13] a burst of cursors is told to windows together', () => {
  const { room, voice, changes, pass } = openRoom();
  const [me, other] = [someone(), someone()];
  room.enter(me);
  room.joined(voice);
  room.present({ mine: says(me), theirs: says(other) });
  pass(100);
  const before = changes();
  for (let at = 0; at < 500; at += 1)
    room.heard(CURSOR_EVENT, { presenceId: other.presenceId, place: place(String(at)) });
  pass(100);
  expect(changes() - before).toBe(1);
});
