import { commands, type CommandId } from '../../app/commands.ts';

type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'> & {
  getModifierState(name: string): boolean;
};

const NAMED: Readonly<Record<string, string>> = {
  up: 'arrowup',
  down: 'arrowdown',
  left: 'arrowleft',
  right: 'arrowright',
};

/** "CmdOrCtrl+Shift+Enter" and a press of these keys become the same string. */
function nameOfAccelerator(accelerator: string): string {
  const parts = accelerator.toLowerCase().split('+');
  const key = parts.at(-1) ?? '';
  return nameOf(NAMED[key] ?? key, {
    mod: parts.includes('cmdorctrl'),
    alt: parts.includes('alt'),
    shift: parts.includes('shift'),
  });
}

function nameOf(key: string, { mod, alt, shift }: Record<'mod' | 'alt' | 'shift', boolean>): string {
  return `${mod ? 'mod+' : ''}${alt ? 'alt+' : ''}${shift ? 'shift+' : ''}${key}`;
}

const bound = new Map<string, CommandId>(
  (Object.keys(commands) as CommandId[]).flatMap((id) => {
    const command = commands[id];
    return 'boundInScript' in command && 'accelerator' in command ? [[nameOfAccelerator(command.accelerator), id]] : [];
  }),
);
bound.set('mod+y', 'edit.redo');

/** The command that this press gives inside the script, or null. */
export function commandFor(event: KeyPress): CommandId | null {
  // AltGr types letters (Polish ł, German @), also where the system reports it as Ctrl and Alt.
  if (event.getModifierState('AltGraph')) return null;
  const mod = event.ctrlKey || event.metaKey;
  const modifiers = { mod, alt: event.altKey, shift: event.shiftKey };
  const key = event.key.toLowerCase();
  const byLetter = bound.get(nameOf(key, modifiers));
  if (byLetter) return byLetter;
  // On layouts without Latin letters a shortcut is the place of the key.
  const place = /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase();
  return mod && place !== undefined && !/^[a-z]$/.test(key) ? (bound.get(nameOf(place, modifiers)) ?? null) : null;
}
