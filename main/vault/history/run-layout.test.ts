import * as Y from 'yjs';
import { expect, test } from 'vitest';
import { risingUpdateIds } from '../../../app/update-ids.ts';
import { Random } from '../../../tests/support/random.ts';
import { idBytes } from '../chain.ts';
import { decodeRun, encodeRun, type Entry } from './run-layout.ts';

/** Keys of one window, a little after one another. */
function typedRun(length: number): Entry[] {
  const random = new Random(5);
  let at = Date.UTC(2026, 5, 1);
  const nextId = risingUpdateIds({ now: () => new Date(at), newId: () => random.uuid() });
  const run: Entry[] = [];
  const doc = new Y.Doc();
  doc.on('update', (bytes: Uint8Array) => {
    at += 60 + random.below(200);
    run.push({ id: idBytes(nextId()), format: 1, origin: 1, savedAt: at + 20 + random.below(5), bytes });
  });
  const text = doc.getText();
  while (run.length < length) {
    if (random.chance(10) && text.length > 0) text.delete(text.length - 1, 1);
    else text.insert(text.length, random.oneOf('the camera moves slowly'.split('')));
  }
  return run;
}

const plain = (run: readonly Entry[]) =>
  run.map(({ id, bytes, ...rest }) => ({ ...rest, id: [...id], bytes: [...bytes] }));

test('[HIST-1] a run comes back to the byte, whatever is in it', () => {
  const random = new Random(8);
  for (let round = 0; round < 60; round += 1) {
    const typed = typedRun(random.below(60));
    const strange = Array.from({ length: random.below(30) }, (): Entry => {
      const id = Buffer.from(Array.from({ length: 16 }, () => random.below(256)));
      if (random.chance(50)) id[6] = 0x70 + random.below(16);
      const length = random.oneOf([0, 1, 14, 14, 14, 64, 65, 300, 5_000]);
      return {
        id: random.chance(30) ? (typed[0]?.id ?? id) : id,
        format: random.oneOf([1, 2, 65_535]),
        origin: random.oneOf([1, 2, 3]),
        savedAt: random.oneOf([0, -5, 2 ** 50, -(2 ** 50), Date.UTC(2026, 0)]),
        bytes: Buffer.from(Array.from({ length }, () => random.below(256))),
      };
    });
    const run = [...typed, ...strange, ...typedRun(5)];
    expect(plain(decodeRun(encodeRun(run)))).toEqual(plain(run));
  }
  expect(decodeRun(encodeRun([]))).toEqual([]);
});

test('[HIST-1] what is no run, or only a part of one, is found and not read', () => {
  const run = encodeRun(typedRun(40));
  for (let length = 0; length < run.length; length += 1) {
    expect(() => decodeRun(run.subarray(0, length))).toThrow(expect.objectContaining({ code: 'damaged' }));
  }
  expect(() => decodeRun(Buffer.concat([run, Buffer.of(0)]))).toThrow(expect.objectContaining({ code: 'damaged' }));
  expect(() => decodeRun(Buffer.alloc(20, 255))).toThrow(expect.objectContaining({ code: 'damaged' }));
});
