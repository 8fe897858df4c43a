import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { CommandId } from '../../app/commands.ts';
import { menuModel, type MenuEntry, type MenuState } from './menu-model.ts';

/** Puts the application menu up anew. Its marks follow the settings, so it is drawn again when they change. */
export function drawMenu(state: MenuState, act: (id: CommandId) => void): void {
  const template = menuModel(state).map(({ label, entries }): MenuItemConstructorOptions => ({
    label,
    submenu: entries.map((entry) => itemOf(entry, act)),
  }));
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function itemOf(entry: MenuEntry, act: (id: CommandId) => void): MenuItemConstructorOptions {
  switch (entry.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'role':
      return { role: entry.role };
    case 'command': {
      const { id, label, accelerator, takesKey, mark } = entry;
      return {
        id,
        label,
        click: () => act(id),
        registerAccelerator: takesKey,
        ...(accelerator === undefined ? {} : { accelerator }),
        ...(mark === undefined ? {} : { type: mark.kind, checked: mark.on }),
      };
    }
    default:
      return entry satisfies never;
  }
}
