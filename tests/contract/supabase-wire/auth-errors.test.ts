import { afterAll, beforeAll, expect, test } from 'vitest';
import { callAuth, signInOnWire } from '../../support/server/auth-wire.ts';
import { newEmail, openContractServer, type ContractServer } from '../../support/server/contract-server.ts';

let server: ContractServer;
beforeAll(async () => {
  server = await openContractServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const wrongPassword = { body: { email: 'nobody@example.org', password: 'a good password' } };

test('[SIGNIN-17] with the version that supabase-js sends, an error has a code and the version comes back', async () => {
  const { status, headers, body } = await callAuth(server, '/token?grant_type=password', wrongPassword);
  expect(status).toBe(400);
  expect(body).toEqual({ code: 'invalid_credentials', message: 'Invalid login credentials' });
  expect(headers.get('x-supabase-api-version')).toBe('2024-01-01');
  expect(headers.get('x-sb-error-code')).toBe('invalid_credentials');
});

test('[SIGNIN-17] without a version an error has the older shape', async () => {
  for (const version of ['', '2023-12-31', 'nonsense']) {
    const headers = { 'x-supabase-api-version': version };
    const reply = await callAuth(server, '/token?grant_type=password', { ...wrongPassword, headers });
    expect(reply.body).toEqual({ code: 400, error_code: 'invalid_credentials', msg: 'Invalid login credentials' });
    expect(reply.headers.get('x-sb-error-code')).toBe('invalid_credentials');
  }
});

test('[SIGNIN-17] a weak password says why in both shapes', async () => {
  const call = { body: { email: newEmail(), password: 'a' } };
  const now = await callAuth(server, '/signup', call);
  expect(now).toMatchObject({ status: 422, body: { code: 'weak_password', weak_password: { reasons: ['length'] } } });
  const before = await callAuth(server, '/signup', { ...call, headers: { 'x-supabase-api-version': '' } });
  expect(before).toMatchObject({
    status: 422,
    body: { error_code: 'weak_password', weak_password: { reasons: ['length'] } },
  });
});

const MALFORMED: Readonly<Record<string, string>> = {
  empty: '',
  'cut off': '{"email":"a@example.org","pass',
  'a list': '[]',
  'a number': '1',
  'a number as address': '{"email":1,"password":"a good password"}',
  'a list as address': '{"email":["a@example.org"],"password":"a good password"}',
  'text as data': '{"email":"a@example.org","password":"a good password","data":"x"}',
};

for (const [what, text] of Object.entries(MALFORMED)) {
  test(`[SIGNIN-18] a body that is ${what} is refused as such`, async () => {
    const reply = await callAuth(server, '/signup', { method: 'POST', text });
    expect(reply).toMatchObject({ status: 400, body: { code: 'bad_json' } });
  });
}

test('[SIGNIN-18] a body of more than a megabyte is refused', async () => {
  const body = { email: newEmail(), password: 'a good password', data: { long: 'x'.repeat(1_048_576) } };
  const { status } = await callAuth(server, '/signup', { body });
  expect(status).toBe(413);
});

test('[SIGNIN-18] nobody gets an address that is not plainly one', async () => {
  const addresses = [
    'nobody',
    'nobody@',
    '@example.org',
    'a b@example.org',
    ' nobody@example.org',
    'nobody@example.org ',
    'nobody@example.org\n',
    'n\u043ebody@example.org',
    'no\u212abody@example.org',
    'nobody@ex\u0430mple.org',
    `nobody@example.org'; delete from auth.users; --`,
    '{"$ne":null}',
    `${'n'.repeat(300)}@example.org`,
  ];
  for (const email of addresses) {
    const reply = await callAuth(server, '/signup', { body: { email, password: 'a good password' } });
    expect([email, reply.status, reply.body['code']]).toEqual([email, 400, 'validation_failed']);
    const code = await callAuth(server, '/otp', { body: { email, create_user: false } });
    expect([email, code.status]).toEqual([email, 400]);
  }
  const { rows } = await server.database.query(`select email from auth.users where email like '%nobody%'`);
  expect(rows).toEqual([]);
});

test('[SIGNIN-18] what looks like SQL or a filter is only text', async () => {
  const person = await server.newPerson();
  const before = await server.database.query('select count(*) from auth.users');
  const injections = [`' or '1'='1`, `${person.email}' --`, `x' union select * from auth.users --`, `%`, `*`, `\u0000`];
  for (const text of injections) {
    const reply = await callAuth(server, '/token?grant_type=password', { body: { email: text, password: text } });
    expect([text, reply.status]).toEqual([text, 400]);
    const byPassword = { email: person.email, password: text };
    expect((await callAuth(server, '/token?grant_type=password', { body: byPassword })).status).toBe(400);
    const verify = { email: person.email, token: text, type: 'email' };
    expect((await callAuth(server, '/verify', { body: verify })).status).toBe(403);
    const refresh = await callAuth(server, '/token?grant_type=refresh_token', { body: { refresh_token: text } });
    expect(refresh.status).toBe(400);
    const page = await callAuth(server, `/admin/users/${encodeURIComponent(text)}`, { token: server.serviceKey });
    expect(page.status).toBe(404);
  }
  const after = await server.database.query('select count(*) from auth.users');
  expect(after.rows).toEqual(before.rows);
});

test('[SIGNIN-18] an unknown grant, scope, page or type of code is refused', async () => {
  const { access_token: token } = await signInOnWire(server, await server.newPerson());
  const grant = await callAuth(server, '/token?grant_type=magic', { body: {} });
  expect(grant).toMatchObject({ status: 400, body: { code: 'invalid_credentials' } });
  const scope = await callAuth(server, '/logout?scope=nobody', { method: 'POST', token });
  expect(scope).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  const page = await callAuth(server, '/admin/users?page=-1', { token: server.serviceKey });
  expect(page).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  const type = await callAuth(server, '/verify', { body: { email: 'a@example.org', token: '123456', type: 'magic' } });
  expect([400, 403]).toContain(type.status);
  expect((await callAuth(server, '/user', { token })).status).toBe(200);
});

test('[SIGNIN-15] a ban lasts as long as Go reads a duration, and no other text is one', async () => {
  const { id } = await server.newPerson();
  const ban = (ban_duration: string): ReturnType<typeof callAuth> =>
    callAuth(server, `/admin/users/${id}`, { method: 'PUT', token: server.serviceKey, body: { ban_duration } });
  for (const text of ['9999999999999999999h', 'soon', '1', '1 h', '1d', 'h']) {
    expect([text, (await ban(text)).body['code']]).toEqual([text, 'validation_failed']);
  }
  const { body } = await ban('1h30m');
  const minutes = (Date.parse(String(body['banned_until'])) - Date.parse(String(body['updated_at']))) / 60_000;
  expect(Math.round(minutes)).toBe(90);
  expect((await ban('none')).body).not.toHaveProperty('banned_until');
});
