import { expect, test } from 'vitest';
import { openStack } from '../../support/server/stack.ts';

test('[GATE-1] without an API key nothing behind the gateway is reached', async () => {
  await using stack = await openStack();
  const asked = async (headers: Record<string, string>): Promise<unknown> => {
    const answer = await fetch(`${stack.url}/rest/v1/scripts`, { headers });
    return [answer.status, await answer.json()];
  };
  expect(await asked({})).toEqual([
    401,
    { message: 'No API key found in request', hint: 'No `apikey` request header or url param was found.' },
  ]);
  expect(await asked({ apikey: `${stack.anonKey}x` })).toEqual([
    401,
    {
      message: 'Invalid API key',
      hint: 'Double check your Supabase `anon` or `service_role` API key.',
    },
  ]);
});
