import type pg from 'pg';

/** Where attempts on rights are recorded: the one table that a refused call may add to. */
const RECORDS = 'public.security_events';

/**
 * Every row of every table that a call could touch, as one hash by table: what a refused call leaves as it is. Rows of
 * `security_events` are apart, because a refusal may add one.
 */
export async function fingerprint(pool: pg.Pool): Promise<Readonly<Record<string, string>>> {
  const tables = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_catalog.pg_tables
     where schemaname in ('public', 'auth') or (schemaname = 'realtime' and tablename = 'messages') order by 1`,
  );
  const hashes: Record<string, string> = {};
  for (const { name } of tables.rows.filter((table) => table.name !== RECORDS)) {
    const { rows } = await pool.query<{ hash: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as hash from ${name} as t`,
    );
    hashes[name] = rows[0]?.hash ?? '';
  }
  return hashes;
}

export interface RecordedAttempt {
  readonly actor: string | null;
  readonly kind: string;
  readonly thing: string | null;
  readonly thing_id: string | null;
  readonly organization_id: string | null;
  readonly code: string | null;
}

/** Attempts on rights that are on record, oldest first. */
export async function attempts(pool: pg.Pool): Promise<readonly RecordedAttempt[]> {
  const { rows } = await pool.query<RecordedAttempt>(
    `select actor, kind, thing, thing_id, organization_id, details ->> 'code' as code from ${RECORDS} order by at`,
  );
  return rows;
}

/** What was broadcast on a script's own topics, oldest first. */
export async function broadcasts(
  pool: pg.Pool,
  scriptId: string,
): Promise<readonly { readonly topic: string; readonly event: string; readonly bytes: Buffer | null }[]> {
  const { rows } = await pool.query<{ topic: string; event: string; bytes: Buffer | null }>(
    `select topic, event, binary_payload as bytes from realtime.messages
     where topic like 'script:' || $1 || ':%' order by inserted_at`,
    [scriptId],
  );
  return rows;
}
