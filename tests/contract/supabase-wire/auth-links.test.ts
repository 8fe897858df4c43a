import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { callAuth, tokensOf, type AuthReply } from '../../support/server/auth-wire.ts';
import { openContractServer, type ContractServer, type Person } from '../../support/server/contract-server.ts';
import { claimsOf } from '../../support/server/token-claims.ts';

let server: ContractServer;
beforeAll(async () => {
  server = await openContractServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const VERIFIER = 'v'.repeat(64);
const CHALLENGE = {
  code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
  code_challenge_method: 's256',
};

test('[SIGNIN-20] a clicked link leads on with a session, once', async () => {
  const person = await server.newPerson();
  const { data } = await server.admin.auth.admin.generateLink({ type: 'magiclink', email: person.email });
  const path = (data.properties?.action_link ?? '').slice(`${server.url}/auth/v1`.length);
  const first = locationOf(await callAuth(server, path));
  const fragment = new URLSearchParams(first.hash.slice(1));
  expect(fragment.get('type')).toBe('magiclink');
  expect(claimsOf(fragment.get('access_token') ?? '').sub).toBe(person.id);
  expect(fragment.get('refresh_token')).toMatch(/^\S{12,}$/);

  const second = new URLSearchParams(locationOf(await callAuth(server, path)).hash.slice(1));
  expect(second.get('error_code')).toBe('otp_expired');
  expect(second.get('access_token')).toBeNull();
});

test('[SIGNIN-20] no link leads to a place that is not allowed', async () => {
  const { email } = await server.newPerson();
  const { data } = await server.admin.auth.admin.generateLink({ type: 'magiclink', email });
  const token = data.properties?.hashed_token ?? '';
  for (const elsewhere of [
    'https://elsewhere.example/take',
    'http://3232235521/',
    'javascript:alert(1)',
    '//elsewhere.example',
  ]) {
    const query = new URLSearchParams({ token: `${token}x`, type: 'magiclink', redirect_to: elsewhere });
    const location = locationOf(await callAuth(server, `/verify?${query.toString()}`));
    expect(location.href).not.toContain('elsewhere.example');
    expect(location.protocol).toMatch(/^https?:$/);
    expect(location.hostname).not.toBe('192.168.0.1');
  }
});

test('[SIGNIN-21] with PKCE a link gives a code, and the code gives tokens to whoever has the verifier', async () => {
  const person = await server.newPerson();
  const code = await codeOfLink(person);
  const wrong = await exchange(code, 'w'.repeat(64));
  expect(wrong).toMatchObject({ status: 400, body: { code: 'bad_code_verifier' } });
  const right = await exchange(code, VERIFIER);
  expect(claimsOf(tokensOf(right).access_token).sub).toBe(person.id);
  expect(await exchange(code, VERIFIER)).toMatchObject({ status: 404, body: { code: 'flow_state_not_found' } });
});

test('[SIGNIN-21] a code of PKCE after its time is refused', async () => {
  const person = await server.newPerson();
  const code = await codeOfLink(person);
  await server.database.query(
    `update auth.flow_state set created_at = created_at - interval '1 day',
       auth_code_issued_at = auth_code_issued_at - interval '1 day' where auth_code = $1`,
    [code],
  );
  expect(await exchange(code, VERIFIER)).toMatchObject({ status: 422, body: { code: 'flow_state_expired' } });
});

test('[SIGNIN-21] half a challenge, or one that is too short, is refused', async () => {
  const { email } = await server.newPerson();
  const challenges = [
    { code_challenge: CHALLENGE.code_challenge },
    { code_challenge_method: 's256' },
    { code_challenge: 'short', code_challenge_method: 's256' },
    { code_challenge: '%'.repeat(50), code_challenge_method: 's256' },
  ];
  for (const challenge of challenges) {
    const reply = await callAuth(server, '/recover', { body: { email, ...challenge } });
    expect(reply).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  }
  expect(await exchange('', VERIFIER)).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  expect(await exchange('nobody has this', VERIFIER)).toMatchObject({
    status: 404,
    body: { code: 'flow_state_not_found' },
  });
});

function exchange(authCode: string, verifier: string): Promise<AuthReply> {
  return callAuth(server, '/token?grant_type=pkce', { body: { auth_code: authCode, code_verifier: verifier } });
}

/** Asks for a mail with a link, takes the link's hash from where it is stored, and clicks. */
async function codeOfLink({ id, email }: Person): Promise<string> {
  const asked = await callAuth(server, '/otp', { body: { email, create_user: false, ...CHALLENGE } });
  expect(asked).toMatchObject({ status: 200, body: {} });
  const { rows } = await server.database.query('select recovery_token from auth.users where id = $1', [id]);
  const [{ recovery_token: token }] = z.tuple([z.object({ recovery_token: z.string() })]).parse(rows);
  expect(token).toMatch(/^pkce_/);
  const query = new URLSearchParams({ token, type: 'magiclink' });
  const location = locationOf(await callAuth(server, `/verify?${query.toString()}`));
  expect(location.hash).toBe('');
  return location.searchParams.get('code') ?? '';
}

function locationOf({ status, headers }: AuthReply): URL {
  expect(status).toBe(303);
  return new URL(headers.get('location') ?? '');
}
