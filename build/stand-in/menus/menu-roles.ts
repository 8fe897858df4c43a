import type { BrowserWindowBase } from '../windows/browser-window.ts';

/** What roles do beyond the focused window. */
export interface RoleActions {
  quit(): void;
  readonly appName: string;
  readonly platform: NodeJS.Platform;
}

interface RoleItem {
  readonly role?: string;
  readonly type?: 'separator';
}

interface Role {
  label(actions: RoleActions): string;
  readonly accelerator?: string;
  /** Absent: the role is only a place in the menu, as on Electron for this platform. */
  run?(window: BrowserWindowBase, actions: RoleActions): void;
  runApp?(actions: RoleActions): void;
}

const named = (label: string, accelerator?: string): Pick<Role, 'label'> & { readonly accelerator?: string } => ({
  label: () => label,
  ...(accelerator === undefined ? {} : { accelerator }),
});
const zoomBy = (window: BrowserWindowBase, change: number): void =>
  window.webContents.setZoomLevel(window.webContents.getZoomLevel() + change);

/** Electron's roles, in lower case as Electron compares them. What is not here is refused by name. */
export const roles: Readonly<Record<string, Role>> = {
  about: { label: ({ appName }) => `About ${appName}`, runApp: () => undefined },
  close: { ...named('Close', 'CommandOrControl+W'), run: (window) => window.close() },
  copy: { ...named('Copy', 'CommandOrControl+C'), run: ({ webContents }) => webContents.copy() },
  cut: { ...named('Cut', 'CommandOrControl+X'), run: ({ webContents }) => webContents.cut() },
  delete: { ...named('Delete'), run: ({ webContents }) => webContents.delete() },
  forcereload: {
    ...named('Force Reload', 'Shift+CmdOrCtrl+R'),
    run: ({ webContents }) => webContents.reloadIgnoringCache(),
  },
  help: named('Help'),
  minimize: { ...named('Minimize', 'CommandOrControl+M'), run: (window) => window.minimize() },
  paste: { ...named('Paste', 'CommandOrControl+V'), run: ({ webContents }) => webContents.paste() },
  pasteandmatchstyle: {
    ...named('Paste and Match Style', 'Shift+CommandOrControl+V'),
    run: ({ webContents }) => webContents.pasteAndMatchStyle(),
  },
  quit: { label: () => 'Quit', accelerator: 'CommandOrControl+Q', runApp: (actions) => actions.quit() },
  redo: { ...named('Redo', 'Shift+CommandOrControl+Z'), run: ({ webContents }) => webContents.redo() },
  reload: { ...named('Reload', 'CmdOrCtrl+R'), run: ({ webContents }) => webContents.reload() },
  resetzoom: { ...named('Actual Size', 'CommandOrControl+0'), run: ({ webContents }) => webContents.setZoomLevel(0) },
  selectall: { ...named('Select All', 'CommandOrControl+A'), run: ({ webContents }) => webContents.selectAll() },
  togglefullscreen: {
    ...named('Toggle Full Screen', 'F11'),
    run: (window) => window.setFullScreen(!window.isFullScreen()),
  },
  toggledevtools: {
    ...named('Toggle Developer Tools', 'Ctrl+Shift+I'),
    run: ({ webContents }) => webContents.toggleDevTools(),
  },
  undo: { ...named('Undo', 'CommandOrControl+Z'), run: ({ webContents }) => webContents.undo() },
  window: named('Window'),
  zoomin: { ...named('Zoom In', 'CommandOrControl+Plus'), run: (window) => zoomBy(window, 0.5) },
  zoomout: { ...named('Zoom Out', 'CommandOrControl+-'), run: (window) => zoomBy(window, -0.5) },
  // macOS's own, which nothing here could carry out.
  front: named('Bring All to Front'),
  hide: named('Hide'),
  hideothers: named('Hide Others'),
  services: named('Services'),
  unhide: named('Show All'),
  zoom: named('Zoom'),
  // Menus that Electron fills itself.
  editmenu: named('Edit'),
  filemenu: named('File'),
  viewmenu: named('View'),
  windowmenu: named('Window'),
};

/** What stands below a role that is a whole menu. */
export function submenuOfRole(role: string): readonly RoleItem[] | undefined {
  switch (role) {
    case 'filemenu':
      return [{ role: 'quit' }];
    case 'editmenu':
      return [
        { role: 'undo' },
        { role: 'redo' },
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'delete' },
        { type: 'separator' },
        { role: 'selectAll' },
      ];
    case 'viewmenu':
      return [
        { role: 'reload' },
        { role: 'forceReload' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ];
    case 'windowmenu':
      return [{ role: 'minimize' }, { role: 'close' }];
    default:
      return undefined;
  }
}
