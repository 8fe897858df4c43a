import { createHash } from 'node:crypto';

export const CHAIN_START: Uint8Array = new Uint8Array(32);

/** The running chain of a script's log: sha256(previous ‖ id as 16 bytes ‖ sha256(bytes)). */
export function nextChain(previous: Uint8Array, { id, bytes }: { readonly id: string; readonly bytes: Uint8Array }): Uint8Array {
  return createHash('sha256')
    .update(previous)
    .update(Buffer.from(id.replaceAll('-', ''), 'hex'))
    .update(sha256(bytes))
    .digest();
}

export function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

export const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.from(a).equals(b);
