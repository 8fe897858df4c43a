import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';
const CODE_LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CODE_LENGTH = 22;

/**
 * The one secret that the service has and the database has not. Each use has a key of its own, made from it; nothing here
 * ever leaves the process.
 */
export class SealingKey {
  readonly #seal: Uint8Array;
  readonly #codes: Uint8Array;

  /** From 32 bytes of chance. */
  constructor(secret: Uint8Array) {
    this.#seal = derive(secret, 'galley organisation keys 1');
    this.#codes = derive(secret, 'galley invitation codes 1');
  }

  /** Nonce (12 bytes), cipher text, tag (16 bytes). Opens under the same name only. */
  seal(plain: Uint8Array, { name, nonce }: { readonly name: string; readonly nonce: Uint8Array }): Uint8Array {
    const cipher = createCipheriv(CIPHER, this.#seal, nonce).setAAD(Buffer.from(name));
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  /** Throws when it was sealed with another key or under another name, or was changed since. */
  open(sealed: Uint8Array, { name }: { readonly name: string }): Uint8Array {
    const decipher = createDecipheriv(CIPHER, this.#seal, sealed.subarray(0, NONCE_BYTES))
      .setAAD(Buffer.from(name))
      .setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  }

  /** The code that an invitation's mail holds: the same whenever it is mailed again, and nobody else can make it. */
  codeOf(invitationId: string): string {
    const digest = createHmac('sha256', this.#codes).update(invitationId.toLowerCase()).digest('hex');
    let rest = BigInt(`0x${digest}`);
    let code = '';
    while (code.length < CODE_LENGTH) {
      code += CODE_LETTERS.charAt(Number(rest % 62n));
      rest /= 62n;
    }
    return code;
  }
}

function derive(secret: Uint8Array, use: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(0), use, 32));
}
