import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newEmail, openContractServer, type ContractServer } from '../../support/server/contract-server.ts';
import { claimsOf } from '../../support/server/token-claims.ts';

let server: ContractServer;
beforeAll(async () => {
  server = await openContractServer();
});
afterAll(() => server[Symbol.asyncDispose]());

describe('signing in', () => {
  test('[SIGNIN-1] a person with a password gets a session that says who they are', async () => {
    const person = await server.newPerson();
    const client = server.client();
    const { data, error } = await client.auth.signInWithPassword(person);
    expect(error).toBeNull();
    expect(data.session).toMatchObject({ token_type: 'bearer', expires_in: expect.any(Number) });
    expect(data.user).toMatchObject({ id: person.id, email: person.email, aud: 'authenticated', is_anonymous: false });
    const { data: found } = await client.auth.getUser();
    expect(found.user?.id).toBe(person.id);
  });

  test('[SIGNIN-1] an address counts the same in capitals, and no look-alike of it counts', async () => {
    const person = await server.newPerson();
    const signIn = async (email: string): Promise<string | undefined> =>
      (await server.client().auth.signInWithPassword({ email, password: person.password })).error?.code;
    expect(await signIn(person.email.toUpperCase())).toBeUndefined();
    for (const lookAlike of [
      ` ${person.email}`,
      `${person.email} `,
      person.email.replace('e', '\u0435'),
      `${person.email}.`,
    ]) {
      expect(await signIn(lookAlike)).toBe('invalid_credentials');
    }
  });

  test('[SIGNIN-2] a wrong password and an unknown address get one answer', async () => {
    const person = await server.newPerson();
    const wrong = await server.client().auth.signInWithPassword({ email: person.email, password: 'another one' });
    const unknown = await server.client().auth.signInWithPassword({ email: newEmail(), password: person.password });
    const answer = { status: 400, code: 'invalid_credentials', message: 'Invalid login credentials' };
    expect(wrong.error).toMatchObject(answer);
    expect(unknown.error).toMatchObject(answer);
  });

  test('[SIGNIN-3] a banned person comes in no more, also with what they already hold', async () => {
    const person = await server.newPerson();
    const client = server.client();
    await client.auth.signInWithPassword(person);
    await server.admin.auth.admin.updateUserById(person.id, { ban_duration: '1h' });
    expect((await client.auth.getUser()).error).toMatchObject({ status: 403, code: 'user_banned' });
    expect((await client.auth.refreshSession()).error).toMatchObject({ status: 400, code: 'user_banned' });
    expect((await server.client().auth.signInWithPassword(person)).error).toMatchObject({ code: 'user_banned' });
    await server.admin.auth.admin.updateUserById(person.id, { ban_duration: 'none' });
    expect((await server.client().auth.signInWithPassword(person)).error).toBeNull();
  });
});

