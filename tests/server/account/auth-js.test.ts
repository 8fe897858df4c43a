import { AuthClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAccountDevice } from '../../support/account-device.ts';
import { signInOnWire } from '../../support/server/auth-wire.ts';
import { people, SEED_PASSWORD } from '../../support/server/people.ts';
import { openStack, type Stack } from '../../support/server/stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await openStack();
});
afterAll(() => stack[Symbol.asyncDispose]());

const felix = { email: people.felix.email, password: SEED_PASSWORD };

test.each([401, 403, 429])(
  '[ACCOUNT-6] a %i of something on the way ends what auth-js keeps by itself, and not the session here',
  async (status) => {
    using device = openAccountDevice({ server: stack });
    await device.desk.handlers['account.sign-in'](felix, 1);
    const tokens = await signInOnWire(stack, felix);
    const over = JSON.stringify({ ...tokens, expires_in: 3_600, expires_at: 1, user: { id: people.felix.id } });
    using _fault = stack.faults.add({ do: 'answer', on: 'http', path: '/auth/v1/token', status });

    const kept = new Map([['session', over]]);
    const auth = new AuthClient({
      url: `${stack.url}/auth/v1`,
      headers: { apikey: stack.anonKey },
      storageKey: 'session',
      autoRefreshToken: false,
      detectSessionInUrl: false,
      skipAutoInitialize: true,
      storage: {
        getItem: (key) => kept.get(key) ?? null,
        setItem: (key, value) => void kept.set(key, value),
        removeItem: (key) => void kept.delete(key),
      },
    });
    await auth.getSession();
    expect(kept.has('session')).toBe(false);

    device.pass(2 * 3_600_000);
    expect(await device.desk.session.renew()).toMatchObject({ kind: 'unproven' });
    stack.faults.clear();
    device.pass(60_000);
    await device.desk.session.accessToken();
    expect(device.desk.state().session).toEqual({ kind: 'signed-in' });
  },
);
