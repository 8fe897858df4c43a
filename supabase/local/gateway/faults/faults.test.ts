import { expect, test } from 'vitest';
import { HandTimers } from '../../../../tests/support/hand-timers.ts';
import { jsonReply, type Frame } from '../part.ts';
import { aroundRequest } from './around-request.ts';
import { Faults } from './faults.ts';
import type { FaultRuleInput } from './rules.ts';

/** When everything that waits for nothing more has been done. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** One socket with faults on its way: what arrives on either side, and how it was closed. */
function openLine() {
  const timers = new HandTimers();
  const faults = new Faults(timers.after);
  const closed: unknown[] = [];
  const lane = faults.openLane((code, reason) => closed.push([code, reason]));
  const arrived: { readonly incoming: unknown[]; readonly outgoing: unknown[] } = { incoming: [], outgoing: [] };
  const send = (way: 'incoming' | 'outgoing', data: string, topic = 'realtime:a'): void => {
    const frame: Frame = { topic, event: 'broadcast', data };
    lane[way](frame, (passed) => arrived[way].push(passed.data));
  };
  return { timers, faults, lane, closed, arrived, send };
}

const say = (line: ReturnType<typeof openLine>, ...words: readonly string[]): void => {
  for (const word of words) line.send('outgoing', word);
};

test('[FAULT-1] without rules every frame passes at once', () => {
  const line = openLine();
  say(line, '1', '2');
  line.send('incoming', '3');
  expect(line.arrived).toEqual({ incoming: ['3'], outgoing: ['1', '2'] });
});

test('[FAULT-1] a rule acts on what it matches, after as many as it skips, as often as it says', () => {
  const line = openLine();
  const rule = line.faults.add({ do: 'drop', on: 'outgoing', topic: 'realtime:a', skip: 1, times: 2 });
  line.send('outgoing', 'other topic', 'realtime:b');
  line.send('incoming', 'other way');
  say(line, '1', '2', '3', '4');
  expect(line.arrived).toEqual({ incoming: ['other way'], outgoing: ['other topic', '1', '4'] });
  expect(rule.hits).toBe(2);
});

test('[FAULT-1] a rule that is taken back acts no more, and clearing takes all back', () => {
  const line = openLine();
  const rule = line.faults.add({ do: 'drop', on: 'outgoing' });
  say(line, '1');
  rule[Symbol.dispose]();
  say(line, '2');
  line.faults.add({ do: 'drop', on: 'outgoing' });
  line.faults.clear();
  say(line, '3');
  expect(line.arrived.outgoing).toEqual(['2', '3']);
});

test('[FAULT-2] frames are lost, doubled and overtaken by the next', async () => {
  const line = openLine();
  line.faults.add({ do: 'drop', on: 'outgoing', times: 1 });
  line.faults.add({ do: 'duplicate', on: 'outgoing', times: 1 });
  line.faults.add({ do: 'reorder', on: 'outgoing', times: 1 });
  say(line, '1', '2', '3', '4');
  await settled();
  expect(line.arrived.outgoing).toEqual(['2', '2', '4', '3']);
});

test('[FAULT-2] a delayed frame holds up those behind it, and the other way not', async () => {
  const line = openLine();
  line.faults.add({ do: 'delay', on: 'outgoing', ms: 500, times: 1 });
  say(line, '1', '2');
  line.send('incoming', '3');
  line.timers.pass(499);
  await settled();
  expect(line.arrived).toEqual({ incoming: ['3'], outgoing: [] });
  line.timers.pass(1);
  await settled();
  expect(line.arrived.outgoing).toEqual(['1', '2']);
});

test('[FAULT-2] a frozen way stands still until the rule is taken back, then goes on in order', async () => {
  const line = openLine();
  const rule = line.faults.add({ do: 'freeze', on: 'outgoing', times: 1 });
  say(line, '1', '2', '3');
  expect(line.arrived.outgoing).toEqual([]);
  rule[Symbol.dispose]();
  await settled();
  expect(line.arrived.outgoing).toEqual(['1', '2', '3']);
});

