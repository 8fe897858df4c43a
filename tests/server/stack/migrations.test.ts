import { execFileSync } from 'node:child_process';
import pg from 'pg';
import { expect, test } from 'vitest';
import { changedMigrations, migrate, readMigrations, seed, type Migration } from '../../../supabase/local/database.ts';
import { openDatabase, type TestDatabase } from '../../support/server/database.ts';

/** The Supabase CLI, as somebody who deploys uses it. */
function cli(database: TestDatabase, ...words: readonly string[]): string {
  const url = `${database.url('postgres')}?sslmode=disable`;
  return execFileSync('node_modules/.bin/supabase', [...words, `--remote=${url}`, '--yes'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SUPABASE_TELEMETRY_DISABLED: '1' },
  });
}

async function historyOf(database: TestDatabase): Promise<readonly unknown[]> {
  const { rows } = await database.admin.query<object>(
    'select version, name, statements from supabase_migrations.schema_migrations order by version',
  );
  return rows;
}

const migration = (version: string, sql: string): Migration => ({ version, name: 'try', sql });

test('[STACK-2] what is applied here is, row by row, what the CLI writes into its history', async () => {
  await using byCli = await openDatabase({ from: 'bootstrapped' });
  await using here = await openDatabase();
  cli(byCli, 'db', 'push');
  expect(await historyOf(here)).toEqual(await historyOf(byCli));
});

test('[STACK-2] the CLI finds nothing left to apply', async () => {
  await using here = await openDatabase();
  const rows = Array.from(cli(here, 'migration', 'list').matchAll(/`?(\d{14})`? *\| *`?(\d{14})?`?/g));
  expect(rows.map(([, local, remote]) => [local, remote])).toEqual(
    readMigrations().map(({ version }) => [version, version]),
  );
});

test('[STACK-2] a migration that fails leaves nothing of itself, and those before it stay', async () => {
  await using database = await openDatabase({ from: 'bootstrapped' });
  const good = migration('20260101000000', 'create table public.first ();');
  const bad = migration('20260102000000', 'create table public.second ();\nselect 1 / 0;');
  await expect(migrate(database.url('postgres'), [good, bad])).rejects.toThrow(
    '20260102000000_try.sql:1: division by zero',
  );
  const { rows } = await database.admin.query(
    `select to_regclass('public.first')::text as first, to_regclass('public.second')::text as second`,
  );
  expect(rows).toEqual([{ first: 'first', second: null }]);
  expect(await historyOf(database)).toMatchObject([{ version: '20260101000000' }]);

  const mended = migration('20260102000000', 'create table public.second ();');
  expect(await migrate(database.url('postgres'), [good, mended])).toEqual([mended]);
  expect(await migrate(database.url('postgres'), [good, mended])).toEqual([]);
});

test('[STACK-7] a database that a newer Galley has migrated is refused untouched', async () => {
  await using database = await openDatabase({ from: 'bootstrapped' });
  const owner = database.url('postgres');
  await migrate(owner, [migration('20260101000000', 'select 1'), migration('29990101000000', 'select 1')]);
  const mine = [migration('20260101000000', 'select 1'), migration('20260102000000', 'create table public.mine ();')];
  await expect(migrate(owner, mine)).rejects.toMatchObject({
    code: 'newer-version',
    message: expect.stringContaining('made by a newer Galley: it knows 29990101000000'),
  });
  expect(await historyOf(database)).toHaveLength(2);
  const { rows } = await database.admin.query(`select to_regclass('public.mine') as mine`);
  expect(rows).toEqual([{ mine: null }]);
});

test('[STACK-2] a migration that was edited after it was applied is named', async () => {
  await using database = await openDatabase({ from: 'bootstrapped' });
  const owner = database.url('postgres');
  const applied = [migration('20260101000000', 'select 1;'), migration('20260102000000', 'select 2;')];
  await migrate(owner, applied);
  expect(await changedMigrations(owner, applied)).toEqual([]);
  const edited = migration('20260102000000', 'select 3;');
  const later = migration('20260103000000', 'select 4;');
  expect(await changedMigrations(owner, [...applied.slice(0, 1), edited, later])).toEqual([edited]);
});

test('[STACK-8] the seed comes once, whatever became of it since', async () => {
  await using database = await openDatabase();
  const count = async (): Promise<number> =>
    Number((await database.admin.query<{ count: string }>('select count(*) from public.scripts')).rows[0]?.count);
  const before = await count();
  await seed(database.url('postgres'));
  expect(before).toBeGreaterThan(0);
  expect(await count()).toBe(before);
  const { rows } = await database.admin.query('select path from supabase_migrations.seed_files');
  expect(rows).toEqual([{ path: 'supabase/seed.sql' }]);
});

test('[STACK-1] migrations run as somebody who is no superuser, against rights as generous as a hosted project gives', async () => {
  await using database = await openDatabase({ from: 'bootstrapped' });
  const owner = new pg.Client({ connectionString: database.url('postgres') });
  await owner.connect();
  await owner.query('create table public.open_to_all (id int)');
  const { rows } = await owner.query(
    `select rolsuper, has_table_privilege('anon', 'public.open_to_all', 'truncate') as anon_truncates
     from pg_roles where rolname = current_user`,
  );
  await owner.end();
  expect(rows).toEqual([{ rolsuper: false, anon_truncates: true }]);
});
