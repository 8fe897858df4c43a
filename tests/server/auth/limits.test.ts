import { expect, test } from 'vitest';
import { hostedLimits, localSettings } from '../../../supabase/local/gateway/settings.ts';
import { callAuth, type AuthCall } from '../../support/server/auth-wire.ts';
import { newEmail } from '../../support/server/contract-server.ts';
import { openStack } from '../../support/server/stack.ts';
import { HandClock } from './hand-clock.ts';
import { mailsTo } from './mails.ts';

const nobody = { email: 'nobody@example.org' };

const LIMITED: readonly (readonly [string, number, string, () => AuthCall])[] = [
  ['sign-ups and codes', 30, '/recover', () => ({ body: nobody })],
  ['tokens', 150, '/token?grant_type=refresh_token', () => ({ body: { refresh_token: 'abcdefghijkl' } })],
  ['verifications', 30, '/verify', () => ({ body: { ...nobody, token: '123456', type: 'email' } })],
];

test("[SIGNIN-22] a hosted plan's rates hold per address and come back with time", async () => {
  const clock = new HandClock();
  await using stack = await openStack({ settings: hostedLimits.free, surroundings: clock.surroundings() });
  for (const [what, events, path, call] of LIMITED) {
    const answered: number[] = [];
    for (let n = 0; n < events; n++) answered.push((await callAuth(stack, path, call())).status);
    expect([what, answered.filter((status) => status === 429)]).toEqual([what, []]);
    const over = await callAuth(stack, path, call());
    expect(over).toMatchObject({ status: 429, body: { code: 'over_request_rate_limit' } });
    clock.pass(Math.ceil(300_000 / events));
    expect((await callAuth(stack, path, call())).status).not.toBe(429);
    expect((await callAuth(stack, path, call())).status).toBe(429);
  }
});

test('[SIGNIN-22] anonymous people are counted by the hour', async () => {
  const clock = new HandClock();
  const rates = { ...localSettings.auth.rates, anonymousPerHour: 2 };
  const settings = { ...localSettings, auth: { ...localSettings.auth, allowsAnonymous: true, rates } };
  await using stack = await openStack({ settings, surroundings: clock.surroundings() });
  const signIn = async (): Promise<number> => (await callAuth(stack, '/signup', { body: {} })).status;
  expect([await signIn(), await signIn(), await signIn()]).toEqual([200, 200, 429]);
  clock.pass(1_800_000);
  expect([await signIn(), await signIn()]).toEqual([200, 429]);
});

test('[SIGNIN-22] a mail too many leaves neither a mail nor a person', async () => {
  const rates = { ...localSettings.auth.rates, mailsPerHour: 1 };
  const settings = { ...localSettings, auth: { ...localSettings.auth, confirmsEmailAtOnce: false, rates } };
  await using stack = await openStack({ settings });
  const [first, second] = [newEmail(), newEmail()];
  expect((await callAuth(stack, '/otp', { body: { email: first } })).status).toBe(200);
  const over = await callAuth(stack, '/otp', { body: { email: second } });
  expect(over).toMatchObject({ status: 429, body: { code: 'over_email_send_rate_limit' } });
  expect(await mailsTo(stack, second)).toEqual([]);
  const { rows } = await stack.admin.query('select email from auth.users where email = any($1)', [[first, second]]);
  expect(rows).toEqual([{ email: first }]);
});
