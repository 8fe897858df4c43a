import { expect, test } from 'vitest';
import { NotHere } from '../strict.ts';
import { chordsOf, itemAt, itemAtIndices, linesOf, MenuBase, MenuItemBase, type ItemOptions } from './menu.ts';

const said: string[] = [];
const actions = { quit: () => void said.push('quit'), appName: 'Galley', platform: 'linux' } as const;
const build = (template: readonly ItemOptions[]): MenuBase => MenuBase.fromTemplate(template, actions);

test('[HOST-9] a template becomes a menu with Electron’s defaults, and roles bring their own words and keys', () => {
  const menu = build([
    { label: '&File', submenu: [{ label: 'New', accelerator: 'Ctrl+N' }, { type: 'separator' }, { role: 'quit' }] },
    { role: 'editMenu' },
  ]);
  expect(menu.items.map(({ label, type }) => [label, type])).toEqual([
    ['&File', 'submenu'],
    ['Edit', 'submenu'],
  ]);
  expect(itemAt(menu, 'File/Quit')).toMatchObject({ role: 'quit', accelerator: 'CommandOrControl+Q', enabled: true });
  expect([...chordsOf(menu, 'linux').keys()]).toEqual(expect.arrayContaining(['ctrl+n', 'ctrl+q', 'ctrl+z', 'ctrl+a']));
  itemAt(menu, 'File/Quit').click();
  expect(said).toEqual(['quit']);
  expect(() => build([{ role: 'teleport' }])).toThrow(new NotHere("menu role 'teleport'"));
  expect(() => itemAt(menu, 'File/Nothing')).toThrow('No menu item');
});

test('[HOST-9] a key that is only shown is no chord; of two items with one key the first has it', () => {
  const menu = build([
    { label: 'A', accelerator: 'F2' },
    { label: 'B', accelerator: 'F2' },
    { label: 'C', accelerator: 'F3', registerAccelerator: false },
  ]);
  expect([...chordsOf(menu, 'linux')].map(([chord, { label }]) => [chord, label])).toEqual([['f2', 'A']]);
});

test('[HOST-9] choosing checks a box, and of a group of radio items one', () => {
  const menu = build([
    { type: 'checkbox', label: 'Box' },
    { type: 'radio', label: 'R1', checked: true },
    { type: 'radio', label: 'R2' },
    { type: 'separator' },
    { type: 'radio', label: 'Other', checked: true },
  ]);
  for (const label of ['Box', 'R2']) itemAt(menu, label).click();
  expect(menu.items.map(({ checked }) => checked)).toEqual([true, false, true, false, true]);
});

test('[HOST-9] a menu grows item by item, is found by id, and is listed without what is hidden', () => {
  const menu = new MenuBase();
  menu.append(new MenuItemBase({ label: 'Last', id: 'last' }, actions));
  menu.insert(0, new MenuItemBase({ label: 'Deep', submenu: [{ label: 'In', id: 'in' }] }, actions));
  menu.insert(1, new MenuItemBase({ label: 'Hidden', visible: false }, actions));
  expect(menu.getMenuItemById('in')?.label).toBe('In');
  expect(menu.getMenuItemById('none')).toBeNull();
  expect(linesOf(menu).map(({ type, label, path }) => [type, label, path])).toEqual([
    ['header', 'Deep', [0]],
    ['normal', 'In', [0, 0]],
    ['normal', 'Last', [2]],
  ]);
  expect(itemAtIndices(menu, [0, 0])?.id).toBe('in');
});
