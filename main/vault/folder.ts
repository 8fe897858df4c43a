import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Makes a folder and everything above it, for this person only, so that it is still there after a power cut. */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  flushFolder(dirname(folder));
}

/** Copies a file so that the copy is either whole and on disk under its name, or not there. */
export function copyDurably(from: string, to: string): void {
  const unfinished = `${to}.part`;
  copyFileSync(from, unfinished);
  const file = openSync(unfinished, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, to);
  flushFolder(dirname(to));
}

/**
 * Writes a file that is either whole under its name or not there: flushed under another name, then put in its place. It
 * survives a power cut once its folder is flushed as well.
 */
export function writeDurably(path: string, bytes: Uint8Array): void {
  const unfinished = `${path}.part`;
  const file = openSync(unfinished, 'w', 0o600);
  try {
    writeFileSync(file, bytes);
    fsyncSync(file);
  } catch (error) {
    // On a full disk the room is needed by others.
    rmSync(unfinished, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
}

/** A new name is durable once its folder is. Windows cannot open folders and does not need this. */
export function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
