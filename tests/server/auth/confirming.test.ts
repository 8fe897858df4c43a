import { afterAll, beforeAll, expect, test } from 'vitest';
import { localSettings, type GatewaySettings } from '../../../supabase/local/gateway/settings.ts';
import { callAuth, signInOnWire, tokensOf } from '../../support/server/auth-wire.ts';
import { newEmail } from '../../support/server/contract-server.ts';
import { openStack, type Stack } from '../../support/server/stack.ts';
import { HandClock } from './hand-clock.ts';
import { mailsTo } from './mails.ts';

/** As a hosted project: a new address is nobody's until its code came back. */
const settings: GatewaySettings = {
  ...localSettings,
  auth: { ...localSettings.auth, confirmsEmailAtOnce: false, mailPauseSeconds: 60 },
};
const password = 'a good password';

const clock = new HandClock();
let stack: Stack;
beforeAll(async () => {
  stack = await openStack({ settings, surroundings: clock.surroundings() });
});
afterAll(() => stack[Symbol.asyncDispose]());

test('[SIGNIN-24] whoever signs up comes in by the code that was mailed, and not before', async () => {
  const email = newEmail();
  const signedUp = await callAuth(stack, '/signup', { body: { email, password } });
  expect(signedUp.status).toBe(200);
  expect(signedUp.body).toMatchObject({ email, identities: [{ identity_data: { email, email_verified: false } }] });
  expect(signedUp.body).not.toHaveProperty('access_token');
  const early = await callAuth(stack, '/token?grant_type=password', { body: { email, password } });
  expect(early).toMatchObject({ status: 400, body: { code: 'email_not_confirmed' } });

  const [mail] = await mailsTo(stack, email);
  const verified = await callAuth(stack, '/verify', { body: { email, token: mail?.code, type: 'signup' } });
  expect(tokensOf(verified)).toMatchObject({ user: { email, email_confirmed_at: clock.now().toISOString() } });
  await signInOnWire(stack, { email, password });
});

test('[SIGNIN-24] who signs up with a known address learns nothing, and its owner gets no mail', async () => {
  const email = newEmail();
  await signUpAndConfirm(email);
  const before = await stack.admin.query('select * from auth.users where email = $1', [email]);
  clock.pass(61_000);
  const again = await callAuth(stack, '/signup', { body: { email, password: 'a password of somebody else' } });
  expect(again).toMatchObject({ status: 200, body: { email, identities: [], aud: 'authenticated' } });
  expect(again.body['id']).not.toBe(before.rows[0].id);
  expect((await stack.admin.query('select * from auth.users where email = $1', [email])).rows).toEqual(before.rows);
  expect(await mailsTo(stack, email)).toHaveLength(1);
});

test('[SIGNIN-24] a code is sent again after a pause, and the first is then worth nothing', async () => {
  const email = newEmail();
  await callAuth(stack, '/signup', { body: { email, password } });
  const soon = await callAuth(stack, '/resend', { body: { type: 'signup', email } });
  expect(soon).toMatchObject({ status: 429, body: { code: 'over_email_send_rate_limit' } });
  clock.pass(60_000);
  expect((await callAuth(stack, '/resend', { body: { type: 'signup', email } })).status).toBe(200);
  const [second, first] = await mailsTo(stack, email);
  expect(first?.link).not.toBe(second?.link);
  const hashOf = (link = ''): string => new URL(link).searchParams.get('token') ?? '';
  const old = await callAuth(stack, '/verify', { body: { token_hash: hashOf(first?.link), type: 'signup' } });
  expect(old).toMatchObject({ status: 403, body: { code: 'otp_expired' } });
  const now = await callAuth(stack, '/verify', { body: { token_hash: hashOf(second?.link), type: 'signup' } });
  expect(now.status).toBe(200);
});

test('[SIGNIN-24] a code of an unknown address makes somebody who is confirmed by it', async () => {
  const email = newEmail();
  expect((await callAuth(stack, '/otp', { body: { email, data: { nick: 'Di' } } })).body).toEqual({});
  const [mail] = await mailsTo(stack, email);
  expect(mail?.purpose).toBe('signup');
  const verified = await callAuth(stack, '/verify', { body: { email, token: mail?.code, type: 'email' } });
  expect(tokensOf(verified)).toMatchObject({ user: { email, user_metadata: { nick: 'Di', email_verified: true } } });
});

test('[SIGNIN-25] an address changes when both the old and the new one agree', async () => {
  const email = newEmail();
  const { access_token: token } = await signUpAndConfirm(email);
  const wanted = newEmail();
  const asked = await callAuth(stack, '/user', { method: 'PUT', token, body: { email: wanted } });
  expect(asked).toMatchObject({ status: 200, body: { email, new_email: wanted } });

  const [atNew] = await mailsTo(stack, wanted);
  const first = await callAuth(stack, '/verify', { body: { email: wanted, token: atNew?.code, type: 'email_change' } });
  expect(first.body).not.toHaveProperty('access_token');
  const twice = await callAuth(stack, '/verify', { body: { email: wanted, token: atNew?.code, type: 'email_change' } });
  expect(twice).toMatchObject({ status: 403, body: { code: 'otp_expired' } });
  expect((await callAuth(stack, '/user', { token })).body['email']).toBe(email);

  const [atOld] = await mailsTo(stack, email);
  const second = await callAuth(stack, '/verify', { body: { email, token: atOld?.code, type: 'email_change' } });
  expect(tokensOf(second)).toMatchObject({ user: { email: wanted } });
  await signInOnWire(stack, { email: wanted, password });
  const gone = await callAuth(stack, '/token?grant_type=password', { body: { email, password } });
  expect(gone).toMatchObject({ body: { code: 'invalid_credentials' } });
});

test('[SIGNIN-25] nobody takes an address that somebody has', async () => {
  const email = newEmail();
  const { access_token: token } = await signUpAndConfirm(newEmail());
  await signUpAndConfirm(email);
  const asked = await callAuth(stack, '/user', { method: 'PUT', token, body: { email } });
  expect(asked).toMatchObject({ status: 422, body: { code: 'email_exists' } });
});

test('[SIGNIN-9] a code is good to the end of its last second', async () => {
  const email = newEmail();
  await signUpAndConfirm(email);
  clock.pass(60_000);
  await callAuth(stack, '/otp', { body: { email } });
  const [mail] = await mailsTo(stack, email);
  const verify = { body: { email, token: mail?.code, type: 'email' } };
  clock.pass(3_600_001);
  expect(await callAuth(stack, '/verify', verify)).toMatchObject({ status: 403, body: { code: 'otp_expired' } });
  clock.pass(-1);
  expect((await callAuth(stack, '/verify', verify)).status).toBe(200);
});

async function signUpAndConfirm(email: string): Promise<ReturnType<typeof tokensOf>> {
  await callAuth(stack, '/signup', { body: { email, password } });
  const [mail] = await mailsTo(stack, email);
  return tokensOf(await callAuth(stack, '/verify', { body: { email, token: mail?.code, type: 'signup' } }));
}
