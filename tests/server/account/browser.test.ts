import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseDeepLink } from '../../../app/links.ts';
import { openAccountDevice, type AccountDevice } from '../../support/account-device.ts';
import { callAuth } from '../../support/server/auth-wire.ts';
import { people } from '../../support/server/people.ts';
import { openStack, type Stack } from '../../support/server/stack.ts';
import { mailsTo } from '../auth/mails.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await openStack();
});
afterAll(() => stack[Symbol.asyncDispose]());

const WINDOW = 1;
const TEN_MINUTES_MS = 600_000;

/** The local stack signs nobody in on pages of others; its settings are made to say so. */
async function fetchWithProvider(input: string, init: RequestInit): Promise<Response> {
  if (!input.endsWith('/settings')) return fetch(input, init);
  return Response.json({ external: { email: true, keycloak: true }, disable_signup: false });
}

const open = (): AccountDevice => openAccountDevice({ server: stack, fetch: fetchWithProvider });

/** What a provider's page leads to, by the way of a mailed link, which takes the same challenge and leads back alike. */
async function comeBack(
  href: string | undefined,
  { email }: { readonly email: string } = people.ines,
): Promise<{ readonly code: string; readonly state: string }> {
  const asked = new URL(href ?? '').searchParams;
  const redirectTo = asked.get('redirect_to') ?? '';
  const challenge = { code_challenge: asked.get('code_challenge'), code_challenge_method: 's256' };
  await callAuth(stack, `/otp?redirect_to=${encodeURIComponent(redirectTo)}`, { body: { email, ...challenge } });
  const link = (await mailsTo(stack, email))[0]?.link ?? '';
  const back = await fetch(link, { redirect: 'manual' });
  const found = parseDeepLink(back.headers.get('location') ?? '');
  if (found?.kind !== 'auth') throw new Error(`The link led to ${back.headers.get('location')}`);
  return found;
}

/** A page is open, and the person is on it. */
async function begin(device: AccountDevice) {
  const answer = device.desk.handlers['account.sign-in-browser']({}, WINDOW);
  await expect.poll(() => device.opened.length).toBeGreaterThan(0);
  return { answer, href: device.opened.at(-1) };
}

test('[ACCOUNT-11] what a browser brings back is a session, for the sign-in that is under way and for no other', async () => {
  using device = open();
  const { answer, href } = await begin(device);
  expect(device.desk.state().pending).toBe('browser');
  expect(href).toMatch(/\/auth\/v1\/authorize\?provider=keycloak&redirect_to=galley%3A%2F%2Fauth%3Fstate%3D/);
  const link = await comeBack(href);
  device.desk.heardLink({ code: 'somebody-elses', state: `${link.state}x` });
  expect(device.desk.state()).toMatchObject({ account: 'local', pending: 'browser' });
  device.desk.heardLink(link);
  expect(await answer).toEqual({ kind: 'signed-in' });
  expect(device.desk.state()).toMatchObject({ account: people.ines.id, session: { kind: 'signed-in' }, pending: null });
  device.desk.heardLink(link);
  expect(device.desk.state()).toMatchObject({ account: people.ines.id, session: { kind: 'signed-in' } });
});

test('[ACCOUNT-11] a link of somebody else’s sign-in is worth nothing here', async () => {
  using mine = open();
  using theirs = open();
  const [here, there] = [await begin(mine), await begin(theirs)];
  const stolen = await comeBack(there.href, people.felix);
  const { state } = await comeBack(here.href, people.clara);
  mine.desk.heardLink({ code: stolen.code, state });
  expect(await here.answer).toMatchObject({ kind: 'failed' });
  expect(mine.desk.state()).toMatchObject({ account: 'local', session: { kind: 'none' }, pending: null });
});

test('[ACCOUNT-11] it waits ten minutes, ends when it is called off, and a new one takes the place of an old one', async () => {
  const cancelled = { kind: 'failed', because: 'cancelled', retryAfterMs: null };
  using device = open();
  const first = await begin(device);
  device.pass(TEN_MINUTES_MS - 1);
  expect(device.desk.state().pending).toBe('browser');
  device.pass(1);
  expect(await first.answer).toEqual(cancelled);
  device.desk.heardLink(await comeBack(first.href, people.olga));
  expect(device.desk.state()).toMatchObject({ account: 'local', pending: null });

  const second = await begin(device);
  await device.desk.handlers['account.cancel']({}, WINDOW);
  expect(await second.answer).toEqual(cancelled);
});
