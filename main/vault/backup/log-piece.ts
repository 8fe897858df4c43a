import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { chainNext } from '../chain.ts';
import { failureOf } from '../failures.ts';
import { sha256 } from '../seal.ts';
import type { LoggedUpdate } from '../update-log.ts';
import type { Stored } from './manifest.ts';

/** A piece ends with the update that reaches either. The same log is always cut in the same places. */
export const PIECE_UPDATES = 4_096;
export const PIECE_BYTES = 256 * 1024;

/** An update as it stood in the log; ordinal, digest and chain follow from where it stands. */
export type Logged = Pick<LoggedUpdate, 'id' | 'format' | 'origin' | 'savedAt' | 'bytes'>;

const HEADER_BYTES = 16 + 2 + 1 + 8 + 4;

/** What an update takes in a piece, before compression. */
export function encodedBytes({ bytes }: Pick<Logged, 'bytes'>): number {
  return HEADER_BYTES + bytes.length;
}

/** id ‖ format as u16 ‖ origin as u8 ‖ time as f64 ‖ length as u32 ‖ bytes, one after the other, numbers big-endian. */
export function encodePiece(updates: readonly Logged[]): Buffer {
  const run = Buffer.allocUnsafe(updates.reduce((sum, update) => sum + encodedBytes(update), 0));
  let at = 0;
  for (const { id, format, origin, savedAt, bytes } of updates) {
    run.set(id, at);
    run.writeUInt16BE(format, at + 16);
    run.writeUInt8(origin, at + 18);
    run.writeDoubleBE(savedAt, at + 19);
    run.writeUInt32BE(bytes.length, at + 27);
    run.set(bytes, at + HEADER_BYTES);
    at += HEADER_BYTES + bytes.length;
  }
  return run;
}

/** @throws Failure `damaged` */
export function decodePiece(run: Buffer): readonly Logged[] {
  const updates: Logged[] = [];
  let at = 0;
  while (at < run.length) {
    const end = at + HEADER_BYTES <= run.length ? at + HEADER_BYTES + run.readUInt32BE(at + 27) : Infinity;
    if (end > run.length) throw failureOf('damaged');
    updates.push({
      id: run.subarray(at, at + 16),
      format: run.readUInt16BE(at + 16),
      origin: run.readUInt8(at + 18),
      savedAt: run.readDoubleBE(at + 19),
      bytes: run.subarray(at + HEADER_BYTES, end),
    });
    at = end;
  }
  return updates;
}

/** The log's chain after these updates, when it was `chain` before them. */
export function chainAfter(chain: Uint8Array, updates: readonly Logged[]): Uint8Array {
  return updates.reduce((before, update) => chainNext(before, { ...update, sha: sha256(update.bytes) }), chain);
}

export function compress(plain: Uint8Array): Buffer {
  return zstdCompressSync(plain);
}

/** @throws Failure `damaged` when it does not unpack to exactly the size that was written down. */
export function decompress(body: Uint8Array, { plainBytes }: Pick<Stored, 'plainBytes'>): Buffer {
  try {
    const plain = zstdDecompressSync(body, { maxOutputLength: Math.max(plainBytes, 1) });
    if (plain.length === plainBytes) return plain;
  } catch (error) {
    throw failureOf('damaged', { cause: error });
  }
  throw failureOf('damaged');
}
