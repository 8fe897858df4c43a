import type { EventEmitter } from 'node:events';
import type * as Common from 'electron/common';
import type * as Main from 'electron/main';
import type * as StandIn from './electron.ts';

/**
 * Checked when types are: the stand-in has every member of the module `electron`, and no member that Electron's typings
 * lack. A misspelt or invented one fails `tsc` here, by name.
 */

/** Nothing, or the names that are wrong: an error of tsc's shows them. */
type None<T> = [T] extends [never] ? true : T;
/** What the stand-in's own parts say to each other on these objects; `README.md` explains none of it to the app. */
type Inside =
  | 'whenOpen'
  | 'hasFrame'
  | 'mayNavigate'
  | 'mayUnload'
  | 'becomeReady'
  | 'end'
  | 'changeSystem'
  | 'join'
  | 'checkOnly';
type Invented<Ours, Theirs> = None<Exclude<keyof Ours, keyof Theirs | keyof EventEmitter | Inside>>;

type Module = typeof StandIn;
type TheirModule = typeof Main & typeof Common;

export const inventedModules: None<Exclude<keyof Module, keyof TheirModule | 'default'>> = true;
export const missingModules: None<Exclude<keyof TheirModule, keyof Module>> = true;

export const app: Invented<Module['app'], Electron.App> = true;
export const browserWindow: Invented<StandIn.BrowserWindow, Electron.BrowserWindow> = true;
export const browserWindowClass: Invented<typeof StandIn.BrowserWindow, typeof Electron.BrowserWindow> = true;
export const clipboard: Invented<Module['clipboard'], Electron.Clipboard> = true;
export const clipboardItem: Invented<StandIn.ClipboardItem, Electron.ClipboardItem> = true;
export const commandLine: Invented<Module['app']['commandLine'], Electron.CommandLine> = true;
export const crashReporter: Invented<Module['crashReporter'], Electron.CrashReporter> = true;
export const dialog: Invented<Module['dialog'], Electron.Dialog> = true;
export const ipcMain: Invented<Module['ipcMain'], Electron.IpcMain> = true;
export const menu: Invented<StandIn.Menu, Electron.Menu> = true;
export const menuClass: Invented<typeof StandIn.Menu, typeof Electron.Menu & { readonly fromTemplate: unknown }> = true;
export const menuItem: Invented<StandIn.MenuItem, Electron.MenuItem> = true;
export const nativeImage: Invented<Module['nativeImage'], typeof Electron.NativeImage> = true;
export const nativeTheme: Invented<Module['nativeTheme'], Electron.NativeTheme> = true;
export const net: Invented<Module['net'], Electron.Net> = true;
export const powerMonitor: Invented<Module['powerMonitor'], Electron.PowerMonitor> = true;
export const protocol: Invented<Module['protocol'], Electron.Protocol> = true;
export const safeStorage: Invented<Module['safeStorage'], Electron.SafeStorage> = true;
export const screen: Invented<Module['screen'], Electron.Screen> = true;
export const session: Invented<Module['session']['defaultSession'], Electron.Session> = true;
export const sessionModule: Invented<Module['session'], typeof Electron.Session> = true;
export const shell: Invented<Module['shell'], Electron.Shell> = true;
export const utilityProcess: Invented<ReturnType<Module['utilityProcess']['fork']>, Electron.UtilityProcess> = true;
export const webContents: Invented<StandIn.BrowserWindow['webContents'], Electron.WebContents> = true;
export const webContentsModule: Invented<Module['webContents'], typeof Electron.WebContents> = true;
export const webFrame: Invented<StandIn.BrowserWindow['webContents']['mainFrame'], Electron.WebFrameMain> = true;
export const webRequest: Invented<Module['session']['defaultSession']['webRequest'], Electron.WebRequest> = true;
