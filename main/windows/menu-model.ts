import { commands, type Command, type CommandId } from '../../app/commands.ts';
import type { Settings } from '../../app/settings.ts';

/** Roles that the system itself acts on: text fields, windows and the macOS application menu need them. */
export type Role =
  | 'cut'
  | 'copy'
  | 'paste'
  | 'pasteAndMatchStyle'
  | 'selectAll'
  | 'togglefullscreen'
  | 'minimize'
  | 'zoom'
  | 'front'
  | 'services'
  | 'hide'
  | 'hideOthers'
  | 'unhide'
  | 'toggleDevTools';

export type MenuEntry =
  | {
      readonly kind: 'command';
      readonly id: CommandId;
      readonly label: string;
      readonly accelerator?: string;
      /** False for keys that the script surface acts on itself: they are shown, but not taken from the page. */
      readonly takesKey: boolean;
      readonly mark?: Mark;
    }
  | { readonly kind: 'role'; readonly role: Role }
  | { readonly kind: 'separator' };

export interface Submenu {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
}

export interface MenuState {
  readonly platform: 'darwin' | 'linux' | 'win32';
  readonly settings: Settings;
  /** Developer tools are offered only by a build that is not packaged. */
  readonly forDevelopers: boolean;
}

/** Commands before which a line is drawn. */
const STARTS_GROUP: ReadonlySet<CommandId> = new Set([
  'files.import',
  'account.sign-in',
  'app.settings',
  'app.quit',
  'edit.bold',
  'library.search',
  'row.duplicate',
  'scene.rename',
  'script.deleted',
  'view.theme-system',
  'view.zoom-in',
  'help.about',
]);

/** On macOS these stand in the application's own menu. */
const IN_APPLICATION_MENU: readonly CommandId[] = ['help.about', 'app.quit'];

const LINE: MenuEntry = { kind: 'separator' };
const role = (name: Role): MenuEntry => ({ kind: 'role', role: name });

/** The whole application menu, as the platform's people expect it, drawn from the one table of commands. */
export function menuModel(state: MenuState): readonly Submenu[] {
  const mac = state.platform === 'darwin';
  const section = (menu: Command['menu']): MenuEntry[] => sectionOf(menu, state);
  return [
    ...(mac ? [{ label: 'Galley', entries: applicationMenu(state) }] : []),
    { label: 'File', entries: section('File') },
    { label: 'Edit', entries: withClipboard(section('Edit')) },
    { label: 'Script', entries: section('Script') },
    {
      label: 'View',
      entries: [
        ...section('View'),
        LINE,
        role('togglefullscreen'),
        ...(state.forDevelopers ? [role('toggleDevTools')] : []),
      ],
    },
    {
      label: 'Window',
      entries: [...section('Window'), LINE, role('minimize'), ...(mac ? [role('zoom'), LINE, role('front')] : [])],
    },
    { label: 'Help', entries: section('Help') },
  ];
}

function sectionOf(menu: Command['menu'], state: MenuState): MenuEntry[] {
  const ids = (Object.keys(commands) as CommandId[]).filter(
    (id) => commands[id].menu === menu && !(state.platform === 'darwin' && IN_APPLICATION_MENU.includes(id)),
  );
  return ids.flatMap((id, index) => [...(index > 0 && STARTS_GROUP.has(id) ? [LINE] : []), entryOf(id, state)]);
}

function entryOf(id: CommandId, { settings }: MenuState): MenuEntry {
  const { label, accelerator, boundInScript }: Command = commands[id];
  const mark = MARKS[id]?.(settings);
  return {
    kind: 'command',
    id,
    label,
    takesKey: boundInScript !== true,
    ...(accelerator === undefined ? {} : { accelerator }),
    ...(mark === undefined ? {} : { mark }),
  };
}

interface Mark {
  readonly kind: 'radio' | 'checkbox';
  readonly on: boolean;
}

const MARKS: Partial<Record<CommandId, (settings: Settings) => Mark>> = {
  'view.theme-system': ({ theme }) => ({ kind: 'radio', on: theme === 'system' }),
  'view.theme-light': ({ theme }) => ({ kind: 'radio', on: theme === 'light' }),
  'view.theme-dark': ({ theme }) => ({ kind: 'radio', on: theme === 'dark' }),
  'view.outline': ({ outlineShown }) => ({ kind: 'checkbox', on: outlineShown }),
};

/** Text fields outside the script know cut, copy and paste from the system; they follow undo and redo. */
function withClipboard(entries: readonly MenuEntry[]): MenuEntry[] {
  const firstLine = entries.findIndex(({ kind }) => kind === 'separator');
  const clipboard = [LINE, role('cut'), role('copy'), role('paste'), role('pasteAndMatchStyle'), role('selectAll')];
  return [...entries.slice(0, firstLine), ...clipboard, ...entries.slice(firstLine)];
}

function applicationMenu(state: MenuState): MenuEntry[] {
  return [
    entryOf('help.about', state),
    LINE,
    role('services'),
    LINE,
    role('hide'),
    role('hideOthers'),
    role('unhide'),
    LINE,
    entryOf('app.quit', state),
  ];
}
