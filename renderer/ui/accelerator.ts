import type { AppInfo } from '../../app/ipc/contract.ts';

type Platform = AppInfo['platform'];

const MAC: Readonly<Record<string, string>> = { CmdOrCtrl: '⌘', Alt: '⌥', Shift: '⇧', Ctrl: '⌃', Backspace: '⌫' };
const ELSEWHERE: Readonly<Record<string, string>> = { CmdOrCtrl: 'Ctrl', Backspace: '⌫' };
const EVERYWHERE: Readonly<Record<string, string>> = {
  Plus: '+',
  Up: '↑',
  Down: '↓',
  Left: '←',
  Right: '→',
  Enter: '↵',
  Escape: 'Esc',
};
const MAC_ORDER = ['⌃', '⌥', '⇧', '⌘'];

/** "CmdOrCtrl+Shift+X" → Ctrl, Shift, X; on macOS ⇧, ⌘, X: the caps as they are printed on that platform's keys. */
export function keyCaps(accelerator: string, platform: Platform): readonly string[] {
  const names = platform === 'darwin' ? MAC : ELSEWHERE;
  const caps = accelerator.split('+').map((key) => names[key] ?? EVERYWHERE[key] ?? key);
  if (platform !== 'darwin') return caps;
  return caps.toSorted((one, other) => rank(one) - rank(other));
}

/** The form that `aria-keyshortcuts` asks for. */
export function ariaKeys(accelerator: string, platform: Platform): string {
  const names: Readonly<Record<string, string>> = {
    CmdOrCtrl: platform === 'darwin' ? 'Meta' : 'Control',
    Plus: '+',
    Up: 'ArrowUp',
    Down: 'ArrowDown',
  };
  return accelerator
    .split('+')
    .map((key) => names[key] ?? key)
    .join('+');
}

function rank(cap: string): number {
  const place = MAC_ORDER.indexOf(cap);
  return place === -1 ? MAC_ORDER.length : place;
}
