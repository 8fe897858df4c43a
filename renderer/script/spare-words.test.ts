import { expect, test } from 'vitest';
import { spareWords } from './spare-words.ts';

test('[LOOK-7] what is left of the target is said in the seconds that the clocks show', () => {
  expect(spareWords(88, null)).toBeNull();
  expect(spareWords(88.4, 90)).toEqual({ words: '2 s to spare', isOver: false });
  expect(spareWords(94, 90)).toEqual({ words: '4 s over', isOver: true });
  expect(spareWords(90.3, 90)).toEqual({ words: 'on the second', isOver: false });
  expect(spareWords(100, 180)).toEqual({ words: '1 min 20 s to spare', isOver: false });
  expect(spareWords(60, 180)).toEqual({ words: '2 min to spare', isOver: false });
});
