import { expect, test } from 'vitest';
import { ariaKeys, keyCaps } from './accelerator.ts';

test('[LOOK-4] keys are shown as they are printed on the keyboard at hand', () => {
  expect(keyCaps('CmdOrCtrl+Shift+X', 'linux')).toEqual(['Ctrl', 'Shift', 'X']);
  expect(keyCaps('CmdOrCtrl+Shift+X', 'darwin')).toEqual(['⇧', '⌘', 'X']);
  expect(keyCaps('CmdOrCtrl+Plus', 'win32')).toEqual(['Ctrl', '+']);
  expect(keyCaps('Alt+Up', 'darwin')).toEqual(['⌥', '↑']);
});

test('[LOOK-4] assistive technology gets the standard names', () => {
  expect(ariaKeys('CmdOrCtrl+Enter', 'linux')).toBe('Control+Enter');
  expect(ariaKeys('CmdOrCtrl+Enter', 'darwin')).toBe('Meta+Enter');
});
