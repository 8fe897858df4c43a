/** What the system encrypts with, for this person on this machine. */
export interface Keyring {
  /** `none`: there is none, and the system would encrypt with a password that everybody knows. */
  state(): Promise<'open' | 'locked' | 'none'>;
  seal(text: string): Promise<Uint8Array>;
  /** @throws when it was sealed with another key, or is damaged: the two look the same. */
  open(sealed: Uint8Array): Promise<{ readonly text: string; readonly shouldSealAgain: boolean }>;
}

/** Electron's `safeStorage`, as far as it is used. The backend's name is there on Linux alone. */
export interface SafeStorage {
  isAsyncEncryptionAvailable(): Promise<boolean>;
  getSelectedStorageBackend?(): string;
  encryptStringAsync(text: string): Promise<Buffer>;
  decryptStringAsync(sealed: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }>;
}

export function systemKeyring(safeStorage: SafeStorage, platform: NodeJS.Platform): Keyring {
  return {
    state: async () => {
      if (platform === 'linux' && safeStorage.getSelectedStorageBackend?.() === 'basic_text') return 'none';
      return (await safeStorage.isAsyncEncryptionAvailable()) ? 'open' : 'locked';
    },
    seal: (text) => safeStorage.encryptStringAsync(text),
    open: async (sealed) => {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(sealed));
      return { text: result, shouldSealAgain: shouldReEncrypt };
    },
  };
}
