import { afterAll, beforeAll, expect, test } from 'vitest';
import { localSettings } from '../../../supabase/local/gateway/settings.ts';
import { callAuth, signInOnWire, tokensOf } from '../../support/server/auth-wire.ts';
import { newEmail } from '../../support/server/contract-server.ts';
import { people, SEED_PASSWORD } from '../../support/server/people.ts';
import { openStack, type Stack } from '../../support/server/stack.ts';
import { claimsOf } from '../../support/server/token-claims.ts';
import { HandClock } from './hand-clock.ts';
import { mailsTo } from './mails.ts';

const clock = new HandClock();
let stack: Stack;
beforeAll(async () => {
  stack = await openStack({ surroundings: clock.surroundings() });
});
afterAll(() => stack[Symbol.asyncDispose]());

const password = 'a good password';

test('[SIGNIN-29] everybody of the seed signs in, and their token carries nothing that they say of themselves', async () => {
  for (const { id, email } of Object.values(people)) {
    const { access_token: token } = await signInOnWire(stack, { email, password: SEED_PASSWORD });
    const claims = claimsOf(token);
    expect(claims).toMatchObject({ sub: id, email, role: 'authenticated' });
    expect(claims).not.toHaveProperty('user_metadata');
  }
});

test('[SIGNIN-30] after a day a password changes only with a code from the mailbox, once', async () => {
  const email = newEmail();
  const { access_token: first } = tokensOf(await callAuth(stack, '/signup', { body: { email, password } }));
  const change = (token: string, wanted: string, nonce?: string): ReturnType<typeof callAuth> =>
    callAuth(stack, '/user', { method: 'PUT', token, body: { password: wanted, nonce } });
  expect((await change(first, 'a second password')).status).toBe(200);

  const { refresh_token } = await signInOnWire(stack, { email, password: 'a second password' });
  clock.pass(86_401_000);
  const late = tokensOf(await callAuth(stack, '/token?grant_type=refresh_token', { body: { refresh_token } }));
  const token = late.access_token;
  const refused = { status: 400, body: { code: 'reauthentication_needed' } };
  expect(await change(token, 'a third password')).toMatchObject(refused);

  expect((await callAuth(stack, '/reauthenticate', { token })).status).toBe(200);
  const [mail] = await mailsTo(stack, email);
  expect(mail?.purpose).toBe('reauthentication');
  const wrong = await change(token, 'a third password', mail?.code === '000000' ? '000001' : '000000');
  expect(wrong).toMatchObject({ status: 422, body: { code: 'reauthentication_not_valid' } });
  const signIn = await callAuth(stack, '/verify', { body: { email, token: mail?.code, type: 'email' } });
  expect(signIn).toMatchObject({ status: 403, body: { code: 'otp_expired' } });
  expect((await change(token, 'a third password', mail?.code)).status).toBe(200);
  expect(await change(token, 'a fourth password', mail?.code)).toMatchObject({ status: 422 });
});

test('[SIGNIN-14] where it is allowed, somebody without a name has a session, and an address makes them somebody', async () => {
  const settings = { ...localSettings, auth: { ...localSettings.auth, allowsAnonymous: true } };
  await using open = await openStack({ settings });
  const signedIn = await callAuth(open, '/signup', { body: {} });
  const { access_token: token, refresh_token } = tokensOf(signedIn);
  expect(signedIn.body['user']).toMatchObject({ is_anonymous: true, email: '', identities: [] });
  expect(claimsOf(token)).toMatchObject({ is_anonymous: true, role: 'authenticated' });
  const alone = await callAuth(open, '/user', { method: 'PUT', token, body: { password } });
  expect(alone).toMatchObject({ status: 422, body: { code: 'validation_failed' } });

  const email = newEmail();
  const named = await callAuth(open, '/user', { method: 'PUT', token, body: { email, password } });
  expect(named.body).toMatchObject({ email, is_anonymous: false, identities: [{ identity_data: { email } }] });
  const refreshed = tokensOf(await callAuth(open, '/token?grant_type=refresh_token', { body: { refresh_token } }));
  expect(claimsOf(refreshed.access_token)).toMatchObject({ is_anonymous: false, email });
  await signInOnWire(open, { email, password });
});
