import { expect, test } from 'vitest';
import { NotHere } from '../strict.ts';
import { keyParameters } from './input.ts';
import { printParameters } from './pdf.ts';
import { checkOptions } from './window-options.ts';
import { changesBetween } from './window-place.ts';

const at = { left: 0, top: 0, width: 800, height: 600, windowState: 'normal' } as const;

test('[HOST-19] from one place to another, Electron’s events', () => {
  expect(changesBetween(at, at)).toEqual([]);
  expect(changesBetween(at, { ...at, left: 5 })).toEqual(['move']);
  expect(changesBetween(at, { ...at, width: 5, windowState: 'maximized' })).toEqual(['maximize', 'resize']);
  expect(changesBetween({ ...at, windowState: 'fullscreen' }, at)).toEqual(['leave-full-screen']);
  expect(changesBetween({ ...at, windowState: 'minimized' }, { ...at, windowState: 'maximized' })).toEqual([
    'restore',
    'maximize',
  ]);
});

test('[HOST-2] an option that would have an effect on Electron and has none here is refused by name', () => {
  const looks = {
    titleBarStyle: 'hidden',
    titleBarOverlay: { color: '#fff' },
    backgroundColor: '#000',
    icon: '/x.png',
  };
  const secure = { preload: '/p', sandbox: true, contextIsolation: true, nodeIntegration: false, spellcheck: true };
  const options = { width: 1, show: false, ...looks, webPreferences: secure, parent: undefined };
  expect(checkOptions(options)).toBe(options);
  expect(() => checkOptions({ kiosk: true })).toThrow(new NotHere("BrowserWindow option 'kiosk'"));
  expect(() => checkOptions({ webPreferences: { sandbox: false } })).toThrow('webPreferences sandbox: false');
  expect(() => checkOptions({ webPreferences: { partition: 'x' } })).toThrow(NotHere);
});

test('[HOST-20] Electron’s paper and keys in Chromium’s words', () => {
  expect(printParameters({ pageSize: 'A4', margins: { top: 1 }, scale: 0.5 })).toMatchObject({
    paperWidth: 8.27,
    paperHeight: 11.7,
    marginTop: 1,
    marginLeft: 0.4,
    scale: 0.5,
  });
  expect(printParameters({ pageSize: { width: 3, height: 4 } })).toMatchObject({ paperWidth: 3, paperHeight: 4 });
  expect(keyParameters({ type: 'keyDown', keyCode: 'Enter', modifiers: ['control', 'shift'] })).toEqual({
    type: 'rawKeyDown',
    key: 'Enter',
    windowsVirtualKeyCode: 13,
    modifiers: 10,
  });
  expect(keyParameters({ type: 'char', keyCode: 'é' })).toMatchObject({ text: 'é' });
});