describe('refreshing', () => {
  test('[SIGNIN-4] a refresh gives another refresh token of the same session', async () => {
    const { client, session } = await signedIn();
    const { data, error } = await client.auth.refreshSession();
    expect(error).toBeNull();
    expect(data.session?.refresh_token).not.toBe(session.refresh_token);
    expect(claimsOf(data.session?.access_token)).toMatchObject({
      session_id: claimsOf(session.access_token).session_id,
    });
  });

  test('[SIGNIN-4] refreshes at once all get the one child of their token', async () => {
    const { session } = await signedIn();
    const refreshed = await Promise.all(Array.from({ length: 6 }, () => refresh(session.refresh_token)));
    expect(refreshed.map(({ error }) => error)).toEqual(refreshed.map(() => null));
    const children = new Set(refreshed.map(({ data }) => data.session?.refresh_token));
    expect(children.size).toBe(1);
    const sessions = new Set(refreshed.map(({ data }) => claimsOf(data.session?.access_token).session_id));
    expect(sessions).toEqual(new Set([claimsOf(session.access_token).session_id]));
    for (const child of children) expect((await refresh(child)).error).toBeNull();
  });

  test('[SIGNIN-5] the parent of the active token is good at any time: its child was never saved', async () => {
    const { session } = await signedIn();
    const child = await refresh(session.refresh_token);
    await age(session.access_token);
    const again = await refresh(session.refresh_token);
    expect(again.error).toBeNull();
    expect((await refresh(again.data.session?.refresh_token)).error).toBeNull();
    expect(child.error).toBeNull();
  });

  test('[SIGNIN-5] an older token is good for 10 seconds', async () => {
    const { session } = await signedIn();
    const child = await refresh(session.refresh_token);
    await refresh(child.data.session?.refresh_token);
    expect((await refresh(session.refresh_token)).error).toBeNull();
  });

  test('[SIGNIN-6] an older token after that ends its whole family', async () => {
    const { session } = await signedIn();
    const child = await refresh(session.refresh_token);
    const grandchild = await refresh(child.data.session?.refresh_token);
    await age(session.access_token);
    const reused = await refresh(session.refresh_token);
    expect(reused.error).toMatchObject({ status: 400, code: 'refresh_token_already_used' });
    await age(session.access_token);
    expect((await refresh(grandchild.data.session?.refresh_token)).error).toMatchObject({ status: 400 });
  });

  test('[SIGNIN-6] a token that nobody was given is refused', async () => {
    expect((await refresh('abcdefghijkl')).error).toMatchObject({ status: 400, code: 'refresh_token_not_found' });
    expect((await refresh('short')).error).toMatchObject({ status: 400, code: 'validation_failed' });
  });
});

describe('signing out', () => {
  test('[SIGNIN-7] locally ends this session alone', async () => {
    const [here, there] = await twoSessions();
    await here.client.auth.signOut({ scope: 'local' });
    expect(await stateOf(here)).toBe('over');
    expect(await stateOf(there)).toBe('good');
  });

  test('[SIGNIN-7] of the others leaves only this session', async () => {
    const [here, there] = await twoSessions();
    await here.client.auth.signOut({ scope: 'others' });
    expect(await stateOf(here)).toBe('good');
    expect(await stateOf(there)).toBe('over');
  });

  test('[SIGNIN-7] everywhere leaves none, and a refresh token goes with its session', async () => {
    const [here, there] = await twoSessions();
    await here.client.auth.signOut();
    expect([await stateOf(here), await stateOf(there)]).toEqual(['over', 'over']);
    expect((await refresh(there.session.refresh_token)).error).toMatchObject({
      status: 400,
      code: 'refresh_token_not_found',
    });
  });
});

interface SignedIn {
  readonly client: ReturnType<ContractServer['client']>;
  readonly session: { readonly access_token: string; readonly refresh_token: string };
}

async function signedIn(person?: { readonly email: string; readonly password: string }): Promise<SignedIn> {
  const client = server.client();
  const { data, error } = await client.auth.signInWithPassword(person ?? (await server.newPerson()));
  if (error !== null) throw error;
  return { client, session: data.session };
}

async function twoSessions(): Promise<readonly [SignedIn, SignedIn]> {
  const person = await server.newPerson();
  return [await signedIn(person), await signedIn(person)];
}

function refresh(token = ''): ReturnType<SignedIn['client']['auth']['refreshSession']> {
  return server.client().auth.refreshSession({ refresh_token: token });
}

async function stateOf({ session }: SignedIn): Promise<string> {
  const { error } = await server.client().auth.getUser(session.access_token);
  // supabase-js has a name of its own for session_not_found.
  return error === null ? 'good' : error.name === 'AuthSessionMissingError' ? 'over' : error.message;
}

/** Makes everything that happened in a session a minute older than it is. */
async function age(accessToken: string): Promise<void> {
  const { session_id: id } = claimsOf(accessToken);
  await server.database.query(
    `update auth.refresh_tokens set updated_at = updated_at - interval '1 minute' where session_id = $1`,
    [id],
  );
  await server.database.query(
    `update auth.sessions set refreshed_at = refreshed_at - interval '1 minute' where id = $1`,
    [id],
  );
}
