import { createHash } from 'node:crypto';
import { closeSync, existsSync, fstatSync, fsyncSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { flushFolder, makeFolder } from '../folder.ts';
import { FILE_NAME } from '../protocol.ts';

/** Beside the vault; one folder in it for each file that was set aside. */
export const SET_ASIDE = 'set-aside';
const HASHES = 'hashes.json';

/** A vault's own file, its WAL and the index of the WAL. */
const PARTS = [`${FILE_NAME}-wal`, `${FILE_NAME}-shm`, FILE_NAME] as const;

export interface SetAside {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Moves a vault's files away, byte for byte: nothing is written into them and nothing is copied, so that a full disk does
 * not stand in the way. Begun again after a kill, it goes on. Answers what was moved.
 */
export function setAside(folder: string, target: string): readonly SetAside[] {
  makeFolder(target);
  for (const part of PARTS) {
    const from = join(folder, part);
    if (existsSync(from)) renameSync(from, freeName(join(target, part)));
  }
  flushFolder(target);
  flushFolder(folder);
  const moved = PARTS.filter((part) => existsSync(join(target, part))).map((part) => digestOf(target, part));
  writeDurably(join(target, HASHES), `${JSON.stringify(moved, null, 2)}\n`);
  return moved;
}

/** Nothing that was set aside is ever overwritten. */
function freeName(wanted: string): string {
  if (!existsSync(wanted)) return wanted;
  let number = 2;
  while (existsSync(`${wanted}.${number}`)) number += 1;
  return `${wanted}.${number}`;
}

const CHUNK_BYTES = 1024 * 1024;

function digestOf(folder: string, part: string): SetAside {
  const file = openSync(join(folder, part), 'r');
  try {
    const hash = createHash('sha256');
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    for (let at = 0, read = -1; read !== 0; at += read) {
      read = readSync(file, chunk, 0, CHUNK_BYTES, at);
      hash.update(chunk.subarray(0, read));
    }
    return { file: part, bytes: fstatSync(file).size, sha256: hash.digest('hex') };
  } finally {
    closeSync(file);
  }
}

/** The file is there whole, or as it was before. */
export function writeDurably(path: string, text: string): void {
  const unfinished = `${path}.part`;
  const file = openSync(unfinished, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
  flushFolder(join(path, '..'));
}
