import { expect, test } from 'vitest';
import { PersonId, ScriptId, UpdateId } from '../ids.ts';
import { Random } from '../../tests/support/random.ts';
import { YJS_V1 } from './frames.ts';
import { limits } from './limits.ts';
import { decodeRing, encodeRing, type Ring } from './ring.ts';
import { Epoch, topics } from './topics.ts';

const random = new Random(1);
const ringOf = (updates: Ring['updates'], count = 1): Ring => ({
  first: 4_294_967_297,
  count,
  chainBefore: Uint8Array.from({ length: 32 }, (_, index) => index),
  updates,
});
const carrying = ringOf({
  people: [PersonId.parse(random.uuid()), PersonId.parse(random.uuid())],
  frames: [{ id: UpdateId.parse(random.uuid()), format: YJS_V1, bytes: Uint8Array.of(0, 0), pushedBy: 0, author: 1 }],
});

test('[PUSH-9] a ring reads back as it was, with its updates and without', () => {
  expect(decodeRing(encodeRing(carrying))).toEqual(carrying);
  expect(decodeRing(encodeRing(ringOf(undefined)))).toEqual(ringOf(undefined));
  expect([...encodeRing(ringOf(undefined)).subarray(0, 14)]).toEqual([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1]);
});

test('[PUSH-9] what is no whole ring is refused', () => {
  const encoded = encodeRing(carrying);
  for (let cut = 0; cut < encoded.length; cut += 1) {
    if (cut !== 44) expect(() => decodeRing(encoded.subarray(0, cut)), `cut at ${cut}`).toThrow(RangeError);
  }
  expect(() => decodeRing(encodeRing({ ...carrying, count: 2 }))).toThrow(RangeError);
  expect(() => decodeRing(encodeRing({ ...ringOf(undefined), first: 0 }))).toThrow(RangeError);
  expect(() => decodeRing(new Uint8Array(limits.ringBytes + 1))).toThrow(RangeError);
});

test('[PUSH-9] each topic is written in one way', () => {
  const script = ScriptId.parse('01020304-0506-4708-890a-0b0c0d0e0f10');
  const epoch = Epoch.parse('00112233445566778899aabbccddeeff');
  expect(topics.script(script, epoch)).toBe(
    'script:01020304-0506-4708-890a-0b0c0d0e0f10:00112233445566778899aabbccddeeff',
  );
  expect(Epoch.safeParse('00112233445566778899AABBCCDDEEFF').success).toBe(false);
});
