import { dialog, type BrowserWindow, type FileFilter } from 'electron';
import { BUNDLE_ENDING } from '../../app/blind/bundle.ts';
import type { ExportFormat } from '../../app/ipc/contract.ts';
import type { FileDialogs } from './files.ts';

const IMPORTED: FileFilter[] = [
  { name: 'Scripts', extensions: ['fountain', 'spmd', 'md', 'markdown', 'txt', 'text', 'galley-rescue'] },
  { name: 'All files', extensions: ['*'] },
];
const EXPORTED: Readonly<Record<ExportFormat, FileFilter>> = {
  markdown: { name: 'Markdown', extensions: ['md'] },
  text: { name: 'Plain text', extensions: ['txt'] },
};

/** The system's own panels, on the window that asks. */
export function fileDialogs(windowOf: (windowId: number) => BrowserWindow | undefined): FileDialogs {
  return {
    chooseFile: async (windowId) => {
      const options = {
        title: 'Import a script',
        buttonLabel: 'Import',
        filters: IMPORTED,
        properties: ['openFile' as const],
      };
      const window = windowOf(windowId);
      const { canceled, filePaths } =
        window === undefined ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
      return canceled ? null : (filePaths[0] ?? null);
    },
    chooseTarget: async ({ path, format }, windowId) => {
      const options = {
        title: 'Export the script',
        buttonLabel: 'Export',
        defaultPath: path,
        filters: [EXPORTED[format]],
      };
      const window = windowOf(windowId);
      const { canceled, filePath } =
        window === undefined ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(window, options);
      return canceled || filePath === '' ? null : filePath;
    },
  };
}

const FOLDERS = {
  copies: { title: 'Choose a folder for copies of your backups', buttonLabel: 'Use this folder' },
  backups: { title: 'Choose a folder that holds backups', buttonLabel: 'Look here' },
} as const;

/** Where copies of backups shall go, or where backups may be; null when the person changed their mind. */
export async function chooseFolder(
  purpose: keyof typeof FOLDERS,
  window: BrowserWindow | undefined,
): Promise<string | null> {
  const options = { ...FOLDERS[purpose], properties: ['openDirectory' as const, 'createDirectory' as const] };
  const { canceled, filePaths } =
    window === undefined ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
  return canceled ? null : (filePaths[0] ?? null);
}

/** Where a bundle for support goes; null when the person changed their mind. */
export async function chooseBundleTarget(path: string, window: BrowserWindow | undefined): Promise<string | null> {
  const options = {
    title: 'Save a bundle for support',
    buttonLabel: 'Save',
    defaultPath: path,
    filters: [{ name: 'Bundle for support', extensions: [BUNDLE_ENDING.slice(1)] }],
  };
  const { canceled, filePath } =
    window === undefined ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(window, options);
  return canceled || filePath === '' ? null : filePath;
}
