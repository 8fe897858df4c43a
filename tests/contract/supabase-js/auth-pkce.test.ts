import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { openContractServer, type ContractServer, type Person } from '../../support/server/contract-server.ts';

let server: ContractServer;
beforeAll(async () => {
  server = await openContractServer();
});
afterAll(() => server[Symbol.asyncDispose]());

test('[SIGNIN-21] supabase-js recovers a password by PKCE: only the client that asked can use the link', async () => {
  const person = await server.newPerson();
  const [asked, other] = [pkceClient(), pkceClient()];
  const events: string[] = [];
  asked.auth.onAuthStateChange((event) => void events.push(event));
  await other.auth.resetPasswordForEmail((await server.newPerson()).email);
  expect((await asked.auth.resetPasswordForEmail(person.email)).error).toBeNull();
  const code = await clickLink(person);
  expect((await other.auth.exchangeCodeForSession(code)).error).toMatchObject({
    status: 400,
    code: 'bad_code_verifier',
  });
  const { data, error } = await asked.auth.exchangeCodeForSession(code);
  expect(error).toBeNull();
  expect(data.user?.id).toBe(person.id);
  expect(events).toContain('PASSWORD_RECOVERY');
  expect((await asked.auth.updateUser({ password: 'another password' })).error).toBeNull();
  expect((await server.client().auth.signInWithPassword({ ...person, password: 'another password' })).error).toBeNull();
});

/** As Electron's main process has it: PKCE, and a storage of its own for the verifier. */
function pkceClient(): ReturnType<ContractServer['client']> {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  return server.client({ flowType: 'pkce', persistSession: true, storage, detectSessionInUrl: false });
}

async function clickLink({ id }: Person): Promise<string> {
  const { rows } = await server.database.query('select recovery_token from auth.users where id = $1', [id]);
  const [{ recovery_token: token }] = z.tuple([z.object({ recovery_token: z.string() })]).parse(rows);
  const query = new URLSearchParams({ token, type: 'recovery' });
  const clicked = await fetch(`${server.url}/auth/v1/verify?${query.toString()}`, { redirect: 'manual' });
  return new URL(clicked.headers.get('location') ?? '').searchParams.get('code') ?? '';
}
