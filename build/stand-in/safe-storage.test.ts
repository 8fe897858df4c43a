import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeSafeStorage, type KeyringState } from './safe-storage.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'galley-keyring-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}
const open = (path: string, state: KeyringState, ready = true) =>
  makeSafeStorage({ state, isReady: () => ready, folder: () => path });

test('[HOST-12] a working keyring keeps a secret from one start to the next, both ways of asking', async () => {
  const path = folder();
  const sealed = open(path, 'libsecret').encryptString('tøken');
  expect(sealed.includes('ken')).toBe(false);
  const later = open(path, 'libsecret');
  expect(later.decryptString(sealed)).toBe('tøken');
  expect(await later.decryptStringAsync(await later.encryptStringAsync('x'))).toEqual({
    result: 'x',
    shouldReEncrypt: false,
  });
  const broken = Buffer.from(sealed.map((byte, at) => (at === sealed.length - 1 ? byte ^ 1 : byte)));
  expect(() => later.decryptString(broken)).toThrow('Error while decrypting');
});

test('[HOST-12] without a keyring nothing is encrypted unless the app insists on plain text', async () => {
  const storage = open(folder(), 'basic_text');
  expect([storage.isEncryptionAvailable(), storage.getSelectedStorageBackend()]).toEqual([false, 'basic_text']);
  await expect(storage.encryptStringAsync('x')).rejects.toThrow('Encryption is not available');
  storage.setUsePlainTextEncryption(true);
  expect(storage.decryptString(storage.encryptString('x'))).toBe('x');
});

test('[HOST-12] a locked keyring refuses, a changed one cannot read what was sealed before', async () => {
  const path = folder();
  const sealed = open(path, 'libsecret').encryptString('before');
  expect(await open(path, 'locked').isAsyncEncryptionAvailable()).toBe(false);
  await expect(open(path, 'locked').decryptStringAsync(sealed)).rejects.toThrow('not available');
  const changed = open(path, 'changed');
  expect(() => changed.decryptString(sealed)).toThrow('Error while decrypting');
  expect(changed.decryptString(changed.encryptString('after'))).toBe('after');
});

test('[HOST-12] before the app is ready nobody knows', () => {
  const storage = open(folder(), 'libsecret', false);
  expect([storage.isEncryptionAvailable(), storage.getSelectedStorageBackend()]).toEqual([false, 'unknown']);
});
