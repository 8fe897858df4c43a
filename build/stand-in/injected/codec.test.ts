import { expect, test } from 'vitest';
import { makeCodec, makeNodeBase64 } from './codec.ts';

const codec = makeCodec(makeNodeBase64());
const through = (value: unknown): unknown => codec.decode(codec.encode(value));

test.each([
  ['plain values', { text: 'ü😀\0', list: [1, [true, null]], empty: {} }],
  ['what JSON loses', [undefined, -0, Number.NaN, Infinity, -Infinity, 10n ** 20n]],
  ['dates and patterns', [new Date(5), new Date(Number.NaN), /a+/giu]],
  ['maps and sets', new Map<unknown, unknown>([[{ key: 1 }, new Set([new Map()])]])],
  ['an object with the codec’s own key', { $: 'undefined', v: { $: 'date' } }],
  ['a key that reaches for the prototype', JSON.parse('{ "__proto__": { "x": 1 } }')],
])('[HOST-3] %s cross unchanged', (_name, value) => {
  expect(through(value)).toEqual(value);
  expect(Object.is((through([-0]) as number[])[0], -0)).toBe(true);
});

test('[HOST-3] bytes cross as the kind they are, and only the part that a view shows', () => {
  const buffer = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]).buffer;
  for (const value of [
    new Uint8Array(buffer, 2, 3),
    new Int16Array(buffer, 2, 2),
    new Float32Array([1.5]),
    new BigInt64Array([-1n]),
    new Uint8ClampedArray([255]),
    buffer,
  ])
    expect(through(value)).toEqual(value);
  expect(through(Buffer.from('ab'))).toEqual(new Uint8Array([97, 98]));
  expect(new Uint8Array((through(new DataView(buffer, 1, 2)) as DataView).buffer)).toEqual(new Uint8Array([2, 3]));
});

test('[HOST-3] an error keeps its name, words and stack', () => {
  const error = new RangeError('too far');
  const back = through(error);
  expect(back).toBeInstanceOf(RangeError);
  expect(back).toMatchObject({ name: 'RangeError', message: 'too far', stack: error.stack });
  class OwnError extends Error {
    override readonly name = 'OwnError';
  }
  expect(through(new OwnError('x'))).toMatchObject({ name: 'OwnError', message: 'x' });
});

test('[HOST-3] what cannot be cloned is refused by name, a value that contains itself too', () => {
  const itself: unknown[] = [];
  itself.push(itself);
  for (const value of [() => 1, Symbol('s'), Promise.resolve(), new WeakMap(), itself])
    expect(() => codec.encode({ value })).toThrow(DOMException);
  const twice = { shared: true };
  expect(through([twice, twice])).toEqual([twice, twice]);
});

test('[HOST-3] a message that no codec wrote is refused', () => {
  for (const text of ['{ "$": "gun" }', '{ "$": "bytes", "kind": "Function", "v": "" }', 'no json'])
    expect(() => codec.decode(text)).toThrow();
});
