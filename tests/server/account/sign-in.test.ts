import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PersonId } from '../../../app/ids.ts';
import { openAccountDevice, type AccountDevice } from '../../support/account-device.ts';
import { people, SEED_PASSWORD } from '../../support/server/people.ts';
import { openStack, type Stack } from '../../support/server/stack.ts';
import { mailsTo } from '../auth/mails.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await openStack();
});
afterAll(() => stack[Symbol.asyncDispose]());

const felix = { email: people.felix.email, password: SEED_PASSWORD };
const ines = { email: people.ines.email, password: SEED_PASSWORD };
const FELIX = PersonId.parse(people.felix.id);
const WINDOW = 1;

const ask = ({ desk }: AccountDevice) => desk.handlers;
const accountFiles = ({ folder }: AccountDevice, account: string): readonly string[] =>
  readdirSync(join(folder, 'accounts', account)).toSorted();

test('[ACCOUNT-1] a password signs in, shows that account, and is there after a restart', async () => {
  using device = openAccountDevice({ server: stack });
  expect(device.desk.state()).toMatchObject({ account: 'local', person: null, session: { kind: 'none' } });
  expect(await ask(device)['account.sign-in'](felix, WINDOW)).toEqual({ kind: 'signed-in' });
  const signedIn = {
    account: people.felix.id,
    person: { personId: people.felix.id, email: people.felix.email },
    session: { kind: 'signed-in' },
    pending: null,
    isSessionKept: true,
  };
  expect(device.desk.state()).toMatchObject(signedIn);
  expect(device.shows).toEqual([people.felix.id]);
  expect(device.told.at(-1)).toEqual(device.desk.state());
  expect(accountFiles(device, people.felix.id)).toEqual(['person.json', 'session']);

  using restarted = openAccountDevice({ server: stack, folder: device.folder });
  expect(await restarted.desk.session.accessToken()).not.toBe(null);
  expect(restarted.desk.state()).toMatchObject(signedIn);
});

test('[ACCOUNT-1] a code from a mail signs in; an address without an account is answered alike', async () => {
  using device = openAccountDevice({ server: stack });
  const { email } = people.victor;
  expect(await ask(device)['account.send-code']({ email: 'nobody@example.org' }, WINDOW)).toEqual({ kind: 'sent' });
  expect(await ask(device)['account.send-code']({ email }, WINDOW)).toEqual({ kind: 'sent' });
  const code = (await mailsTo(stack, email))[0]?.code ?? '';
  const wrong = code === '000000' ? '111111' : '000000';
  const failed = { kind: 'failed', because: 'code-expired', retryAfterMs: null };
  expect(await ask(device)['account.use-code']({ email, code: wrong }, WINDOW)).toEqual(failed);
  expect(await ask(device)['account.use-code']({ email, code }, WINDOW)).toEqual({ kind: 'signed-in' });
  expect(device.desk.state()).toMatchObject({ account: people.victor.id, session: { kind: 'signed-in' } });
});

test('[ACCOUNT-1] whoever may sign up has an account and a name; a taken address is said to be one', async () => {
  using device = openAccountDevice({ server: stack });
  expect(await ask(device)['account.ways-in']({}, WINDOW)).toEqual({ maySignUp: true, provider: null });
  const given = { email: 'nora.new@example.org', password: 'a long password', name: 'Nora New' };
  expect(await ask(device)['account.sign-up'](given, WINDOW)).toEqual({ kind: 'signed-in' });
  expect(device.desk.state().person).toMatchObject({ email: given.email, name: given.name });
  const again = await ask(device)['account.sign-up'](given, WINDOW);
  expect(again).toMatchObject({ kind: 'failed', because: 'already-registered' });
  const weak = await ask(device)['account.sign-up']({ ...given, email: 'nina@example.org', password: 'short' }, WINDOW);
  expect(weak).toMatchObject({ kind: 'failed', because: 'weak-password' });
});

test('[ACCOUNT-1] a wrong password changes nothing', async () => {
  using device = openAccountDevice({ server: stack });
  const answer = await ask(device)['account.sign-in']({ ...felix, password: 'wrong' }, WINDOW);
  expect(answer).toEqual({ kind: 'failed', because: 'wrong', retryAfterMs: null });
  expect(device.desk.state()).toMatchObject({ account: 'local', session: { kind: 'none' }, pending: null });
  expect(existsSync(join(device.folder, 'accounts'))).toBe(false);
});

test('[ACCOUNT-10] two people on one device have folders, sessions and tokens of their own', async () => {
  using device = openAccountDevice({ server: stack });
  await ask(device)['account.sign-in'](felix, WINDOW);
  const token = await device.desk.session.accessToken();
  const sealed = readFileSync(join(device.folder, 'accounts', people.felix.id, 'session'));
  await ask(device)['account.sign-in'](ines, WINDOW);
  expect(await device.desk.session.accessToken()).not.toBe(token);
  expect(readFileSync(join(device.folder, 'accounts', people.felix.id, 'session')).equals(sealed)).toBe(true);
  expect(device.desk.state().known.map(({ account }) => account)).toEqual(['local', people.ines.id, people.felix.id]);
  await ask(device)['account.show']({ account: FELIX }, WINDOW);
  expect(await device.desk.session.accessToken()).toBe(token);
  expect(device.desk.state()).toMatchObject({ account: people.felix.id, person: { email: felix.email } });
});

