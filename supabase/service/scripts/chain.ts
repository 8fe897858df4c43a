import { createHash } from 'node:crypto';

/** The chain of a log that holds nothing. */
export const CHAIN_START: Uint8Array = new Uint8Array(32);

export function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

export const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.from(a).equals(b);
