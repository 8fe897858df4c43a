import type { ScriptId } from '../../app/ids.ts';
import { sha256 } from './seal.ts';

export interface Link {
  /** 16 bytes. */
  readonly id: Uint8Array;
  readonly format: number;
  readonly origin: number;
  readonly savedAt: number;
  /** SHA-256 of the update's bytes. */
  readonly sha: Uint8Array;
}

const LINK_BYTES = 32 + 16 + 2 + 1 + 8 + 32;

/** What the chain of an empty log is. Made of the script's id, so that a log cannot pass for another script's. */
export function chainStart(scriptId: ScriptId): Buffer {
  return sha256(scriptId);
}

/** sha256(previous ‖ id ‖ format as u16 ‖ origin as u8 ‖ time as f64 ‖ sha), numbers big-endian: one row says what all rows before it were. */
export function chainNext(previous: Uint8Array, link: Link): Buffer {
  const bytes = Buffer.allocUnsafe(LINK_BYTES);
  bytes.set(previous, 0);
  bytes.set(link.id, 32);
  bytes.writeUInt16BE(link.format, 48);
  bytes.writeUInt8(link.origin, 50);
  bytes.writeDoubleBE(link.savedAt, 51);
  bytes.set(link.sha, 59);
  return sha256(bytes);
}

export function idBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}
