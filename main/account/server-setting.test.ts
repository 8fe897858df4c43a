import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { localKeys } from '../../supabase/local/keys.ts';
import { adminFileOf, readServerSetting, ServerSetting } from './server-setting.ts';

const good = { url: 'https://galley.example.org/', publishableKey: 'sb_publishable_demo' };

function adminFile(text?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'galley-setting-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'server.json');
  if (text !== undefined) writeFileSync(path, text);
  return path;
}

test('[ACCOUNT-13] the build names the server, else the administrator, else the development environment', () => {
  const at = (host: string) => ({ ...good, url: `https://${host}` });
  const file = adminFile(JSON.stringify(at('admin.example.org')));
  const environment = JSON.stringify(at('dev.example.org'));
  const read = (built: unknown, path: string, set?: string) =>
    readServerSetting({ built, adminFile: path, environment: set })?.url ?? null;
  expect(read(at('built.example.org'), file, environment)).toBe('https://built.example.org');
  expect(read(null, file, environment)).toBe('https://admin.example.org');
  expect(read(null, adminFile(), environment)).toBe('https://dev.example.org');
  expect(read(null, adminFile())).toBe(null);
});

test('[ACCOUNT-13] what is set and makes no sense is told, not taken for "no server"', () => {
  for (const text of ['{', '{}', '"https://galley.example.org"', JSON.stringify({ ...good, sever: 1 })]) {
    expect(() => readServerSetting({ built: null, adminFile: adminFile(text), environment: undefined })).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    );
  }
});

test('[ACCOUNT-13] a server is reached by https, or by http on this very machine', () => {
  const isTaken = (url: string): boolean => ServerSetting.safeParse({ ...good, url }).success;
  expect(
    ['https://a.example.org', 'http://127.0.0.1:54321', 'http://localhost:1', 'http://[::1]:9'].map(isTaken),
  ).toEqual([true, true, true, true]);
  for (const url of [
    'http://galley.example.org',
    'http://127.0.0.1.example.org',
    'https://me:secret@galley.example.org',
    'https://galley.example.org/?to=x',
    'ftp://galley.example.org',
    'file:///etc/passwd',
    'galley.example.org',
  ]) {
    expect(isTaken(url), url).toBe(false);
  }
  expect(ServerSetting.parse(good)).toEqual({
    url: 'https://galley.example.org',
    publishableKey: good.publishableKey,
    plan: 'free',
  });
});

test('[ACCOUNT-13] a key that may do everything is refused', () => {
  const { anonKey, serviceKey, publishableKey } = localKeys();
  const isTaken = (key: string): boolean => ServerSetting.safeParse({ ...good, publishableKey: key }).success;
  expect([anonKey, publishableKey, serviceKey, `sb_${'secret'}_demo`, ''].map(isTaken)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

test('[ACCOUNT-13] the administrator’s file lies where only an administrator writes', () => {
  expect([
    adminFileOf('linux', {}),
    adminFileOf('darwin', {}),
    adminFileOf('win32', { ProgramData: 'D:\\Data' }),
  ]).toEqual([
    '/etc/galley/server.json',
    '/Library/Application Support/Galley/server.json',
    'D:\\Data\\Galley\\server.json',
  ]);
});
