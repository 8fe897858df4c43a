import { expect, test } from 'vitest';
import { UpdateId } from '../ids.ts';
import { Random } from '../../tests/support/random.ts';
import { decodeFrames, encodeFrames, FRAME_HEADER_BYTES, uuidToBytes, YJS_V1, type Frame } from './frames.ts';

const ID = UpdateId.parse('01020304-0506-4708-890a-0b0c0d0e0f10');

function anyFrames(random: Random): readonly Frame[] {
  return Array.from({ length: random.below(20) }, () => ({
    id: UpdateId.parse(random.uuid()),
    format: 1 + random.below(255),
    bytes: Uint8Array.from({ length: random.below(300) }, () => random.below(256)),
    pushedBy: random.below(255),
    author: random.chance(50) ? undefined : random.below(255),
  }));
}

test('[PULL-1] a frame is its length, format, id, pusher, author and bytes', () => {
  const frame: Frame = { id: ID, format: YJS_V1, bytes: Uint8Array.of(7, 8, 9), pushedBy: 2, author: undefined };
  expect([...encodeFrames([frame])]).toEqual([0, 0, 0, 3, 1, ...uuidToBytes(ID), 2, 255, 7, 8, 9]);
  expect([...encodeFrames([{ ...frame, author: 0 }])].slice(21, 23)).toEqual([2, 0]);
});

test('[PULL-1] frames read back as they were, also from within other bytes', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const frames = anyFrames(new Random(seed));
    const encoded = encodeFrames(frames);
    const within = new Uint8Array(encoded.length + 9);
    within.set(encoded, 5);
    expect(decodeFrames(within.subarray(5, 5 + encoded.length), 255), `seed ${seed}`).toEqual(frames);
  }
});

test('[PULL-1] frames that are cut short or name nobody are refused whole', () => {
  const frame: Frame = { id: ID, format: YJS_V1, bytes: Uint8Array.of(7, 8, 9), pushedBy: 1, author: 0 };
  const encoded = encodeFrames([frame, frame]);
  const length = FRAME_HEADER_BYTES + 3;
  for (let cut = 1; cut < encoded.length; cut += 1) {
    if (cut !== length) expect(() => decodeFrames(encoded.subarray(0, cut), 2), `cut at ${cut}`).toThrow(RangeError);
  }
  expect(decodeFrames(encoded.subarray(0, length), 2)).toEqual([frame]);
  expect(() => decodeFrames(encoded, 1)).toThrow('A frame names nobody of its list.');
});
