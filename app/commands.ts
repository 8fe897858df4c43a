import * as z from 'zod';

/** Every command a person can give: the menu, the keyboard and later the palette are all drawn from this one table. */
export interface Command {
  readonly label: string;
  readonly menu: 'File' | 'Edit' | 'Script' | 'View' | 'Window' | 'Help';
  /** Electron's accelerator form. Keys that only make sense inside the script surface are handled there and only shown. */
  readonly accelerator?: string;
  /** `window`: acted on by the focused window. `app`: acted on by the main process, with or without a window. */
  readonly scope: 'app' | 'window';
  /** Shown beside the command but bound by the script surface, because the key means something else elsewhere. */
  readonly boundInScript?: true;
}

export const commands = {
  'script.new': { label: 'New script', menu: 'File', accelerator: 'CmdOrCtrl+N', scope: 'window' },
  'library.show': { label: 'Library', menu: 'File', accelerator: 'CmdOrCtrl+Shift+L', scope: 'window' },
  'files.import': { label: 'Import…', menu: 'File', accelerator: 'CmdOrCtrl+Shift+I', scope: 'window' },
  'files.export-markdown': { label: 'Export as Markdown…', menu: 'File', scope: 'window' },
  'files.export-text': { label: 'Export as plain text…', menu: 'File', scope: 'window' },
  'backups.show': { label: 'Backups…', menu: 'File', scope: 'window' },
  'account.sign-in': { label: 'Sign in…', menu: 'File', scope: 'window' },
  'account.accounts': { label: 'Accounts…', menu: 'File', scope: 'window' },
  'app.settings': { label: 'Settings…', menu: 'File', accelerator: 'CmdOrCtrl+,', scope: 'window' },
  'app.quit': { label: 'Quit Galley', menu: 'File', accelerator: 'CmdOrCtrl+Q', scope: 'app' },
  'edit.undo': { label: 'Undo', menu: 'Edit', accelerator: 'CmdOrCtrl+Z', scope: 'window', boundInScript: true },
  'edit.redo': { label: 'Redo', menu: 'Edit', accelerator: 'CmdOrCtrl+Shift+Z', scope: 'window', boundInScript: true },
  'edit.bold': { label: 'Bold', menu: 'Edit', accelerator: 'CmdOrCtrl+B', scope: 'window', boundInScript: true },
  'edit.italic': { label: 'Italic', menu: 'Edit', accelerator: 'CmdOrCtrl+I', scope: 'window', boundInScript: true },
  'edit.underline': {
    label: 'Underline',
    menu: 'Edit',
    accelerator: 'CmdOrCtrl+U',
    scope: 'window',
    boundInScript: true,
  },
  'edit.strike': {
    label: 'Strike through',
    menu: 'Edit',
    accelerator: 'CmdOrCtrl+Shift+X',
    scope: 'window',
    boundInScript: true,
  },
  'edit.highlight': {
    label: 'Highlight',
    menu: 'Edit',
    accelerator: 'CmdOrCtrl+Shift+H',
    scope: 'window',
    boundInScript: true,
  },
  'edit.link': { label: 'Link…', menu: 'Edit', accelerator: 'CmdOrCtrl+Alt+L', scope: 'window', boundInScript: true },
  'library.search': { label: 'Search every word', menu: 'Edit', accelerator: 'CmdOrCtrl+P', scope: 'window' },
  'row.add': {
    label: 'Add row below',
    menu: 'Script',
    accelerator: 'CmdOrCtrl+Enter',
    scope: 'window',
    boundInScript: true,
  },
  'scene.add': {
    label: 'Add scene below',
    menu: 'Script',
    accelerator: 'CmdOrCtrl+Shift+Enter',
    scope: 'window',
    boundInScript: true,
  },
  'row.duplicate': {
    label: 'Duplicate',
    menu: 'Script',
    accelerator: 'CmdOrCtrl+D',
    scope: 'window',
    boundInScript: true,
  },
  'row.move-up': { label: 'Move up', menu: 'Script', accelerator: 'Alt+Up', scope: 'window', boundInScript: true },
  'row.move-down': {
    label: 'Move down',
    menu: 'Script',
    accelerator: 'Alt+Down',
    scope: 'window',
    boundInScript: true,
  },
  'row.delete': {
    label: 'Delete row',
    menu: 'Script',
    accelerator: 'CmdOrCtrl+Shift+Backspace',
    scope: 'window',
    boundInScript: true,
  },
  'row.speaker': {
    label: 'Speaker…',
    menu: 'Script',
    accelerator: 'CmdOrCtrl+Alt+S',
    scope: 'window',
    boundInScript: true,
  },
  'scene.rename': { label: 'Rename scene', menu: 'Script', accelerator: 'F2', scope: 'window', boundInScript: true },
  'scene.delete': { label: 'Delete scene', menu: 'Script', scope: 'window' },
  'script.deleted': { label: 'Deleted rows and scenes', menu: 'Script', scope: 'window' },
  'script.layout': { label: 'Narration layout', menu: 'Script', scope: 'window' },
  'view.outline': { label: 'Outline', menu: 'View', accelerator: 'CmdOrCtrl+\\', scope: 'window' },
  'view.history': { label: 'History', menu: 'View', accelerator: 'CmdOrCtrl+Shift+Y', scope: 'window' },
  'view.sync': { label: 'Where your work is', menu: 'View', accelerator: 'CmdOrCtrl+Shift+S', scope: 'window' },
  'view.briefing': { label: 'While you were away', menu: 'View', accelerator: 'CmdOrCtrl+Shift+U', scope: 'window' },
  'history.next-change': { label: 'Next change', menu: 'View', accelerator: 'F8', scope: 'window' },
  'history.previous-change': { label: 'Previous change', menu: 'View', accelerator: 'Shift+F8', scope: 'window' },
  'view.theme-system': { label: 'System theme', menu: 'View', scope: 'window' },
  'view.theme-light': { label: 'Light theme', menu: 'View', scope: 'window' },
  'view.theme-dark': { label: 'Dark theme', menu: 'View', scope: 'window' },
  'view.zoom-in': { label: 'Larger words', menu: 'View', accelerator: 'CmdOrCtrl+Plus', scope: 'window' },
  'view.zoom-out': { label: 'Smaller words', menu: 'View', accelerator: 'CmdOrCtrl+-', scope: 'window' },
  'view.zoom-reset': { label: 'Normal size', menu: 'View', accelerator: 'CmdOrCtrl+0', scope: 'window' },
  'window.new': { label: 'New window', menu: 'Window', accelerator: 'CmdOrCtrl+Shift+N', scope: 'app' },
  'window.close': { label: 'Close window', menu: 'Window', accelerator: 'CmdOrCtrl+W', scope: 'app' },
  'help.keys': { label: 'Keyboard shortcuts', menu: 'Help', accelerator: 'CmdOrCtrl+/', scope: 'window' },
  'help.health': { label: 'Health…', menu: 'Help', scope: 'window' },
  'help.about': { label: 'About Galley', menu: 'Help', scope: 'window' },
} as const satisfies Record<string, Command>;

export type CommandId = keyof typeof commands;
export const CommandId = z.enum(Object.keys(commands) as [CommandId, ...CommandId[]]);
