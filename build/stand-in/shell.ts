import { spawn } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { strict } from './strict.ts';

/** What the app did outside itself, for tests to look at. */
export interface ShellCall {
  readonly method: 'openExternal' | 'openPath' | 'showItemInFolder' | 'trashItem' | 'beep';
  readonly target: string;
}

export interface ShellHost {
  readonly calls: ShellCall[];
  /** False in tests and without a screen: what would be opened is only recorded. */
  readonly opensForReal: boolean;
  /** The desktop's own trash, by the freedesktop.org rules. */
  trash(): string;
  now(): Date;
}

export function makeShell(host: ShellHost) {
  function open(target: string): Promise<void> {
    if (!host.opensForReal) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const opener = spawn('xdg-open', [target], { stdio: 'ignore', detached: true });
      opener.once('error', reject);
      opener.once('spawn', () => {
        opener.unref();
        resolve();
      });
    });
  }

  return strict('shell', {
    openExternal: async (url: string): Promise<void> => {
      host.calls.push({ method: 'openExternal', target: url });
      await open(url);
    },
    /** Answers an empty string, or why it did not work. */
    openPath: async (path: string): Promise<string> => {
      host.calls.push({ method: 'openPath', target: path });
      try {
        await open(path);
        return '';
      } catch (error) {
        return String(error);
      }
    },
    showItemInFolder: (path: string): void => {
      host.calls.push({ method: 'showItemInFolder', target: path });
      open(dirname(path)).catch((error: unknown) => process.stderr.write(`[stand-in] ${String(error)}\n`));
    },
    trashItem: async (path: string): Promise<void> => {
      host.calls.push({ method: 'trashItem', target: path });
      const trash = host.trash();
      const now = host.now();
      const name = `${now.getTime()}-${basename(path)}`;
      mkdirSync(join(trash, 'files'), { recursive: true });
      mkdirSync(join(trash, 'info'), { recursive: true });
      const info = `[Trash Info]\nPath=${encodeURI(path)}\nDeletionDate=${now.toISOString().slice(0, 19)}\n`;
      writeFileSync(join(trash, 'info', `${name}.trashinfo`), info);
      renameSync(path, join(trash, 'files', name));
    },
    beep: (): void => {
      host.calls.push({ method: 'beep', target: '' });
    },
  });
}
