import { expect, test } from 'vitest';
import { localKeys } from '../../../supabase/local/keys.ts';
import { people } from '../../support/server/people.ts';
import { openStack } from '../../support/server/stack.ts';
import { SyncedApp } from './synced-app.ts';

const { publishableKey } = localKeys();

test('[SYNC-3] signing in shows the account’s own library, also after a restart, and signing out keeps it', async () => {
  await using stack = await openStack();
  await using ines = await SyncedApp.open({ url: stack.url, publishableKey, person: 'ines' });
  expect(await ines.call('account.state', {})).toMatchObject({
    account: people.ines.id,
    session: { kind: 'signed-in' },
    known: [{ account: 'local' }, { account: people.ines.id }],
  });
  expect((await ines.call('app.info', {})).author).toBe(people.ines.id);
});
