/** Key chords: one spelling for a menu's accelerators and for what a keyboard event says, so that they can be compared. */

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const KEY_NAMES: Readonly<Record<string, string>> = {
  plus: '+',
  space: ' ',
  return: 'enter',
  esc: 'escape',
  up: 'arrowup',
  down: 'arrowdown',
  left: 'arrowleft',
  right: 'arrowright',
  numadd: '+',
  numsub: '-',
  nummult: '*',
  numdiv: '/',
  numdec: '.',
};

/**
 * The chord of an accelerator in Electron's form, such as `CmdOrCtrl+Shift+Z`.
 * @throws when a part is not a modifier or there is no key, as Electron does.
 */
export function chordOfAccelerator(accelerator: string, platform: NodeJS.Platform): string {
  const command = platform === 'darwin' ? 'meta' : 'ctrl';
  const modifiers: Readonly<Record<string, string>> = {
    cmdorctrl: command,
    commandorcontrol: command,
    cmd: 'meta',
    command: 'meta',
    meta: 'meta',
    super: 'meta',
    ctrl: 'ctrl',
    control: 'ctrl',
    alt: 'alt',
    option: 'alt',
    shift: 'shift',
  };
  // "+" itself is written "Plus", but "Ctrl++" is read as well.
  const parts = accelerator.toLowerCase().replace(/\+\+$/, '+plus').split('+');
  const named = parts.pop() ?? '';
  const key = KEY_NAMES[named] ?? named.replace(/^num(\d)$/, '$1');
  const held = new Set(parts.map((part) => modifiers[part]));
  if (key === '' || held.has(undefined)) throw new TypeError(`Invalid accelerator: ${accelerator}`);
  return [...['ctrl', 'meta', 'alt', 'shift'].filter((modifier) => held.has(modifier)), key].join('+');
}

/**
 * Injected. Every chord that a key press may stand for: by the character, where a symbol may need Shift on one
 * keyboard and not on another, and by the place of the key on a US keyboard, where Shift changes the character.
 */
export function chordsOfKeyPress(press: KeyPress): readonly string[] {
  const places: Readonly<Record<string, string>> = {
    Backquote: '`',
    Backslash: '\\',
    BracketLeft: '[',
    BracketRight: ']',
    Comma: ',',
    Equal: '=',
    Minus: '-',
    Period: '.',
    Quote: "'",
    Semicolon: ';',
    Slash: '/',
  };
  const key = press.key.toLowerCase();
  const place = places[press.code] ?? /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(press.code)?.[1]?.toLowerCase() ?? key;
  const held = [press.ctrlKey ? 'ctrl' : '', press.metaKey ? 'meta' : '', press.altKey ? 'alt' : ''];
  const chord = (named: string, shift: boolean): string =>
    [...held, shift ? 'shift' : '', named].filter((part) => part !== '').join('+');
  const isSymbol = key.length === 1 && !/[\p{L}\p{N} ]/u.test(key);
  return [chord(key, press.shiftKey), ...(isSymbol ? [chord(key, false)] : []), chord(place, press.shiftKey)];
}
