import { expect, test } from 'vitest';
import { commandFor } from './keys.ts';

const press = (key: string, held: string[] = [], code = '') =>
  commandFor({
    key,
    code,
    ctrlKey: held.includes('ctrl'),
    metaKey: held.includes('meta'),
    altKey: held.includes('alt'),
    shiftKey: held.includes('shift'),
    getModifierState: (name) => held.includes(name),
  });

test('[EDIT-40] the keys of the command table give their commands, with Ctrl as with Cmd', () => {
  expect(press('b', ['ctrl'])).toBe('edit.bold');
  expect(press('b', ['meta'])).toBe('edit.bold');
  expect(press('X', ['ctrl', 'shift'])).toBe('edit.strike');
  expect(press('Enter', ['ctrl'])).toBe('row.add');
  expect(press('Enter', ['ctrl', 'shift'])).toBe('scene.add');
  expect(press('ArrowUp', ['alt'])).toBe('row.move-up');
  expect(press('F2')).toBe('scene.rename');
  expect(press('y', ['ctrl'])).toBe('edit.redo');
});

test('[EDIT-40] a plain letter is a letter, and keys of the menu alone are left to the menu', () => {
  expect(press('b')).toBe(null);
  expect(press('Enter')).toBe(null);
  expect(press('n', ['ctrl'])).toBe(null);
});

test('[EDIT-40] letters typed with AltGr are letters', () => {
  expect(press('ł', ['ctrl', 'alt', 'AltGraph'], 'KeyL')).toBe(null);
});

test('[EDIT-40] on a layout without Latin letters the place of the key counts', () => {
  expect(press('и', ['ctrl'], 'KeyB')).toBe('edit.bold');
  expect(press('é', ['ctrl'], 'Digit2')).toBe(null);
});
