import { ClipboardItem } from './clipboard.ts';
import { MenuBase, MenuItemBase } from './menus/menu.ts';
import type { ItemOptions } from './menus/menu.ts';
import { nativeImage } from './native-image.ts';
import { net } from './net.ts';
import { crashReporter } from './quiet-modules.ts';
import { standIn } from './stand-in.ts';
import { notHere, strict } from './strict.ts';
import { utilityProcess } from './utility-process.ts';
import { BrowserWindowBase } from './windows/browser-window.ts';
import type { WebContents } from './windows/web-contents.ts';

/** What `import … from 'electron'` finds in the main process. */

export const { app, ipcMain, dialog, clipboard, safeStorage, shell, powerMonitor, screen } = standIn;
export const nativeTheme = standIn.theme;
export const protocol = standIn.protocols.members;
export { ClipboardItem, crashReporter, nativeImage, net, utilityProcess };

export const session = strict('session', {
  get defaultSession() {
    if (!app.isReady()) throw new Error('Session can only be received when app is ready');
    return standIn.session;
  },
});

const { windows } = standIn;
const roleActions = {
  quit: () => app.quit(),
  get appName() {
    return app.name;
  },
  platform: process.platform,
};

export class BrowserWindow extends BrowserWindowBase {
  constructor(options: object = {}) {
    super(standIn.windowHost, options, app.name);
    app.emit('web-contents-created', {}, this.webContents);
    app.emit('browser-window-created', {}, this);
    this.on('focus', () => app.emit('browser-window-focus', {}, this));
    this.on('blur', () => app.emit('browser-window-blur', {}, this));
    this.webContents.on('render-process-gone', (_event: object, details: object) =>
      app.emit('render-process-gone', {}, this.webContents, details),
    );
    if (this.isVisible()) this.focus();
  }

  static getAllWindows(): BrowserWindowBase[] {
    return windows.all;
  }

  static getFocusedWindow(): BrowserWindowBase | null {
    return windows.focused;
  }

  static fromId(id: number): BrowserWindowBase | null {
    return windows.all.find((window) => window.id === id) ?? null;
  }

  static fromWebContents(contents: WebContents): BrowserWindowBase | null {
    return windows.all.find(({ webContents: mine }) => mine === contents) ?? null;
  }
}

const allContents = (): WebContents[] => windows.all.map(({ webContents: contents }) => contents);

export const webContents = strict('webContents', {
  getAllWebContents: allContents,
  getFocusedWebContents: (): WebContents | null => windows.focused?.webContents ?? null,
  fromId: (id: number): WebContents | undefined => allContents().find((contents) => contents.id === id),
  fromDevToolsTargetId: (targetId: string): WebContents | undefined =>
    allContents().find((contents) => contents.hasFrame(targetId)),
});

export class MenuItem extends MenuItemBase {
  constructor(options: ItemOptions) {
    super(options, roleActions);
  }
}

export class Menu extends MenuBase {
  static buildFromTemplate(template: readonly (ItemOptions | MenuItemBase)[]): MenuBase {
    return MenuBase.fromTemplate(template, roleActions);
  }

  static setApplicationMenu(menu: MenuBase | null): void {
    standIn.menuKeys.menu = menu;
  }

  static getApplicationMenu(): MenuBase | null {
    return standIn.menuKeys.menu;
  }
}

export const autoUpdater = notHere('autoUpdater');
export const BaseWindow = notHere('BaseWindow');
export const BrowserView = notHere('BrowserView');
export const contentTracing = notHere('contentTracing');
export const desktopCapturer = notHere('desktopCapturer');
export const globalShortcut = notHere('globalShortcut');
export const ImageView = notHere('ImageView');
export const inAppPurchase = notHere('inAppPurchase');
export const IpcMainServiceWorker = notHere('IpcMainServiceWorker');
export const MessageChannelMain = notHere('MessageChannelMain');
export const netLog = notHere('netLog');
export const Notification = notHere('Notification');
export const powerSaveBlocker = notHere('powerSaveBlocker');
export const pushNotifications = notHere('pushNotifications');
export const ShareMenu = notHere('ShareMenu');
export const sharedTexture = notHere('sharedTexture');
export const systemPreferences = notHere('systemPreferences');
export const TouchBar = notHere('TouchBar');
export const Tray = notHere('Tray');
export const View = notHere('View');
export const WebContentsView = notHere('WebContentsView');
export const webFrameMain = notHere('webFrameMain');
export const WebSocket = notHere('WebSocket');

/** `import electron from 'electron'`: what this has not, the stand-in has not. */
export default strict('electron', {
  app,
  BrowserWindow,
  clipboard,
  ClipboardItem,
  crashReporter,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  utilityProcess,
  webContents,
});
