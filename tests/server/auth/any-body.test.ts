import { afterAll, beforeAll, expect, test } from 'vitest';
import { Random } from '../../support/random.ts';
import { callAuth, signInOnWire } from '../../support/server/auth-wire.ts';
import { people, SEED_PASSWORD } from '../../support/server/people.ts';
import { openStack, type Stack } from '../../support/server/stack.ts';

const SEED = 20261120;
const CALLS = 200;

let stack: Stack;
let token: string;
beforeAll(async () => {
  stack = await openStack();
  token = (await signInOnWire(stack, { email: people.felix.email, password: SEED_PASSWORD })).access_token;
});
afterAll(() => stack[Symbol.asyncDispose]());

const ROUTES: readonly (readonly [string, string])[] = [
  ['POST', '/signup'],
  ['POST', '/token?grant_type=password'],
  ['POST', '/token?grant_type=refresh_token'],
  ['POST', '/token?grant_type=pkce'],
  ['POST', '/otp'],
  ['POST', '/recover'],
  ['POST', '/resend'],
  ['POST', '/verify'],
  ['PUT', '/user'],
  ['POST', '/invite'],
  ['POST', '/admin/users'],
  ['PUT', `/admin/users/${people.victor.id}`],
  ['POST', '/admin/generate_link'],
];

const FIELDS = [
  'email',
  'password',
  'phone',
  'token',
  'token_hash',
  'type',
  'data',
  'create_user',
  'refresh_token',
  'auth_code',
  'code_verifier',
  'code_challenge',
  'code_challenge_method',
  'nonce',
  'id',
  'password_hash',
  'user_metadata',
  'app_metadata',
  'ban_duration',
  'email_confirm',
  'redirect_to',
] as const;

const TEXTS = [
  '',
  ' ',
  'signup',
  'magiclink',
  'email',
  'email_change',
  's256',
  'v'.repeat(64),
  'a good password',
  'abcdefghijkl',
  '123456',
  '-1',
  '9999999999999999999h',
  '1e400h',
  '5eed0000-0000-4000-8000-0000000000ff',
  'somebody@example.org',
  'Someone.Else@Example.Org',
  'a\u0000b@example.org',
  '\u0000',
  '\ud800',
  '\u202egro.elpmaxe@a',
  "'; drop table auth.users; --",
  '$1',
  '{}',
  '__proto__',
  'galley://auth',
  'x'.repeat(10_000),
  '\u{1f642}'.repeat(20),
];

test(`[SIGNIN-18] ${CALLS} calls with any fields and values are answered, and none is a failure of the server`, async () => {
  const random = new Random(SEED);
  const failed: unknown[] = [];
  const statuses = new Map<number, number>();
  for (let n = 0; n < CALLS; n++) {
    const [method, path] = random.oneOf(ROUTES);
    const body = anyBody(random);
    const isAdmin = path.startsWith('/admin') || path === '/invite';
    const bearer = isAdmin && random.chance(80) ? stack.serviceKey : random.chance(80) ? token : stack.anonKey;
    const reply = await callAuth(stack, path, { method, body, token: bearer });
    statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
    const isRefusal = reply.status >= 400 && reply.status < 500 && typeof reply.body['code'] === 'string';
    if (reply.status !== 200 && !isRefusal)
      failed.push({ method, path, body, status: reply.status, reply: reply.body });
  }
  expect(failed).toEqual([]);
  expect(statuses.get(200) ?? 0, 'some of it was good').toBeGreaterThan(10);
});

function anyBody(random: Random): unknown {
  const fields = Array.from({ length: random.below(6) }, () => [random.oneOf(FIELDS), anyValue(random)] as const);
  // Most calls go past the door: they have an address and a password.
  const usual = random.chance(60) ? { email: `p${random.below(5)}@example.org`, password: 'a good password' } : {};
  return { ...usual, ...Object.fromEntries(fields) };
}

function anyValue(random: Random): unknown {
  switch (random.below(8)) {
    case 0:
      return random.oneOf([null, true, false, 0, -1, 1.5, 1e308]);
    case 1:
      return { [random.oneOf(TEXTS)]: random.oneOf(TEXTS), constructor: null, nested: { deep: [1, { x: null }] } };
    case 2:
      return [random.oneOf(TEXTS)];
    default:
      return random.oneOf(TEXTS);
  }
}
