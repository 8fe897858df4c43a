import { expect, test } from 'vitest';
import { lineBreakAt } from './list-lines.ts';

/** The text after Enter at `|`, with the caret as `|`. */
function enter(text: string): string {
  const offset = text.indexOf('|');
  const plain = text.replace('|', '');
  const { removed, inserted } = lineBreakAt(plain, offset);
  return `${plain.slice(0, offset - removed)}${inserted}|${plain.slice(offset)}`;
}

test('[EDIT-3] Enter begins a new line', () => {
  expect(enter('one| two')).toBe('one\n| two');
  expect(enter('|')).toBe('\n|');
});

test('[EDIT-3] a list goes on with its marker, and numbers count on', () => {
  expect(enter('- tent|')).toBe('- tent\n- |');
  expect(enter('first\n  • cello|')).toBe('first\n  • cello\n  • |');
  expect(enter('9. ladder|')).toBe('9. ladder\n10. |');
  expect(enter('- te|nt')).toBe('- te\n- |nt');
});

test('[EDIT-3] Enter on an empty list line ends the list', () => {
  expect(enter('- tent\n- |')).toBe('- tent\n|');
  expect(enter('- tent\n- |\nmore')).toBe('- tent\n|\nmore');
});

test('[EDIT-3] a dash inside a line is no marker', () => {
  expect(enter('one - two|')).toBe('one - two\n|');
  expect(enter('-|')).toBe('-\n|');
});
