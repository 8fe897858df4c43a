import { expect, test } from 'vitest';
import { commands, type Command } from '../../../app/commands.ts';
import { chordOfAccelerator, chordsOfKeyPress } from './chords.ts';

const press = (key: string, code: string, held = ''): readonly string[] =>
  chordsOfKeyPress({
    key,
    code,
    ctrlKey: held.includes('c'),
    metaKey: held.includes('m'),
    altKey: held.includes('a'),
    shiftKey: held.includes('s'),
  });
const answers = (accelerator: string, ...pressed: Parameters<typeof press>): boolean =>
  press(...pressed).includes(chordOfAccelerator(accelerator, 'linux'));

test.each([
  ['CmdOrCtrl+N', 'n', 'KeyN', 'c'],
  ['CmdOrCtrl+Shift+Z', 'Z', 'KeyZ', 'cs'],
  ['Shift+CmdOrCtrl+Z', 'Z', 'KeyZ', 'cs'],
  ['CmdOrCtrl+Plus', '+', 'Equal', 'cs'],
  ['CmdOrCtrl+Plus', '+', 'NumpadAdd', 'c'],
  ['CmdOrCtrl+=', '=', 'Equal', 'c'],
  ['CmdOrCtrl+-', '-', 'Minus', 'c'],
  ['CmdOrCtrl+0', '0', 'Digit0', 'c'],
  ['CmdOrCtrl+0', 'à', 'Digit0', 'c'],
  ['CmdOrCtrl+\\', '\\', 'Backslash', 'c'],
  ['CmdOrCtrl+/', '/', 'Slash', 'c'],
  ['CmdOrCtrl+/', '/', 'Digit7', 'cs'],
  ['Alt+Up', 'ArrowUp', 'ArrowUp', 'a'],
  ['CmdOrCtrl+Shift+Backspace', 'Backspace', 'Backspace', 'cs'],
  ['CmdOrCtrl+Enter', 'Enter', 'Enter', 'c'],
  ['F2', 'F2', 'F2', ''],
  ['CmdOrCtrl+S', 'ы', 'KeyS', 'c'],
])('[HOST-9] %s answers to %s on %s with %s held', (accelerator, key, code, held) => {
  expect(answers(accelerator, key, code, held)).toBe(true);
});

test('[HOST-9] another modifier, too many or too few are another chord', () => {
  expect(answers('CmdOrCtrl+N', 'N', 'KeyN', 'cs')).toBe(false);
  expect(answers('CmdOrCtrl+N', 'n', 'KeyN', '')).toBe(false);
  expect(answers('CmdOrCtrl+N', 'n', 'KeyN', 'm')).toBe(false);
  expect(press('n', 'KeyN', 'm')).toContain(chordOfAccelerator('CmdOrCtrl+N', 'darwin'));
});

test('[HOST-9] every accelerator of the app is one, and what is none is refused', () => {
  const all: readonly Command[] = Object.values(commands);
  for (const { accelerator } of all)
    if (accelerator !== undefined) expect(() => chordOfAccelerator(accelerator, 'linux')).not.toThrow();
  for (const wrong of ['', 'Ctrl+', 'Crtl+A'])
    expect(() => chordOfAccelerator(wrong, 'linux')).toThrow('Invalid accelerator');
});
