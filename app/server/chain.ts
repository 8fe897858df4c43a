import * as z from 'zod';
import type { UpdateId } from '../ids.ts';
import { uuidToBytes } from './frames.ts';

/** A running chain over a script's log on the server: 32 bytes, in JSON as 64 lower-case hexadecimal digits. */
export const Chain = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'Chain'>();
export type Chain = z.output<typeof Chain>;

/** The chain of a log that holds nothing, at position 0. */
export const EMPTY_CHAIN = Chain.parse('0'.repeat(64));

/** What the server's log says of itself at a place; who holds other values there has another history. */
export interface Cursor {
  readonly position: number;
  readonly chain: Chain;
}

/** The chain behind one more update: sha256(previous ‖ 16 bytes of id ‖ sha256(bytes)). All are raw bytes. */
export function chainAfter(
  previous: Uint8Array,
  update: { readonly id: UpdateId; readonly bytes: Uint8Array },
  sha256: (bytes: Uint8Array) => Uint8Array,
): Uint8Array {
  const link = new Uint8Array(80);
  link.set(previous, 0);
  link.set(uuidToBytes(update.id), 32);
  link.set(sha256(update.bytes), 48);
  return sha256(link);
}

export const chainToHex = (chain: Uint8Array): Chain =>
  Chain.parse(Array.from(chain, (byte) => byte.toString(16).padStart(2, '0')).join(''));

export const hexToChain = (chain: Chain): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: 32 }, (_, index) => Number.parseInt(chain.slice(index * 2, index * 2 + 2), 16));
