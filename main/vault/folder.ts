import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync } from 'node:fs';
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
