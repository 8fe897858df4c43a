import { hash } from 'node:crypto';

export type Sealed = null | number | string | Uint8Array;

/** 32 bytes. By way of a string, because a buffer of its own for every digest doubles its cost. */
export function sha256(bytes: Uint8Array | string): Buffer {
  return Buffer.from(hash('sha256', bytes, 'binary'), 'latin1');
}

/** The digest of a row's other values, in the order of its columns. Answers 32 bytes. */
export function seal(values: readonly Sealed[]): Buffer {
  return sha256(
    JSON.stringify(values.map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value))),
  );
}
