import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newEmail, openContractServer, type ContractServer } from '../../support/server/contract-server.ts';
import { claimsOf } from '../../support/server/token-claims.ts';

let server: ContractServer;
const made: string[] = [];
beforeAll(async () => {
  server = await openContractServer();
});
afterAll(async () => {
  for (const id of made) await server.admin.auth.admin.deleteUser(id);
  await server[Symbol.asyncDispose]();
});

describe('codes', () => {
  test('[SIGNIN-8] a code signs in once, with the address it was made for', async () => {
    const person = await server.newPerson();
    const other = await server.newPerson();
    const { code: token } = await codeFor(person.email);
    const verify = (email: string): ReturnType<ReturnType<ContractServer['client']>['auth']['verifyOtp']> =>
      server.client().auth.verifyOtp({ email, token, type: 'email' });
    expect((await verify(other.email)).error).toMatchObject({ status: 403, code: 'otp_expired' });
    const { data, error } = await verify(person.email);
    expect(error).toBeNull();
    expect(data.user?.id).toBe(person.id);
    expect(data.session?.access_token).toBeTypeOf('string');
    expect((await verify(person.email)).error).toMatchObject({ status: 403, code: 'otp_expired' });
  });

  test('[SIGNIN-8] two who bring one code at once: one comes in', async () => {
    const { email } = await server.newPerson();
    const { code: token } = await codeFor(email);
    const verify = async (): Promise<string> =>
      (await server.client().auth.verifyOtp({ email, token, type: 'email' })).error?.code ?? 'in';
    expect((await Promise.all([verify(), verify(), verify()])).toSorted()).toEqual([
      'in',
      'otp_expired',
      'otp_expired',
    ]);
  });

  test('[SIGNIN-8] the hash of a link signs in once too, for the type it was made for', async () => {
    const person = await server.newPerson();
    const { hash: token_hash } = await codeFor(person.email);
    const client = server.client();
    expect((await client.auth.verifyOtp({ token_hash, type: 'invite' })).error).toMatchObject({ code: 'otp_expired' });
    expect((await client.auth.verifyOtp({ token_hash, type: 'magiclink' })).data.user?.id).toBe(person.id);
    expect((await client.auth.verifyOtp({ token_hash, type: 'magiclink' })).error).toMatchObject({
      code: 'otp_expired',
    });
  });

  test('[SIGNIN-8] a new code ends the one before it', async () => {
    const { email } = await server.newPerson();
    const first = await codeFor(email);
    const second = await codeFor(email);
    const verify = async (token: string): Promise<string | undefined> =>
      (await server.client().auth.verifyOtp({ email, token, type: 'email' })).error?.code;
    if (first.code !== second.code) expect(await verify(first.code)).toBe('otp_expired');
    expect(await verify(second.code)).toBeUndefined();
  });

  test('[SIGNIN-9] a code after its time is refused', async () => {
    const { id, email } = await server.newPerson();
    const { code: token } = await codeFor(email);
    await server.database.query(
      `update auth.users set recovery_sent_at = recovery_sent_at - interval '2 days' where id = $1`,
      [id],
    );
    const { error } = await server.client().auth.verifyOtp({ email, token, type: 'email' });
    expect(error).toMatchObject({ status: 403, code: 'otp_expired' });
  });

  test('[SIGNIN-10] whoever recovers sets a new password, and the other sessions end', async () => {
    const person = await server.newPerson();
    const elsewhere = server.client();
    await elsewhere.auth.signInWithPassword(person);
    const { data: link } = await server.admin.auth.admin.generateLink({ type: 'recovery', email: person.email });
    const client = server.client();
    await client.auth.verifyOtp({ token_hash: link.properties?.hashed_token ?? '', type: 'recovery' });
    expect((await client.auth.updateUser({ password: 'another password' })).error).toBeNull();
    expect((await elsewhere.auth.getUser()).error).toMatchObject({ name: 'AuthSessionMissingError' });
    expect((await server.client().auth.signInWithPassword(person)).error).toMatchObject({
      code: 'invalid_credentials',
    });
    const changed = await server.client().auth.signInWithPassword({ ...person, password: 'another password' });
    expect(changed.error).toBeNull();
  });

  test('[SIGNIN-11] nobody new is made by a code when the caller says so', async () => {
    const { error } = await server
      .client()
      .auth.signInWithOtp({ email: newEmail(), options: { shouldCreateUser: false } });
    expect(error).toMatchObject({ status: 422, code: 'otp_disabled' });
  });
});

