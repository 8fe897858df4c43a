import { expect, test } from 'vitest';
import { openStack } from '../../support/server/stack.ts';

test('[GATE-9] a statement that waits for a lock is cancelled when its caller leaves', async () => {
  await using stack = await openStack();
  const client = await stack.admin.connect();
  try {
    await client.query('begin');
    await client.query('lock table public.profiles in access exclusive mode');
    const leaving = new AbortController();
    const waiting = async (): Promise<number> => {
      const { rows } = await stack.admin.query<{ count: number }>(
        `select count(*)::int as count from pg_stat_activity
         where datname = current_database() and usename = 'authenticator' and wait_event_type = 'Lock'`,
      );
      return rows[0]?.count ?? 0;
    };
    const asked = fetch(`${stack.url}/rest/v1/profiles`, {
      headers: { apikey: stack.serviceKey },
      signal: leaving.signal,
    });
    await expect.poll(waiting).toBe(1);
    leaving.abort();
    await expect(asked).rejects.toThrow();
    await expect.poll(waiting).toBe(0);
  } finally {
    await client.query('rollback');
    client.release();
  }
});
