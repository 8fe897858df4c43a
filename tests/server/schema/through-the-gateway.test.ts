import { randomUUID } from 'node:crypto';
import { createClient } from '@supabase/supabase-js';
import { expect, test } from 'vitest';
import type { Database } from '../../../app/server/database.ts';
import { memberResults } from '../../../app/server/member-calls.ts';
import {
  organizations,
  people,
  projects,
  review,
  SEED_PASSWORD,
  type SeedPerson,
} from '../../support/server/people.ts';
import { openStack, type Stack } from '../../support/server/stack.ts';

async function signIn({ url, anonKey }: Stack, name: SeedPerson) {
  const client = createClient<Database>(url, anonKey, { auth: { persistSession: false, autoRefreshToken: false } });
  const { error } = await client.auth.signInWithPassword({ email: people[name].email, password: SEED_PASSWORD });
  expect(error).toBeNull();
  return client;
}

test('[MEMBER-15] an app invites, joins and is refused by the names of its arguments, and a refusal is on record after it', async () => {
  await using stack = await openStack();
  const [ines, victor] = [await signIn(stack, 'ines'), await signIn(stack, 'victor')];
  const asked = {
    invitation_id: randomUUID(),
    organization_id: organizations.northlight,
    project_id: projects.harbour,
    role: 'client',
    email: 'new@example.org',
    expires_in_days: 7,
    review_id: review,
  };
  const made = await ines.rpc('invite', asked);
  expect([made.error, made.status]).toEqual([null, 200]);
  const refused = await victor.rpc('invite', { ...asked, invitation_id: randomUUID() });
  expect(refused).toMatchObject({
    status: 403,
    error: {
      code: 'not-allowed',
      message: 'Only people of the organisation invite others.',
      details: null,
      hint: null,
    },
  });
  const { rows } = await stack.admin.query('select actor, kind, thing_id from public.security_events');
  expect(rows).toEqual([{ actor: people.victor.id, kind: 'invite', thing_id: organizations.northlight }]);

  const nora = createClient<Database>(stack.url, stack.anonKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  await nora.auth.signUp({ email: 'new@example.org', password: 'long enough', options: { data: { name: 'Nora' } } });
  const { code } = memberResults.invite.parse(made.data);
  const joined = await nora.rpc('accept_invitation', { code });
  expect(joined.error).toBeNull();
  const seen = await nora.from('reviews').select('id, title');
  expect(seen.data).toEqual([{ id: review, title: 'Harbour lights, thirty seconds' }]);
  expect((await nora.from('profiles').select('name').eq('name', 'Nora')).data).toEqual([{ name: 'Nora' }]);
  const written = await nora.from('reviews').update({ title: 'Mine' }).eq('id', review);
  expect([written.status, written.error?.code]).toEqual([403, '42501']);
});