describe('people', () => {
  test('[SIGNIN-12] what a person says of themselves is merged, and null takes it away', async () => {
    const client = server.client();
    await client.auth.signInWithPassword(await server.newPerson());
    await client.auth.updateUser({ data: { nick: 'Ada', colour: 'blue' } });
    const { data } = await client.auth.updateUser({ data: { nick: null, city: 'Porto' } });
    expect(data.user?.user_metadata).toMatchObject({ colour: 'blue', city: 'Porto' });
    expect(data.user?.user_metadata).not.toHaveProperty('nick');
  });

  test('[SIGNIN-12] nobody says of themselves what only the server may say', async () => {
    const client = server.client();
    await client.auth.signInWithPassword(await server.newPerson());
    const forged = { app_metadata: { role: 'admin' }, role: 'service_role' };
    expect((await client.auth.updateUser(forged as object)).error).toMatchObject({ status: 403, code: 'not_admin' });
    const { data } = await client.auth.refreshSession();
    expect(claimsOf(data.session?.access_token)).toMatchObject({
      role: 'authenticated',
      app_metadata: { provider: 'email' },
    });
  });

  test('[SIGNIN-13] a weak password and the same password are refused', async () => {
    const person = await server.newPerson();
    const client = server.client();
    await client.auth.signInWithPassword(person);
    const weak = await client.auth.updateUser({ password: 'a' });
    expect(weak.error).toMatchObject({ status: 422, code: 'weak_password', reasons: ['length'] });
    const same = await client.auth.updateUser({ password: person.password });
    expect(same.error).toMatchObject({ status: 422, code: 'same_password' });
    const long = await client.auth.updateUser({ password: 'x'.repeat(73) });
    expect(long.error).toMatchObject({ status: 400, code: 'validation_failed' });
  });

  test('[SIGNIN-14] nobody comes in without a name: Galley has that turned off', async () => {
    const { error } = await server.client().auth.signInAnonymously();
    expect(error).toMatchObject({ status: 422, code: 'anonymous_provider_disabled' });
  });
});

describe('administration', () => {
  test('[SIGNIN-15] people are made, listed page by page, changed and removed with the service key', async () => {
    const { admin } = server.admin.auth;
    const email = newEmail();
    const { data: created } = await admin.createUser({
      email,
      user_metadata: { nick: 'Bo' },
      app_metadata: { plan: 'x' },
    });
    const id = created.user?.id ?? '';
    expect(created.user).toMatchObject({
      email,
      user_metadata: { nick: 'Bo' },
      app_metadata: { plan: 'x', provider: 'email' },
    });
    expect(created.user?.email_confirmed_at).toBeUndefined();
    expect((await admin.createUser({ email })).error).toMatchObject({ status: 422, code: 'email_exists' });

    const { data: page } = await admin.listUsers({ page: 1, perPage: 1 });
    expect(page.users.map((user) => user.id)).toEqual([id]);
    expect(page).toMatchObject({ nextPage: 2, total: expect.any(Number) });

    const { data: changed } = await admin.updateUserById(id, { app_metadata: { plan: null }, email_confirm: true });
    expect(changed.user?.app_metadata).toEqual({ provider: 'email', providers: ['email'] });
    expect(changed.user?.email_confirmed_at).toBeTypeOf('string');

    expect((await admin.deleteUser(id)).error).toBeNull();
    expect((await admin.getUserById(id)).error).toMatchObject({ status: 404, code: 'user_not_found' });
  });

  test('[SIGNIN-15] an invited person comes in by their code and is confirmed by it', async () => {
    const { admin } = server.admin.auth;
    const email = newEmail();
    const { data: link, error } = await admin.generateLink({
      type: 'invite',
      email,
      options: { data: { nick: 'Cy' } },
    });
    expect(error).toBeNull();
    made.push(link.user?.id ?? '');
    expect(link.user?.invited_at).toBeTypeOf('string');
    const token = link.properties?.email_otp ?? '';
    const { data } = await server.client().auth.verifyOtp({ email, token, type: 'invite' });
    expect(data.user?.email_confirmed_at).toBeTypeOf('string');
    expect((await admin.generateLink({ type: 'invite', email })).error).toMatchObject({ code: 'email_exists' });
  });

  test('[SIGNIN-16] the key that everybody has opens no administration', async () => {
    const person = await server.newPerson();
    const { admin } = server.client().auth;
    const refused = [
      await admin.listUsers(),
      await admin.createUser({ email: newEmail() }),
      await admin.updateUserById(person.id, { role: 'service_role' }),
      await admin.deleteUser(person.id),
      await admin.inviteUserByEmail(newEmail()),
      await admin.generateLink({ type: 'magiclink', email: person.email }),
    ];
    for (const { error } of refused) expect(error).toMatchObject({ status: 403, code: 'not_admin' });
    expect((await server.client().auth.signInWithPassword(person)).error).toBeNull();
  });

  test('[SIGNIN-16] signing somebody out takes their own token', async () => {
    const person = await server.newPerson();
    const client = server.client();
    const { data } = await client.auth.signInWithPassword(person);
    expect((await server.admin.auth.admin.signOut(data.session?.access_token ?? '', 'global')).error).toBeNull();
    expect((await client.auth.getUser()).error).toMatchObject({ name: 'AuthSessionMissingError' });
  });
});

/** A code to sign in with, as the person would find it in their mail. */
async function codeFor(email: string): Promise<{ readonly code: string; readonly hash: string }> {
  const { data, error } = await server.admin.auth.admin.generateLink({ type: 'magiclink', email });
  if (error !== null) throw error;
  return { code: data.properties.email_otp, hash: data.properties.hashed_token };
}
