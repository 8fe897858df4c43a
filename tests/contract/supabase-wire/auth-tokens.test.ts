import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callAuth, signInOnWire, type Tokens } from '../../support/server/auth-wire.ts';
import {
  newEmail,
  openContractServer,
  type ContractServer,
  type Person,
} from '../../support/server/contract-server.ts';
import { claimsOf } from '../../support/server/token-claims.ts';

let server: ContractServer;
let person: Person;
let tokens: Tokens;
beforeAll(async () => {
  server = await openContractServer();
  person = await server.newPerson();
  tokens = await signInOnWire(server, person);
});
afterAll(() => server[Symbol.asyncDispose]());

const OTHER_SECRET = Buffer.from('a secret that no server of ours has ever signed anything with, of any length');

/** Tokens that nobody here signed, made from one that somebody did. */
const forgeries = (): Readonly<Record<string, () => string | Promise<string>>> => {
  const genuine = claimsOf(tokens.access_token);
  const [header = '', payload = '', signature = ''] = tokens.access_token.split('.');
  const sign = (alg: string, claims: object): Promise<string> =>
    new SignJWT({ ...genuine, ...claims }).setProtectedHeader({ alg, typ: 'JWT' }).sign(OTHER_SECRET);
  const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    'signed with another key': () => sign('HS256', {}),
    'signed with another algorithm': () => sign('HS512', {}),
    'service_role signed by nobody': () => sign('HS256', { role: 'service_role' }),
    'algorithm none': () => `${encoded({ alg: 'none', typ: 'JWT' })}.${payload}.`,
    'algorithm NONE with the old signature': () => `${encoded({ alg: 'NONE' })}.${payload}.${signature}`,
    'other claims under the old signature': () =>
      `${header}.${encoded({ ...genuine, role: 'service_role' })}.${signature}`,
    'without its signature': () => `${header}.${payload}.`,
    'cut in half': () => tokens.access_token.slice(0, 40),
    'no token at all': () => 'nonsense',
  };
};

const FORGERIES = [
  'signed with another key',
  'signed with another algorithm',
  'service_role signed by nobody',
  'algorithm none',
  'algorithm NONE with the old signature',
  'other claims under the old signature',
  'without its signature',
  'cut in half',
  'no token at all',
];

for (const what of FORGERIES) {
  test(`[SIGNIN-19] a token ${what} opens nothing`, async () => {
    const forged = (await forgeries()[what]?.()) ?? '';
    const refused = { status: 403, body: { code: 'bad_jwt' } };
    expect(await callAuth(server, '/user', { token: forged })).toMatchObject(refused);
    const put = { method: 'PUT', token: forged, body: { data: { forged: true } } };
    expect(await callAuth(server, '/user', put)).toMatchObject(refused);
    expect(await callAuth(server, '/admin/users', { token: forged })).toMatchObject(refused);
    expect(await callAuth(server, '/logout', { method: 'POST', token: forged })).toMatchObject(refused);
    const { status, body } = await callAuth(server, '/user', { token: tokens.access_token });
    expect([status, body['user_metadata']]).toEqual([200, { email_verified: true }]);
  });
}

test('[SIGNIN-19] a key in place of a person is nobody', async () => {
  expect(await callAuth(server, '/user')).toMatchObject({ status: 403, body: { code: 'bad_jwt' } });
  expect(await callAuth(server, '/logout', { method: 'POST' })).toMatchObject({
    status: 403,
    body: { code: 'bad_jwt' },
  });
});

test('[SIGNIN-7] a token of a session that ended is refused by name', async () => {
  const { access_token: token } = await signInOnWire(server, person);
  expect((await callAuth(server, '/logout?scope=local', { method: 'POST', token })).status).toBe(204);
  const after = await callAuth(server, '/user', { token });
  expect(after).toMatchObject({ status: 403, body: { code: 'session_not_found' } });
});

test('[SIGNIN-19] a token of somebody who was removed is refused by name', async () => {
  const { data } = await server.admin.auth.admin.createUser({
    email: newEmail(),
    password: 'a good password',
    email_confirm: true,
  });
  const { access_token: token } = await signInOnWire(server, {
    email: data.user?.email ?? '',
    password: 'a good password',
  });
  await server.admin.auth.admin.deleteUser(data.user?.id ?? '');
  expect(await callAuth(server, '/user', { token })).toMatchObject({ status: 403, body: { code: 'user_not_found' } });
});

test('[SIGNIN-16] a person, an administrator by their own word, opens no administration', async () => {
  const { access_token: token } = tokens;
  await callAuth(server, '/user', {
    method: 'PUT',
    token,
    body: { data: { role: 'service_role', is_super_admin: true } },
  });
  const { refresh_token } = await signInOnWire(server, person);
  const { body } = await callAuth(server, '/token?grant_type=refresh_token', { body: { refresh_token } });
  for (const bearer of [token, String(body['access_token'])]) {
    const calls: readonly (readonly [string, string, object | undefined])[] = [
      ['GET', '/admin/users', undefined],
      ['POST', '/admin/users', { email: newEmail(), password: 'a good password' }],
      ['GET', `/admin/users/${person.id}`, undefined],
      ['PUT', `/admin/users/${person.id}`, { role: 'service_role' }],
      ['DELETE', `/admin/users/${person.id}`, undefined],
      ['POST', '/admin/generate_link', { type: 'magiclink', email: person.email }],
      ['POST', '/invite', { email: newEmail() }],
    ];
    for (const [method, path, sent] of calls) {
      const reply = await callAuth(server, path, {
        method,
        token: bearer,
        ...(sent === undefined ? {} : { body: sent }),
      });
      expect([method, path, reply.status, reply.body['code']]).toEqual([method, path, 403, 'not_admin']);
    }
  }
  await callAuth(server, '/user', { method: 'PUT', token, body: { data: { role: null, is_super_admin: null } } });
});

test('[SIGNIN-4] a token says the role, the session and how its holder came in', async () => {
  const claims = claimsOf(tokens.access_token);
  expect(claims).toMatchObject({
    iss: `${server.url}/auth/v1`,
    sub: person.id,
    aud: 'authenticated',
    role: 'authenticated',
    aal: 'aal1',
    amr: [{ method: 'password', timestamp: expect.any(Number) }],
    email: person.email,
    phone: '',
    is_anonymous: false,
    app_metadata: { provider: 'email', providers: ['email'] },
  });
  expect(tokens['expires_at']).toBe(claims.exp);
  const refreshed = await callAuth(server, '/token?grant_type=refresh_token', {
    body: { refresh_token: tokens.refresh_token },
  });
  expect(refreshed.headers.get('sb-auth-session-id')).toBe(claims.session_id);
  expect(claimsOf(String(refreshed.body['access_token'])).session_id).toBe(claims.session_id);
  tokens = { ...tokens, refresh_token: String(refreshed.body['refresh_token']) };
});
