import { expect, test } from 'vitest';
import { besides, placeOn, type Place } from './placement.ts';

const LAPTOP = { x: 0, y: 25, width: 1_440, height: 875 };
const LEFT_SCREEN = { x: -1_920, y: 0, width: 1_920, height: 1_080 };
const at = (x: number, y: number, width = 1_000, height = 700, maximized = false): Place => ({
  bounds: { x, y, width, height },
  maximized,
});
const CENTRED = { x: 80, y: 33, width: 1_280, height: 860 };

test('[WIN-5] a window comes back where it was, also on a second display', () => {
  expect(placeOn([LAPTOP, LEFT_SCREEN], at(-1_500, 40))).toEqual(at(-1_500, 40));
  expect(placeOn([LAPTOP], at(10, 30, 900, 600, true))).toEqual(at(10, 30, 900, 600, true));
});

test.each([
  ['on a display that is gone', at(-1_500, 40)],
  ['above the menu bar', at(100, 0)],
  ['with its title bar below the screen', at(100, 880)],
  ['with a sliver at the right edge', at(1_400, 100)],
])('[WIN-5] a window %s is brought to the middle', (_where, place) => {
  expect(placeOn([LAPTOP], place).bounds).toEqual(CENTRED);
});

test('[WIN-5] a window is never larger than its display nor smaller than it can be used', () => {
  expect(placeOn([LAPTOP], at(0, 25, 5_000, 5_000)).bounds).toEqual(LAPTOP);
  expect(placeOn([LAPTOP], at(0, 25, 10, 10)).bounds).toEqual({ x: 0, y: 25, width: 640, height: 480 });
  expect(placeOn([{ x: 0, y: 0, width: 600, height: 400 }], undefined).bounds).toMatchObject({
    width: 640,
    height: 480,
  });
});

test('[WIN-5] the first window of all stands in the middle; the next one beside it', () => {
  expect(placeOn([LAPTOP], undefined)).toEqual({ bounds: CENTRED, maximized: false });
  expect(placeOn([], undefined).bounds).toEqual({ x: 0, y: 0, width: 1_280, height: 860 });
  expect(besides(at(10, 30, 900, 600, true))).toEqual(at(38, 58, 900, 600));
});
