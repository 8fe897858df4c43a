import { expect, test } from 'vitest';
import { Random } from '../../tests/support/random.ts';
import { colourOf, firstName, initialsOf, shownName } from './person.ts';

test('[PEER-4] a colour follows from the id alone, and people spread over all eight', () => {
  const random = new Random(5);
  const counts = new Map<number, number>();
  for (let i = 0; i < 4_000; i++) {
    const id = random.uuid();
    const colour = colourOf(id);
    expect(colourOf(id)).toBe(colour);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  expect(counts.size).toBe(8);
  for (const count of counts.values()) expect(count).toBeGreaterThan(350);
  // Known for ever: a person keeps their colour from one version to the next.
  expect(colourOf('a0000000-0000-4000-8000-00000000000a')).toBe(4);
});

test.each([
  ['Ana Ferreira', 'Ana', 'AF'],
  ['priya', 'priya', 'P'],
  ['Ines Internal (demo)', 'Ines', 'II'],
  ['(demo)', '(demo)', '('],
  ['Maria da Conceição Ávila', 'Maria', 'MÁ'],
  ['李 小龍', '李', '李小'],
  ['  \u0000\n ', 'Somebody', 'S'],
  [null, 'Somebody', 'S'],
  ['👩‍🚀 Ada', '👩‍🚀', '👩‍🚀A'],
])('[PEER-1] %j is shown as a name and as initials', (name, first, initials) => {
  expect([firstName(name), initialsOf(name)]).toEqual([first, initials]);
});

test('[PEER-7] a name from elsewhere holds nothing but a line of text', () => {
  expect(shownName('Ana\u202e\u0007\nFerreira')).toBe('Ana Ferreira');
});