test('[ACCOUNT-9] signing out here ends this session on the server and leaves the others and the account’s folder', async () => {
  using here = openAccountDevice({ server: stack });
  using there = openAccountDevice({ server: stack });
  await ask(here)['account.sign-in'](felix, WINDOW);
  await ask(there)['account.sign-in'](felix, WINDOW);
  await ask(here)['account.sign-out']({ everywhere: false }, WINDOW);
  expect(here.desk.state()).toMatchObject({
    account: people.felix.id,
    session: { kind: 'signed-out', reason: 'asked' },
    person: { email: felix.email },
  });
  expect(await here.desk.session.accessToken()).toBe(null);
  expect(accountFiles(here, people.felix.id)).toEqual(['person.json', 'signed-out.json']);
  there.pass(3_600_000);
  expect(await there.desk.session.renew()).toMatchObject({ kind: 'signed-in' });
});

test('[ACCOUNT-9] signing out everywhere ends every session; while the server cannot be reached it ends none', async () => {
  using here = openAccountDevice({ server: stack });
  using there = openAccountDevice({ server: stack });
  await ask(here)['account.sign-in'](felix, WINDOW);
  await ask(there)['account.sign-in'](felix, WINDOW);
  {
    using _fault = stack.faults.add({ do: 'answer', on: 'http', path: '/auth/v1/logout', status: 503 });
    await expect(ask(here)['account.sign-out']({ everywhere: true }, WINDOW)).rejects.toMatchObject({ code: 'busy' });
    expect(here.desk.state()).toMatchObject({ session: { kind: 'signed-in' } });
  }
  await ask(here)['account.sign-out']({ everywhere: true }, WINDOW);
  expect(here.desk.state()).toMatchObject({ session: { kind: 'signed-out', reason: 'asked' } });
  there.pass(3_600_000);
  expect(await there.desk.session.renew()).toMatchObject({ kind: 'signed-out', reason: 'ended-by-server' });
});

test('[ACCOUNT-12] an account is removed with the number that the person saw, and not with another', async () => {
  const unsent = [{ title: 'Pilot', edits: 4, oldestAt: 1 }];
  using device = openAccountDevice({ server: stack, unsent: () => unsent });
  await ask(device)['account.sign-in'](felix, WINDOW);
  const account = FELIX;
  const remove = (confirmedUnsent: number) => ask(device)['account.remove']({ account, confirmedUnsent }, WINDOW);
  await expect(remove(3)).rejects.toMatchObject({ code: 'conflict' });
  expect(device.desk.state()).toMatchObject({ account, session: { kind: 'signed-in' } });
  await remove(4);
  expect(device.desk.state()).toMatchObject({ account: 'local', known: [{ account: 'local' }] });
  expect(readdirSync(join(device.folder, 'accounts'))).toEqual(['shown.json']);
  await expect(ask(device)['account.show']({ account }, WINDOW)).rejects.toMatchObject({ code: 'not-found' });
  await expect(ask(device)['account.remove']({ account: 'local', confirmedUnsent: 4 }, WINDOW)).rejects.toMatchObject({
    code: 'forbidden',
  });
});

test('[ACCOUNT-14] nothing is asked of a server until somebody signs in, and without a server nobody can', async () => {
  const asked: string[] = [];
  const counting = { server: stack, fetch: (input: string) => Promise.reject(new Error(`asked ${asked.push(input)}`)) };
  using device = openAccountDevice(counting);
  await device.desk.session.accessToken();
  await ask(device)['account.state']({}, WINDOW);
  device.pass(86_400_000);
  expect(asked).toEqual([]);
  using alone = openAccountDevice({ server: null });
  expect(alone.desk.state().server).toBe(null);
  expect(await ask(alone)['account.ways-in']({}, WINDOW)).toBe(null);
  await expect(ask(alone)['account.sign-in'](felix, WINDOW)).rejects.toMatchObject({ code: 'forbidden' });
});

test('[ACCOUNT-3] without a keyring the person is told once on this device, whoever signs in', async () => {
  const told = ({ desk }: AccountDevice): boolean => desk.state().mustTellNotKept;
  using device = openAccountDevice({ server: stack, keyring: 'basic_text' });
  expect(told(device)).toBe(false);
  await ask(device)['account.sign-in'](felix, WINDOW);
  expect([told(device), device.desk.state().isSessionKept]).toEqual([true, false]);
  await ask(device)['account.read-not-kept']({}, WINDOW);
  expect(told(device)).toBe(false);
  using restarted = openAccountDevice({ server: stack, keyring: 'basic_text', folder: device.folder });
  await restarted.desk.session.accessToken();
  expect(restarted.desk.state()).toMatchObject({ session: { kind: 'signed-out', reason: 'keyring' } });
  await ask(restarted)['account.sign-in'](ines, WINDOW);
  expect(told(restarted)).toBe(false);
});

test('[ACCOUNT-15] demo accounts are offered while their stack answers', async () => {
  const demo = { password: SEED_PASSWORD, accounts: [{ email: felix.email, name: 'Felix', role: 'freelancer' }] };
  const nobody = { password: '', accounts: [] };
  using device = openAccountDevice({ server: stack, demo });
  expect(await ask(device)['account.demo']({}, WINDOW)).toEqual(demo);
  using _fault = stack.faults.add({ do: 'answer', on: 'http', path: '/auth/v1/settings', status: 503 });
  expect(await ask(device)['account.demo']({}, WINDOW)).toEqual(nobody);
  using built = openAccountDevice({ server: stack });
  expect(await ask(built)['account.demo']({}, WINDOW)).toEqual(nobody);
});
