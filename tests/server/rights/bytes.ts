import { createHash } from 'node:crypto';

export const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();

/** As Postgres writes a bytea in JSON. */
export const hex = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes).toString('hex')}`;

export const uuidBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');

/** The running chain of a log: sha256(previous ‖ id ‖ sha256(bytes)). */
export const chained = (previous: Uint8Array, id: string, bytes: Uint8Array): Buffer =>
  sha256(Buffer.concat([previous, uuidBytes(id), sha256(bytes)]));

export const NO_CHAIN = Buffer.alloc(32);
