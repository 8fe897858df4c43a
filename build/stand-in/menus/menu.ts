import { chordOfAccelerator } from '../injected/chords.ts';
import { NotHere, strictEmitter } from '../strict.ts';
import type { BrowserWindowBase } from '../windows/browser-window.ts';
import type { MenuLine } from '../wire.ts';
import { roles, submenuOfRole } from './menu-roles.ts';
import type { RoleActions } from './menu-roles.ts';

type ItemType = 'normal' | 'separator' | 'submenu' | 'checkbox' | 'radio' | 'header';
type Click = (item: MenuItemBase, window: BrowserWindowBase | undefined, event: object) => void;

/** Electron's own words for an item, as far as they have an effect here. */
export interface ItemOptions {
  readonly id?: string | undefined;
  readonly label?: string | undefined;
  readonly sublabel?: string | undefined;
  readonly toolTip?: string | undefined;
  readonly role?: string | undefined;
  readonly type?: ItemType | 'palette' | undefined;
  readonly accelerator?: string | undefined;
  readonly registerAccelerator?: boolean | undefined;
  readonly enabled?: boolean | undefined;
  readonly visible?: boolean | undefined;
  readonly checked?: boolean | undefined;
  readonly submenu?: readonly (ItemOptions | MenuItemBase)[] | MenuBase | undefined;
  readonly click?: ((...args: never[]) => void) | undefined;
}

export class MenuItemBase {
  readonly id: string;
  readonly role: string | undefined;
  readonly type: ItemType;
  readonly accelerator: string | undefined;
  readonly registerAccelerator: boolean;
  readonly submenu: MenuBase | undefined;
  label: string;
  sublabel: string;
  toolTip: string;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  menu: MenuBase | undefined;
  readonly #actions: RoleActions;
  readonly #click: Click | undefined;

  /** @throws NotHere for a role that the stand-in does not know. */
  constructor(options: ItemOptions, actions: RoleActions) {
    const role = options.role?.toLowerCase();
    const known = role === undefined ? undefined : roles[role];
    if (role !== undefined && known === undefined) throw new NotHere(`menu role '${role}'`);
    const below = options.submenu ?? (role === undefined ? undefined : submenuOfRole(role));
    this.#actions = actions;
    this.#click = options.click as Click | undefined;
    this.role = role;
    this.submenu = below === undefined || below instanceof MenuBase ? below : MenuBase.fromTemplate(below, actions);
    this.type =
      options.type === 'palette' ? 'submenu' : (options.type ?? (this.submenu === undefined ? 'normal' : 'submenu'));
    this.label = options.label ?? known?.label(actions) ?? '';
    this.sublabel = options.sublabel ?? '';
    this.toolTip = options.toolTip ?? '';
    this.id = options.id ?? '';
    this.accelerator = options.accelerator ?? known?.accelerator;
    this.registerAccelerator = options.registerAccelerator ?? true;
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
  }

  /** Does what choosing the item does: checks it, plays its role or calls its function. */
  click = (event: object = {}, window?: BrowserWindowBase, _contents?: object): void => {
    if (this.type === 'checkbox') this.checked = !this.checked;
    if (this.type === 'radio') this.menu?.checkOnly(this);
    const role = this.role === undefined ? undefined : roles[this.role];
    if (role?.runApp !== undefined && this.#click === undefined) role.runApp(this.#actions);
    else if (role?.run !== undefined) {
      if (window !== undefined) role.run(window, this.#actions);
    } else this.#click?.(this, window, event);
  };
}

export class MenuBase extends strictEmitter('Menu', ['menu-will-show', 'menu-will-close']) {
  readonly items: MenuItemBase[] = [];

  static fromTemplate(template: readonly (ItemOptions | MenuItemBase)[], actions: RoleActions): MenuBase {
    const menu = new MenuBase();
    for (const item of template) menu.append(item instanceof MenuItemBase ? item : new MenuItemBase(item, actions));
    return menu;
  }

  append(item: MenuItemBase): void {
    this.insert(this.items.length, item);
  }

  insert(position: number, item: MenuItemBase): void {
    item.menu = this;
    this.items.splice(position, 0, item);
  }

  getMenuItemById(id: string): MenuItemBase | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found !== null && found !== undefined) return found;
    }
    return null;
  }

  /** For the stand-in: a radio item was chosen; its neighbours up to the next separator are let go. */
  checkOnly(chosen: MenuItemBase): void {
    const index = this.items.indexOf(chosen);
    const start = this.items.findLastIndex((item, at) => at < index && item.type !== 'radio') + 1;
    const end = this.items.findIndex((item, at) => at > index && item.type !== 'radio');
    const group = this.items.slice(start, end === -1 ? undefined : end);
    for (const item of group) item.checked = item === chosen;
  }
}

/** Every item with a chord, by its chord; what is disabled, hidden or only shown beside its key has none. */
export function chordsOf(menu: MenuBase | null, platform: NodeJS.Platform): ReadonlyMap<string, MenuItemBase> {
  const chords = new Map<string, MenuItemBase>();
  const visit = ({ items }: MenuBase): void => {
    for (const item of items) {
      if (item.submenu !== undefined) visit(item.submenu);
      else if (item.accelerator !== undefined && item.registerAccelerator) {
        const chord = chordOfAccelerator(item.accelerator, platform);
        if (!chords.has(chord)) chords.set(chord, item);
      }
    }
  };
  if (menu !== null) visit(menu);
  return chords;
}

/** The item at a path of labels such as `File/New script`. @throws with the labels there are when one is not there. */
export function itemAt(menu: MenuBase, path: string): MenuItemBase {
  const [label = '', ...rest] = path.split('/');
  const plain = (text: string): string => text.replaceAll('&', '');
  const item = menu.items.find((candidate) => plain(candidate.label) === label);
  if (item === undefined)
    throw new Error(`No menu item '${label}' among: ${menu.items.map((each) => each.label).join(', ')}`);
  if (rest.length === 0) return item;
  if (item.submenu === undefined) throw new Error(`The menu item '${label}' has no items below it.`);
  return itemAt(item.submenu, rest.join('/'));
}

/** A menu as the lines that the panel draws: submenus follow their label. */
export function linesOf({ items }: MenuBase, above: readonly number[] = []): readonly MenuLine[] {
  return items.flatMap((item, index) => {
    if (!item.visible) return [];
    const path = [...above, index];
    const { label, enabled, checked, accelerator = '' } = item;
    const type = item.submenu === undefined ? item.type : 'header';
    const line: MenuLine = { type, label: label.replaceAll('&', ''), enabled, checked, accelerator, path };
    return item.submenu === undefined ? [line] : [line, ...linesOf(item.submenu, path)];
  });
}

export function itemAtIndices(menu: MenuBase, [index = -1, ...rest]: readonly number[]): MenuItemBase | undefined {
  const item = menu.items[index];
  return rest.length === 0 || item?.submenu === undefined ? item : itemAtIndices(item.submenu, rest);
}
