import { existsSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import type { MessageBoxOptions, OpenDialogOptions, SaveDialogOptions } from 'electron';
import type { Page } from '../chromium/page.ts';
import { NotHere, strict } from '../strict.ts';
import type { Notes } from '../strict.ts';
import { BrowserWindowBase } from '../windows/browser-window.ts';
import type { PathView } from '../wire.ts';
import type { DialogAnswers, DialogKind } from './dialog-answers.ts';
import type { Panels } from './panels.ts';

export interface MessageAnswer {
  response: number;
  checkboxChecked: boolean;
}
export interface OpenAnswer {
  canceled: boolean;
  filePaths: string[];
}
export interface SaveAnswer {
  canceled: boolean;
  filePath: string;
}

export interface DialogHost {
  readonly answers: DialogAnswers;
  readonly panels: Panels;
  readonly notes: Notes;
  /** The window a question without one is put in. */
  front(): BrowserWindowBase | undefined;
  documents(): string;
}

/** Electron's dialogs: answered by a test's queue, else by the person in a panel of the window. */
export function makeDialog(host: DialogHost) {
  /** Electron's methods take an optional window first. */
  function read<T extends object>(
    given: readonly unknown[],
  ): { readonly window: BrowserWindowBase | undefined; readonly options: T } {
    const [first, second] = given;
    if (first instanceof BrowserWindowBase) return { window: first, options: (second ?? {}) as T };
    return { window: host.front(), options: (first ?? second ?? {}) as T };
  }

  /** Undefined when there is no window in which anybody could answer. */
  async function pageOf(window: BrowserWindowBase | undefined, words: string): Promise<Page | undefined> {
    if (window !== undefined && !window.isDestroyed()) return window.whenOpen();
    host.notes.say(`There is no window to ask in, so the question counts as cancelled: ${words}`);
    return undefined;
  }

  async function askMessage(window: BrowserWindowBase | undefined, options: MessageBoxOptions): Promise<MessageAnswer> {
    const { message, detail = '', buttons = [], title = '', checkboxLabel = '', checkboxChecked = false } = options;
    const shown = buttons.length === 0 ? ['OK'] : buttons;
    const cancelId =
      options.cancelId ??
      Math.max(
        0,
        shown.findIndex((label) => /^(cancel|no)$/i.test(label)),
      );
    const cancelled = { response: cancelId, checkboxChecked };
    const page = await pageOf(window, message);
    if (page === undefined) return cancelled;
    const checkbox = checkboxLabel === '' ? null : { label: checkboxLabel, checked: checkboxChecked };
    const defaultId = options.defaultId ?? 0;
    const view = { kind: 'message', title, message, detail, buttons: shown, defaultId, cancelId, checkbox } as const;
    const answer = await host.panels.ask(page, view);
    return answer !== undefined && 'response' in answer ? answer : cancelled;
  }

  async function askPath(
    window: BrowserWindowBase | undefined,
    view: Omit<PathView, 'kind' | 'path'>,
    suggested: string,
  ): Promise<string | null> {
    const path = isAbsolute(suggested) ? suggested : join(host.documents(), suggested);
    const isFolder = existsSync(path) && statSync(path).isDirectory() && !path.endsWith('/');
    const page = await pageOf(window, view.title);
    if (page === undefined) return null;
    const answer = await host.panels.ask(page, { kind: 'path', ...view, path: isFolder ? `${path}/` : path });
    return answer !== undefined && 'path' in answer && answer.path !== null ? resolve(answer.path) : null;
  }

  /** A native save dialog asks before it replaces a file; so does this one. */
  async function mayReplace(window: BrowserWindowBase | undefined, path: string): Promise<boolean> {
    if (!existsSync(path)) return true;
    const message = `Replace ${path}?`;
    const detail = 'A file with this name is there already. Replacing it overwrites what it holds.';
    const { response } = await askMessage(window, {
      message,
      detail,
      buttons: ['Replace', 'Cancel'],
      defaultId: 1,
      cancelId: 1,
    });
    return response === 0;
  }

  async function showSaveDialog(...given: unknown[]): Promise<SaveAnswer> {
    const { window, options } = read<SaveDialogOptions>(given);
    const queued = host.answers.take('showSaveDialog', options);
    if (queued !== undefined) return { canceled: false, filePath: '', ...queued };
    const { title = 'Save', buttonLabel: button = 'Save' } = options;
    let suggested = options.defaultPath ?? '';
    for (;;) {
      const path = await askPath(window, { mode: 'save', title, button }, suggested);
      if (path === null) return { canceled: true, filePath: '' };
      if (await mayReplace(window, path)) return { canceled: false, filePath: path };
      suggested = path;
    }
  }

  async function showOpenDialog(...given: unknown[]): Promise<OpenAnswer> {
    const { window, options } = read<OpenDialogOptions>(given);
    const queued = host.answers.take('showOpenDialog', options);
    if (queued !== undefined) return { canceled: false, filePaths: [], ...queued };
    const mode = options.properties?.includes('openDirectory') === true ? 'folder' : 'open';
    const { title = 'Open', buttonLabel: button = 'Open' } = options;
    const path = await askPath(window, { mode, title, button }, options.defaultPath ?? '');
    return path === null ? { canceled: true, filePaths: [] } : { canceled: false, filePaths: [path] };
  }

  async function showMessageBox(...given: unknown[]): Promise<MessageAnswer> {
    const { window, options } = read<MessageBoxOptions>(given);
    const queued = host.answers.take('showMessageBox', options);
    if (queued !== undefined) return { response: 0, checkboxChecked: false, ...queued };
    return askMessage(window, options);
  }

  /** Nothing here can wait for a person without letting the rest go on: only a queued answer will do. */
  function synchronous<A extends object>(kind: DialogKind, method: string, given: readonly unknown[]): A {
    const queued = host.answers.take(kind, read(given).options);
    if (queued === undefined) throw new NotHere(`dialog.${method} without a queued answer`);
    return queued as A;
  }

  return strict('dialog', {
    showMessageBox,
    showOpenDialog,
    showSaveDialog,
    showMessageBoxSync: (...given: unknown[]): number =>
      synchronous<Partial<MessageAnswer>>('showMessageBox', 'showMessageBoxSync', given).response ?? 0,
    showOpenDialogSync: (...given: unknown[]): string[] | undefined => {
      const { canceled, filePaths } = synchronous<Partial<OpenAnswer>>('showOpenDialog', 'showOpenDialogSync', given);
      return canceled === true ? undefined : filePaths;
    },
    showSaveDialogSync: (...given: unknown[]): string => {
      const { canceled, filePath } = synchronous<Partial<SaveAnswer>>('showSaveDialog', 'showSaveDialogSync', given);
      return canceled === true ? '' : (filePath ?? '');
    },
    /** Said at the terminal, where it is also seen before there is a window, and in the window if there is one. */
    showErrorBox: (title: string, content: string): void => {
      const isAnswered = host.answers.take('showErrorBox', { title, content }) !== undefined;
      process.stderr.write(`${title}\n${content}\n`);
      const window = host.front();
      if (!isAnswered && window !== undefined) void askMessage(window, { message: title, detail: content });
    },
  });
}
