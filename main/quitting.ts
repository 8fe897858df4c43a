import { powerMonitor, type App } from 'electron';
import type { ClosingDesk } from './windows/closing-desk.ts';
import type { Windows } from './windows/windows.ts';

export interface Quitting {
  readonly app: App;
  readonly desk: Pick<ClosingDesk, 'handle' | 'leaving'>;
  readonly windows: Pick<Windows, 'all'>;
  /** Closes everything that was opened, in reverse. Called once, after the last window. */
  readonly end: () => Promise<void>;
}

/** Every way out goes through the desk: the menu, the last window, the system that ends a session or shuts down. */
export function watchQuitting({ app, desk, windows, end }: Quitting): void {
  app.on('before-quit', (event) => {
    if (desk.leaving) return;
    event.preventDefault();
    desk.handle({ kind: 'quit-asked', windowIds: windows.all().map(({ windowId }) => windowId) });
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  let ending: Promise<void> | null = null;
  app.on('will-quit', (event) => {
    event.preventDefault();
    ending ??= end().finally(() => app.exit(0));
  });
  // Electron gives the event, its typings do not say so.
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    event?.preventDefault();
    app.quit();
  });
}
