import { expect, test } from 'vitest';
import { Random } from '../../../tests/support/random.ts';
import { decodeFrame, encodeBroadcast, encodeMessage, MAX_NAME_BYTES } from './frames.ts';

/** Frames as realtime-js 2.119 sent them. */
const jsonPush = Buffer.from('0301010e03000136377265616c74696d653a646f633a316d73677b2261223a317d', 'hex');
const bytesPush = Buffer.from('0301010e03000036387265616c74696d653a646f633a31757064010203fa', 'hex');

test('[REALTIME-1] binary frames of realtime-js are read to the byte', () => {
  expect(decodeFrame(jsonPush)).toEqual({
    kind: 'broadcast',
    joinRef: '6',
    ref: '7',
    topic: 'realtime:doc:1',
    event: 'msg',
    body: { encoding: 'json', payload: Buffer.from('{"a":1}') },
  });
  expect(decodeFrame(bytesPush)).toEqual({
    kind: 'broadcast',
    joinRef: '6',
    ref: '8',
    topic: 'realtime:doc:1',
    event: 'upd',
    body: { encoding: 'bytes', payload: Buffer.from('010203fa', 'hex') },
  });
});

test('[REALTIME-1] text frames are read, whatever else follows their fifth part', () => {
  const text = '["1",null,"realtime:a","phx_join",{"config":{}},"more"]';
  const expected = { joinRef: '1', ref: null, topic: 'realtime:a', event: 'phx_join', payload: { config: {} } };
  expect(decodeFrame(text)).toEqual({ kind: 'message', ...expected });
  expect(encodeMessage({ joinRef: '1', ref: '2', topic: 't', event: 'e', payload: { a: 1 } })).toBe(
    '["1","2","t","e",{"a":1}]',
  );
});

const notFrames: readonly (readonly [string, string | Buffer])[] = [
  ['no JSON', 'hello'],
  ['an object, as version 1.0.0 sends', '{"topic":"realtime:a","event":"phx_join","payload":{},"ref":"1"}'],
  ['too few parts', '["1","2","realtime:a","phx_join"]'],
  ['a topic that is no text', '["1","2",7,"phx_join",{}]'],
  ['an event that is no text', '["1","2","realtime:a",null,{}]'],
  ['nothing', Buffer.alloc(0)],
  ['another kind', Buffer.from([0, 0, 0, 0, 0])],
  ['a head that is cut off', jsonPush.subarray(0, 6)],
  ['names longer than the frame', jsonPush.subarray(0, 20)],
  ['a topic that is not UTF-8', Buffer.from([3, 0, 0, 2, 0, 0, 0, 0xc3, 0x28])],
  ['metadata that is not JSON', Buffer.from([3, 0, 0, 1, 1, 1, 0, 0x61, 0x62, 0x7b])],
];
test.each(notFrames)('[REALTIME-1] what is no frame is read as nothing: %s', (_, data) => {
  expect(decodeFrame(data)).toBeUndefined();
});

test('[REALTIME-1] a broadcast goes out with its names in bytes, not characters', () => {
  const body = { encoding: 'bytes', payload: Buffer.from([0, 255]) } as const;
  const frame = encodeBroadcast('realtime:Ä', 'ü', body, { id: '1' });
  expect(frame?.toString('hex')).toBe(`040b020a00${Buffer.from('realtime:Äü{"id":"1"}').toString('hex')}00ff`);
  expect(encodeBroadcast('t'.repeat(MAX_NAME_BYTES), 'e', body, undefined)).toBeDefined();
  expect(encodeBroadcast('t'.repeat(MAX_NAME_BYTES + 1), 'e', body, undefined)).toBeUndefined();
  expect(encodeBroadcast('t', 'é'.repeat(128), body, undefined)).toBeUndefined();
});

test('[REALTIME-1] no bytes make reading throw, and a frame that was made is read back whole', () => {
  const random = new Random(20_261_120);
  const bytes = (length: number): Buffer => Buffer.from(Array.from({ length }, () => random.below(256)));
  const letters = ['a', 'Z', ':', '-', 'é', '漢', '😀', '"', '\\'];
  const word = (): string => Array.from({ length: random.below(12) }, () => random.oneOf(letters)).join('');
  for (let turn = 0; turn < 3_000; turn += 1) {
    const garbage = bytes(random.below(64));
    if (garbage.length > 0 && random.chance(50)) garbage[0] = 3;
    expect(() => decodeFrame(garbage)).not.toThrow();
    expect(() => decodeFrame(garbage.toString('latin1'))).not.toThrow();

    const [joinRef, ref, topic, event, payload] = [word(), word(), word(), word(), bytes(random.below(40))];
    const names = [joinRef, ref, topic, event, ''].map((name) => Buffer.from(name));
    const whole = Buffer.concat([Buffer.from([3, ...names.map((name) => name.length), 0]), ...names, payload]);
    expect(decodeFrame(whole)).toEqual({
      kind: 'broadcast',
      joinRef,
      ref,
      topic,
      event,
      body: { encoding: 'bytes', payload },
    });
    const damaged = Buffer.from(whole);
    damaged[random.below(damaged.length)] = random.below(256);
    expect(() => decodeFrame(damaged.subarray(0, random.below(damaged.length + 1)))).not.toThrow();
  }
});
