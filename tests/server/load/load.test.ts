import { expect, test } from 'vitest';
import { LOCAL_JWT_SECRET } from '../../../supabase/local/keys.ts';
import { localSettings } from '../../../supabase/local/gateway/settings.ts';
import { openStack } from '../../support/server/stack.ts';
import { gatherCrowd } from './crowd.ts';
import { linesOf } from './lines.ts';
import { lookBack } from './look-back.ts';
import { pushAll } from './push-all.ts';

const CROWD = { clients: 60, callsEach: 5, perScript: 10, seed: 60 };

test('[REST-21] many who push at once through a small pool all get in, in order, each under the own name', async () => {
  const settings = { ...localSettings, rest: { ...localSettings.rest, poolSize: 5 } };
  await using stack = await openStack({ settings });
  const crowd = await gatherCrowd(stack.admin, CROWD);
  const way = { kind: 'gateway', url: stack.url, anonKey: stack.anonKey, jwtSecret: LOCAL_JWT_SECRET } as const;
  const pushed = await pushAll(crowd, linesOf(way));
  expect(pushed.errors).toEqual({});
  expect(await lookBack(stack.admin, crowd)).toEqual({ stored: 300, missing: 0, gaps: 0, leaks: 0, brokenChains: 0 });
  const { rows } = await stack.admin.query(
    `select count(*)::integer as open from pg_stat_activity
      where datname = current_database() and usename = 'authenticator' and application_name = 'rest'`,
  );
  expect(rows).toEqual([{ open: 5 }]);
});

test('[REST-21] looking back finds a position left out, a broken chain and a wrong name', async () => {
  await using stack = await openStack();
  const crowd = await gatherCrowd(stack.admin, { clients: 2, callsEach: 2, perScript: 2, seed: 61 });
  const way = { kind: 'gateway', url: stack.url, anonKey: stack.anonKey, jwtSecret: LOCAL_JWT_SECRET } as const;
  await pushAll(crowd, linesOf(way));
  await stack.admin.query(`
    set session_replication_role = replica;
    update public.script_updates set pushed_by = (select created_by from public.scripts limit 1) where position = 1;
    update public.script_updates set position = 9 where position = 4`);
  expect(await lookBack(stack.admin, crowd)).toEqual({ stored: 4, missing: 0, gaps: 2, leaks: 1, brokenChains: 0 });
});