test('[FAULT-2] a socket is closed with the code that the rule gives', () => {
  const line = openLine();
  line.faults.add({ do: 'close', on: 'incoming', code: 1012, reason: 'restarting' });
  line.send('incoming', '1');
  expect([line.closed, line.arrived.incoming]).toEqual([[[1012, 'restarting']], []]);
});

test('[FAULT-2] after its end a lane holds nothing', async () => {
  const line = openLine();
  line.faults.add({ do: 'delay', on: 'outgoing', ms: 500 });
  say(line, '1');
  line.lane[Symbol.dispose]();
  expect(line.timers.waiting).toBe(0);
  line.timers.pass(1_000);
  await settled();
  expect(line.arrived.outgoing).toEqual([]);
});

/** A request that counts how often its work is done. */
function openRequest(rule: FaultRuleInput, path = '/rest/v1/rpc/push_updates') {
  const timers = new HandTimers();
  const faults = new Faults(timers.after);
  const standing = faults.add(rule);
  const leaving = new AbortController();
  const work = { done: 0 };
  const ask = () =>
    aroundRequest(faults, { method: 'POST', path, signal: leaving.signal }, async () => jsonReply(200, ++work.done));
  return { timers, standing, leaving, work, ask };
}

test('[FAULT-3] a reply is lost before the work or after it', async () => {
  const before = openRequest({ do: 'drop', on: 'http' });
  const after = openRequest({ do: 'drop', on: 'http', handled: true });
  expect([await before.ask(), before.work.done, await after.ask(), after.work.done]).toEqual(['cut', 0, 'cut', 1]);
});

test('[FAULT-3] a request arrives twice and is answered once', async () => {
  const { ask, work } = openRequest({ do: 'duplicate', on: 'http' });
  expect([(await ask()).valueOf(), work.done]).toEqual([jsonReply(200, 2), 2]);
});

test('[FAULT-3] 401, 403, 429 and 5xx are answered in place of the work', async () => {
  for (const status of [401, 403, 429, 500, 503]) {
    const { ask, work } = openRequest({ do: 'answer', on: 'http', status });
    expect([await ask(), work.done]).toMatchObject([{ status }, 0]);
  }
});

test('[FAULT-3] a request waits out its delay, or the rule that froze it', async () => {
  const delayed = openRequest({ do: 'delay', on: 'http', ms: 300 });
  const slow = delayed.ask();
  expect(delayed.work.done).toBe(0);
  delayed.timers.pass(300);
  expect([await slow, delayed.work.done]).toEqual([jsonReply(200, 1), 1]);

  const frozen = openRequest({ do: 'freeze', on: 'http' });
  const waiting = frozen.ask();
  expect(frozen.work.done).toBe(0);
  frozen.standing[Symbol.dispose]();
  expect(await waiting).toEqual(jsonReply(200, 1));
});

test('[FAULT-3] what is accepted and never answered ends when the caller leaves or the rule is taken back', async () => {
  const left = openRequest({ do: 'hang', on: 'http', handled: true });
  const forgotten = left.ask();
  left.leaving.abort();
  expect([await forgotten, left.work.done]).toEqual(['cut', 1]);

  const takenBack = openRequest({ do: 'hang', on: 'http' });
  const waiting = takenBack.ask();
  takenBack.standing[Symbol.dispose]();
  expect([await waiting, takenBack.work.done]).toEqual(['cut', 0]);
});

test('[FAULT-3] of two requests the second is done first', async () => {
  const { ask, work } = openRequest({ do: 'reorder', on: 'http', times: 1 });
  const [first, second] = [ask(), ask()];
  expect([await first, await second, work.done]).toEqual([jsonReply(200, 2), jsonReply(200, 1), 2]);
});

test('[FAULT-1] a rule that makes no sense is refused', () => {
  const faults = new Faults();
  for (const rule of [
    { do: 'explode', on: 'http' },
    { do: 'drop', on: 'http', tpoic: 'a' },
    { do: 'answer', on: 'http' },
  ]) {
    // @ts-expect-error What comes from outside may be anything.
    expect(() => faults.add(rule)).toThrow();
  }
});
