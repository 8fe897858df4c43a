import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { strict } from './strict.ts';

/**
 * The states of a Linux desktop's keyring that an app has to live with, chosen with STANDIN_KEYRING. The "keyring" is a
 * file beside the app's data: it shows how the app behaves and protects nothing.
 */
export const KeyringState = z.enum([
  /** A keyring that works. */
  'libsecret',
  /** No keyring at all: Electron would encrypt with a password that everybody knows. */
  'basic_text',
  /** There is one, and it is locked. */
  'locked',
  /** There is one with another key than before: a restored home folder, a reset password. */
  'changed',
]);
export type KeyringState = z.output<typeof KeyringState>;

const PREFIX = { libsecret: 'v11', basic_text: 'v10' } as const;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const PREFIX_BYTES = 3;
const CANNOT_ENCRYPT =
  'Error while encrypting the text provided to safeStorage.encryptString. Encryption is not available.';
const CANNOT_DECRYPT = 'Error while decrypting the ciphertext provided to safeStorage.decryptString.';

export interface SafeStorageHost {
  readonly state: KeyringState;
  isReady(): boolean;
  folder(): string;
}

/** What decryptStringAsync answers. */
export interface Decrypted {
  result: string;
  shouldReEncrypt: boolean;
}

export function makeSafeStorage(host: SafeStorageHost) {
  const isPlain = host.state === 'basic_text';
  let plainTextAllowed = false;

  /** `changed` has its own key, so that what the working keyring encrypted cannot be read. */
  function key(): Buffer {
    const path = join(host.folder(), host.state === 'libsecret' ? 'standin-keyring' : `standin-keyring-${host.state}`);
    if (!existsSync(path)) {
      mkdirSync(host.folder(), { recursive: true });
      writeFileSync(`${path}.part`, randomBytes(32), { mode: 0o600 });
      renameSync(`${path}.part`, path);
    }
    return readFileSync(path);
  }

  function isAvailable(): boolean {
    if (!host.isReady() || host.state === 'locked') return false;
    return !isPlain || plainTextAllowed;
  }

  function seal(text: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key(), nonce);
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([
      Buffer.from(isPlain ? PREFIX.basic_text : PREFIX.libsecret),
      nonce,
      cipher.getAuthTag(),
      body,
    ]);
  }

  function open(sealed: Buffer): string {
    const prefix = sealed.subarray(0, PREFIX_BYTES).toString('latin1');
    if (prefix !== (isPlain ? PREFIX.basic_text : PREFIX.libsecret)) throw new Error(CANNOT_DECRYPT);
    const tagAt = PREFIX_BYTES + NONCE_BYTES;
    try {
      const decipher = createDecipheriv('aes-256-gcm', key(), sealed.subarray(PREFIX_BYTES, tagAt));
      decipher.setAuthTag(sealed.subarray(tagAt, tagAt + TAG_BYTES));
      return Buffer.concat([decipher.update(sealed.subarray(tagAt + TAG_BYTES)), decipher.final()]).toString('utf8');
    } catch (error) {
      throw new Error(CANNOT_DECRYPT, { cause: error });
    }
  }

  const encrypt = (text: string): Buffer => {
    if (!isAvailable()) throw new Error(CANNOT_ENCRYPT);
    return seal(text);
  };
  const decrypt = (sealed: Buffer): string => {
    if (!isAvailable()) throw new Error(`${CANNOT_DECRYPT} Decryption is not available.`);
    return open(sealed);
  };

  return strict('safeStorage', {
    isEncryptionAvailable: isAvailable,
    isAsyncEncryptionAvailable: async (): Promise<boolean> => isAvailable(),
    getSelectedStorageBackend: (): 'unknown' | 'basic_text' | 'gnome_libsecret' => {
      if (!host.isReady()) return 'unknown';
      return isPlain ? 'basic_text' : 'gnome_libsecret';
    },
    setUsePlainTextEncryption: (allowed: boolean): void => {
      plainTextAllowed = allowed;
    },
    encryptString: encrypt,
    decryptString: decrypt,
    encryptStringAsync: async (text: string): Promise<Buffer> => encrypt(text),
    decryptStringAsync: async (sealed: Buffer): Promise<Decrypted> => ({
      result: decrypt(sealed),
      shouldReEncrypt: false,
    }),
  });
}
