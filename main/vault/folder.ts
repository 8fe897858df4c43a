import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

const PIECE_BYTES = 1024 * 1024;

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

/** Whether two files are the same, byte for byte. Reads them in pieces: they may be large. */
export function holdSameBytes(one: string, other: string): boolean {
  if (statSync(one).size !== statSync(other).size) return false;
  const files = [openSync(one, 'r'), openSync(other, 'r')] as const;
  const pieces = [Buffer.alloc(PIECE_BYTES), Buffer.alloc(PIECE_BYTES)] as const;
  try {
    for (;;) {
      const [mine, its] = [readPiece(files[0], pieces[0]), readPiece(files[1], pieces[1])];
      if (!mine.equals(its)) return false;
      if (mine.length === 0) return true;
    }
  } finally {
    for (const file of files) closeSync(file);
  }
}

const readPiece = (file: number, piece: Buffer): Buffer => piece.subarray(0, readSync(file, piece));

/**
 * Flushes a folder and so many folders above it: where another run was killed between making one and flushing its name,
 * the folder is there and its name is not yet durable.
 */
export function flushFolders(folder: string, { above }: { readonly above: number }): void {
  flushFolder(folder);
  if (above > 0) flushFolders(dirname(folder), { above: above - 1 });
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
