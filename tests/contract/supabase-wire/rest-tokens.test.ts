import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signToken } from '../../../supabase/local/keys.ts';
import { RestContract, refusalIn, type Person } from '../../support/server/rest-contract.ts';

let rest: RestContract;
let ana: Person;

beforeAll(async () => {
  rest = await RestContract.open({
    probe: '{t}_known',
    make: `
      create table public.{t} (id integer primary key);
      grant all on public.{t} to anon, authenticated, service_role;
      create function public.{t}_who() returns text language sql stable as
        $$ select current_user || ' ' || coalesce(auth.uid()::text, 'nobody') $$;
      grant execute on function public.{t}_who() to anon, authenticated, service_role;
      create function public.{t}_known() returns integer language sql stable as 'select 1';
      grant execute on function public.{t}_known() to anon;`,
  });
  ana = await rest.person();
});
afterAll(() => rest[Symbol.asyncDispose]());

const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1_000) + seconds;
const sign = (claims: object, secret = rest.place.jwtSecret): string =>
  signToken({ role: 'authenticated', aud: 'authenticated', sub: ana.id, exp: inSeconds(3_600), ...claims }, secret);

/** Signed by hand, so that the header can say what it likes. */
function forged(header: object, claims: object, sign: (text: string) => string): string {
  const text = [header, claims].map((piece) => Buffer.from(JSON.stringify(piece)).toString('base64url')).join('.');
  return `${text}.${sign(text)}`;
}

const insert = (token: string): ReturnType<RestContract['wire']> =>
  rest.wire('POST', '/{t}', { token, body: { id: 1 } });

test('[REST-12] whose token it is, is who calls; a key alone is its role', async () => {
  const who = async (token: string): Promise<unknown> =>
    (await rest.wire('POST', '/rpc/{t}_who', { token, body: {} })).body;
  expect(await who(ana.token)).toBe(`authenticated ${ana.id}`);
  expect(await who(rest.place.anonKey)).toBe('anon nobody');
  expect(await who(rest.place.serviceKey)).toBe('service_role nobody');
  const { url, anonKey } = rest.place;
  const withoutToken = await fetch(`${url}/rest/v1/rpc/${rest.prefix}_who`, { headers: { apikey: anonKey } });
  expect(await withoutToken.json()).toBe('anon nobody');
});

test('[REST-12] without a key nobody gets in', async () => {
  const reply = await fetch(`${rest.place.url}/rest/v1/${rest.prefix}`);
  expect(reply.status).toBe(401);
  expect(await reply.json()).toMatchObject({ message: 'No API key found in request' });
});

test.each([
  ['is expired', () => sign({ exp: inSeconds(-45) }), 'PGRST303', 'JWT expired'],
  ['is not yet valid', () => sign({ nbf: inSeconds(90) }), 'PGRST303', 'JWT not yet valid'],
  ['is signed with another key', () => sign({}, 'another secret with at least 32 characters'), 'PGRST301', undefined],
  [
    'claims to be the service, signed by nobody',
    () => forged({ alg: 'none', typ: 'JWT' }, { role: 'service_role', exp: inSeconds(60) }, () => ''),
    'PGRST301',
    undefined,
  ],
  [
    'claims to be the service, signed with a guess',
    () => sign({ role: 'service_role', sub: undefined }, 'a guess that has at least 32 characters'),
    'PGRST301',
    undefined,
  ],
  [
    'has another algorithm',
    () =>
      forged({ alg: 'HS512', typ: 'JWT' }, { role: 'authenticated', exp: inSeconds(60) }, (text) =>
        createHmac('sha512', rest.place.jwtSecret).update(text).digest('base64url'),
      ),
    'PGRST301',
    undefined,
  ],
  [
    'had its claims changed',
    () => {
      const [header = '', , signature = ''] = ana.token.split('.');
      const claims = Buffer.from(JSON.stringify({ role: 'service_role', exp: inSeconds(60) })).toString('base64url');
      return `${header}.${claims}.${signature}`;
    },
    'PGRST301',
    undefined,
  ],
  ['is two parts', () => 'two.parts', 'PGRST301', 'Expected 3 parts in JWT; got 2'],
  ['is no token', () => 'x.y.z', 'PGRST301', undefined],
])('[REST-12] a token that %s is refused before anything runs', async (_what, make, code, message) => {
  const reply = await insert(make());
  expect(reply.status).toBe(401);
  const refusal = refusalIn(reply);
  expect(refusal.code).toBe(code);
  if (message !== undefined) expect(refusal.message).toBe(message);
  expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token", error_description=".+"$/);
  expect((await rest.database.query(rest.named('select 1 from public.{t}'))).rows).toEqual([]);
});

test('[REST-12] clocks may differ by half a minute', async () => {
  for (const claims of [{ exp: inSeconds(-15) }, { nbf: inSeconds(15) }, { iat: inSeconds(15) }]) {
    const reply = await rest.wire('POST', '/rpc/{t}_who', { token: sign(claims), body: {} });
    expect(reply.status).toBe(200);
  }
});

test('[REST-12] a role that is not there is 401, one that is not for callers 403', async () => {
  const nobody = await insert(sign({ role: 'nobody_at_all' }));
  expect({ status: nobody.status, code: refusalIn(nobody).code }).toEqual({ status: 401, code: '22023' });
  const owner = await insert(sign({ role: 'postgres' }));
  expect({ status: owner.status, code: refusalIn(owner).code }).toEqual({ status: 403, code: '42501' });
  expect((await rest.database.query(rest.named('select 1 from public.{t}'))).rows).toEqual([]);
});
