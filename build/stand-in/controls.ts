import type { DialogAnswers, DialogKind } from './dialogs/dialog-answers.ts';
import type { MenuKeys } from './menus/menu-keys.ts';
import { choose } from './menus/menu-keys.ts';
import { itemAt } from './menus/menu.ts';
import type { NativeTheme } from './native-theme.ts';
import type { ShellCall } from './shell.ts';
import type { WindowList } from './windows/window-list.ts';

/**
 * What a person and a desktop would do, for tests: in the main process as `globalThis.standIn`, which Playwright reaches
 * with `electronApp.evaluate`. tests/support/host.ts wraps it and does the same on real Electron.
 */
export interface Controls {
  readonly menu: {
    /** Chooses the item at a path of labels, such as `File/New script`, for the focused window. */
    click(path: string): void;
    /** The labels below a path; everything at the top without one. */
    labels(path?: string): readonly string[];
  };
  readonly dialogs: {
    /** What the next dialog of this kind answers. */
    answer(kind: DialogKind, answer: object): void;
    /** Every dialog so far, answered by the queue or not. */
    readonly asked: DialogAnswers['asked'];
  };
  /** What the app did outside itself: opened, revealed, threw away. */
  readonly shellCalls: readonly ShellCall[];
  /** The process to kill for a test of what happens then. */
  chromiumPid(): number | undefined;
  /** The person changes the desktop's colours. */
  setSystemTheme(theme: 'light' | 'dark'): void;
  /** The person closes Chromium's own window, as with the button on its frame. */
  closeByHand(windowId: number): Promise<void>;
}

export interface ControlParts {
  readonly menuKeys: MenuKeys;
  readonly windows: WindowList;
  readonly answers: DialogAnswers;
  readonly shellCalls: readonly ShellCall[];
  readonly theme: NativeTheme;
  chromiumPid(): number | undefined;
}

export function makeControls(parts: ControlParts): Controls {
  const { menuKeys, windows, answers, shellCalls, theme } = parts;
  const menuOrThrow = () => {
    if (menuKeys.menu === null) throw new Error('The app has set no application menu.');
    return menuKeys.menu;
  };
  return {
    menu: {
      click(path) {
        const item = itemAt(menuOrThrow(), path);
        if (!item.enabled || !item.visible) throw new Error(`The menu item '${path}' cannot be chosen now.`);
        choose(item, windows.front);
      },
      labels(path) {
        const menu = path === undefined ? menuOrThrow() : itemAt(menuOrThrow(), path).submenu;
        return (menu?.items ?? []).filter(({ visible }) => visible).map(({ label }) => label);
      },
    },
    dialogs: { answer: (kind, answer) => answers.queue(kind, answer), asked: answers.asked },
    shellCalls,
    chromiumPid: () => parts.chromiumPid(),
    setSystemTheme: (system) => theme.changeSystem(system),
    async closeByHand(windowId) {
      const window = windows.all.find(({ id }) => id === windowId);
      await (await window?.whenOpen())?.send('Page.close');
    },
  };
}
