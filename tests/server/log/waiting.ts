import type pg from 'pg';

/**
 * Returns when `count` connections to this database wait for a lock, or when what they were asked for is answered
 * without waiting. It asks again and again, and never by the clock.
 */
export async function untilWaiting(pool: pg.Pool, count: number, answered: Promise<unknown>): Promise<void> {
  let isAnswered = false;
  const settle = (): void => {
    isAnswered = true;
  };
  void answered.then(settle, settle);
  while (!isAnswered) {
    const { rows } = await pool.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_catalog.pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if ((rows[0]?.waiting ?? 0) >= count) return;
  }
}
