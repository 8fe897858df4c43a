import type { KeyboardInputEvent, MouseInputEvent, MouseWheelInputEvent } from 'electron';
import type { Page } from '../chromium/page.ts';
import { NotHere } from '../strict.ts';

/** Chromium's names for what an edit command does to the focused element. */
export type EditCommand = 'undo' | 'redo' | 'cut' | 'copy' | 'paste' | 'pasteAndMatchStyle' | 'delete' | 'selectAll';

const MODIFIER_BITS: Readonly<Record<string, number>> = {
  alt: 1,
  control: 2,
  ctrl: 2,
  meta: 4,
  command: 4,
  cmd: 4,
  shift: 8,
};

const NAMED_KEYS: Readonly<Record<string, readonly [key: string, virtualKey: number]>> = {
  Enter: ['Enter', 13],
  Return: ['Enter', 13],
  Tab: ['Tab', 9],
  Escape: ['Escape', 27],
  Backspace: ['Backspace', 8],
  Delete: ['Delete', 46],
  Space: [' ', 32],
  Up: ['ArrowUp', 38],
  Down: ['ArrowDown', 40],
  Left: ['ArrowLeft', 37],
  Right: ['ArrowRight', 39],
  Home: ['Home', 36],
  End: ['End', 35],
  PageUp: ['PageUp', 33],
  PageDown: ['PageDown', 34],
};

/** What Chromium is sent for a key event of Electron's. */
export function keyParameters({ type, keyCode, modifiers = [] }: KeyboardInputEvent): object {
  const single = keyCode.length === 1 ? ([keyCode, keyCode.toUpperCase().charCodeAt(0)] as const) : undefined;
  const [key, windowsVirtualKeyCode] = NAMED_KEYS[keyCode] ?? single ?? [keyCode, 0];
  const held = modifiers.reduce((bits, name) => bits | (MODIFIER_BITS[name.toLowerCase()] ?? 0), 0);
  if (type === 'char') return { type, key, text: key, modifiers: held };
  return { type: type === 'keyUp' ? 'keyUp' : 'rawKeyDown', key, windowsVirtualKeyCode, modifiers: held };
}

export async function sendInput(
  page: Page,
  event: MouseInputEvent | MouseWheelInputEvent | KeyboardInputEvent,
): Promise<void> {
  if ('keyCode' in event) {
    await page.send('Input.dispatchKeyEvent', keyParameters(event));
    return;
  }
  const types = {
    mouseDown: 'mousePressed',
    mouseUp: 'mouseReleased',
    mouseMove: 'mouseMoved',
    mouseWheel: 'mouseWheel',
  };
  const type = Object.entries(types).find(([name]) => name === event.type)?.[1];
  if (type === undefined) throw new NotHere(`sendInputEvent of type ${event.type}`);
  const { x, y } = event;
  const wheel = 'deltaX' in event ? { deltaX: -(event.deltaX ?? 0), deltaY: -(event.deltaY ?? 0) } : {};
  const press = 'button' in event ? { button: event.button ?? 'left', clickCount: event.clickCount ?? 1 } : {};
  await page.send('Input.dispatchMouseEvent', { type, x, y, ...wheel, ...press });
}

/** Does to the focused element what the Edit menu's entry says, as the person's own doing. */
export async function edit(page: Page, command: EditCommand): Promise<void> {
  await page.send('Input.dispatchKeyEvent', {
    type: 'rawKeyDown',
    key: '',
    windowsVirtualKeyCode: 0,
    commands: [command],
  });
}
