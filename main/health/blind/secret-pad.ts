import { createHmac } from 'node:crypto';
import type { Pad } from '../../../app/blind/pad.ts';

/** A pad out of a secret of 32 random bytes, which is never written down. */
export class SecretPad implements Pad {
  readonly #secret: Uint8Array;

  constructor(secret: Uint8Array) {
    this.#secret = secret;
  }

  block(name: string): Uint8Array {
    return createHmac('sha512', this.#secret).update(name).digest();
  }
}
