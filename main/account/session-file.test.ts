import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { PersonId } from '../../app/ids.ts';
import { makeSafeStorage, type KeyringState } from '../../build/stand-in/safe-storage.ts';
import { systemKeyring } from './keyring.ts';
import { SessionFile } from './session-file.ts';
import type { Session } from './session.ts';

const session: Session = {
  person: {
    personId: PersonId.parse('5eed0000-0000-4000-8000-000000000003'),
    email: 'felix@example.org',
    name: 'Felix',
  },
  accessToken: 'the-access-token',
  refreshToken: 'the-refresh-token',
  renewAt: 1,
  endsAt: 2,
};
const at = new Date('2026-11-20T12:00:00Z');

function place(): string {
  const folder = mkdtempSync(join(tmpdir(), 'galley-session-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'library.galley'), 'scripts');
  return folder;
}

const fileIn = (folder: string, state: KeyringState = 'libsecret'): SessionFile =>
  new SessionFile(folder, {
    keyring: systemKeyring(makeSafeStorage({ state, isReady: () => true, folder: () => folder }), 'linux'),
    now: () => at,
  });
const sessionFiles = (folder: string): readonly string[] =>
  readdirSync(folder).filter((name) => /^(session|signed-out)/.test(name));
const scriptsIn = (folder: string): string => readFileSync(join(folder, 'library.galley'), 'utf8');

test('[ACCOUNT-2] a session reads back as it was written, and is not to be read without the keyring', async () => {
  const folder = place();
  expect(await fileIn(folder).write(session)).toBe(true);
  expect(await fileIn(folder).read()).toEqual({ kind: 'session', session });
  const bytes = readFileSync(join(folder, 'session'));
  for (const secret of ['the-access-token', 'the-refresh-token', 'felix']) expect(bytes.includes(secret)).toBe(false);
  expect(sessionFiles(folder)).toEqual(['session']);
});

test('[ACCOUNT-3] without a keyring nothing of a session is written, and an older one goes', async () => {
  const folder = place();
  await fileIn(folder).write(session);
  const bare = fileIn(folder, 'basic_text');
  expect(await bare.write(session)).toBe(true);
  expect([bare.isKept, existsSync(join(folder, 'session'))]).toEqual([false, false]);
  expect(await fileIn(folder).read()).toEqual({ kind: 'absent', reason: 'keyring', at: at.getTime() });
});

test('[ACCOUNT-4] a locked keyring leaves the session where it is, for when it opens again', async () => {
  const folder = place();
  await fileIn(folder).write(session);
  expect(await fileIn(folder, 'locked').read()).toMatchObject({ kind: 'absent', reason: 'keyring' });
  expect(await fileIn(folder).read()).toEqual({ kind: 'session', session });
});

test('[ACCOUNT-4] another keyring, a stump and nonsense cost the sign-in; the file is kept aside and scripts are not touched', async () => {
  const changed = place();
  await fileIn(changed).write(session);
  expect(await fileIn(changed, 'changed').read()).toMatchObject({ kind: 'absent', reason: 'keyring' });
  const stump = place();
  writeFileSync(join(stump, 'session'), 'v11');
  expect(await fileIn(stump).read()).toMatchObject({ kind: 'absent', reason: 'unreadable' });
  for (const folder of [changed, stump]) {
    expect(sessionFiles(folder)).toEqual(['session.unreadable']);
    expect(scriptsIn(folder)).toBe('scripts');
  }
});

test('[ACCOUNT-9] forgetting takes the session alone, and the reason outlives a restart', async () => {
  const folder = place();
  const file = fileIn(folder);
  await file.write(session);
  file.forget({ reason: 'used-elsewhere', at: 7 });
  expect(await fileIn(folder).read()).toEqual({ kind: 'absent', reason: 'used-elsewhere', at: 7 });
  expect([sessionFiles(folder), scriptsIn(folder)]).toEqual([['signed-out.json'], 'scripts']);
  await file.write(session);
  expect(sessionFiles(folder)).toEqual(['session']);
});

test('[ACCOUNT-2] a disk that takes nothing keeps what was there, and says so', async () => {
  const folder = place();
  await fileIn(folder).write(session);
  mkdirSync(join(folder, 'session.part'));
  await expect(fileIn(folder).write({ ...session, accessToken: 'newer' })).rejects.toMatchObject({ code: 'disk-full' });
  expect(await fileIn(folder).read()).toEqual({ kind: 'session', session });
});

test('[ACCOUNT-9] a session that is being written is not brought back by it after it was forgotten', async () => {
  const folder = place();
  const file = fileIn(folder);
  const writing = file.write(session);
  file.forget({ reason: 'asked', at: 7 });
  expect(await writing).toBe(false);
  expect(existsSync(join(folder, 'session'))).toBe(false);
});
