import { nativeTheme, type App } from 'electron';
import type { CommandId } from '../app/commands.ts';
import type { AppInfo } from '../app/ipc/contract.ts';
import type { SettingsStore } from './settings/settings-store.ts';
import { drawMenu } from './windows/menu.ts';
import type { Windows } from './windows/windows.ts';

export interface Following {
  readonly app: App;
  readonly settings: SettingsStore;
  readonly windows: Windows;
  readonly run: (id: CommandId) => void;
}

/** What the program says of itself to its pages. */
export function aboutThisProgram(app: App): Omit<AppInfo, 'author' | 'settings' | 'loaded'> {
  return {
    version: app.getVersion(),
    platform: platform(),
    host: process.versions.electron === undefined ? 'stand-in' : 'electron',
    accessibility: app.accessibilitySupportEnabled,
  };
}

/** Keeps menu, theme and frames as the settings and the system want them, and tells the pages. */
export function followSystem({ app, settings, windows, run }: Following): Disposable {
  using following = new DisposableStack();
  const wear = (): void => {
    nativeTheme.themeSource = settings.get().theme;
    drawMenu({ platform: platform(), settings: settings.get(), forDevelopers: !app.isPackaged }, run);
  };
  wear();
  following.use(
    settings.subscribe((changed) => {
      wear();
      windows.broadcast('settings.changed', changed);
    }),
  );
  const repaint = (): void => windows.repaintFrames();
  nativeTheme.on('updated', repaint);
  following.defer(() => nativeTheme.off('updated', repaint));
  const tellAccessibility = (_event: unknown, on: boolean): void => windows.broadcast('accessibility.changed', { on });
  app.on('accessibility-support-changed', tellAccessibility);
  following.defer(() => app.off('accessibility-support-changed', tellAccessibility));
  return following.move();
}

function platform(): AppInfo['platform'] {
  return process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux';
}
