import { expect, test } from 'vitest';
import { Random } from '../../tests/support/random.ts';
import { difference } from './difference.ts';

test('[SCRIPT-14] a difference turns one text into the other and never cuts a character', () => {
  const random = new Random(21);
  const pieces = ['a', 'b', ' ', '🎬', '🎭', '\u{1f3ac}\u{1f3ad}', 'é'];
  const text = (): string => Array.from({ length: random.below(6) }, () => random.oneOf(pieces)).join('');
  for (let i = 0; i < 2000; i++) {
    const [before, after] = [text(), text()];
    const { at, removed, inserted } = difference(before, after);
    const [head, tail] = [before.slice(0, at), before.slice(at + removed)];
    expect(head + inserted + tail).toBe(after);
    expect([head, inserted, tail, before.slice(at, at + removed)].every((part) => part.isWellFormed())).toBe(true);
  }
});
