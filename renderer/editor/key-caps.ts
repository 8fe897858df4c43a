const MAC_SIGNS: Readonly<Record<string, string>> = {
  CmdOrCtrl: '⌘',
  Shift: '⇧',
  Alt: '⌥',
  Up: '↑',
  Down: '↓',
  Enter: '↩',
  Backspace: '⌫',
  Delete: '⌦',
};
const OTHER_SIGNS: Readonly<Record<string, string>> = { CmdOrCtrl: 'Ctrl', Up: '↑', Down: '↓' };

/** An accelerator as it is shown: signs on macOS, words elsewhere. */
export function keyCaps(accelerator: string, isMac: boolean = navigator.platform.startsWith('Mac')): string {
  const parts = accelerator.split('+');
  return isMac
    ? parts.map((part) => MAC_SIGNS[part] ?? part).join('')
    : parts.map((part) => OTHER_SIGNS[part] ?? part).join('+');
}
