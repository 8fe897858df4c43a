import type { CommandId } from '../app/commands.ts';
import type { Windows } from './windows/windows.ts';

export interface CommandHands {
  readonly windows: Pick<Windows, 'current' | 'open'>;
  /** True while a window is about to close and takes nothing more. */
  readonly isClosing: (windowId: number) => boolean;
  readonly quit: () => void;
}

/** Acts on commands given in the menu: the program's own here, all others in the window that is in use. */
export function runCommand({ windows, isClosing, quit }: CommandHands): (id: CommandId) => void {
  return (id) => {
    const current = windows.current();
    if (id === 'app.quit') return quit();
    if (id === 'window.close') return current?.browserWindow.close();
    // On macOS the menu is there without a window: the library then is where everything begins.
    if (id === 'window.new' || current === undefined) return void windows.open({ kind: 'library' });
    if (!isClosing(current.windowId)) current.send('command', { id });
  };
}
