import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { Failure } from '../../app/failure.ts';
import { splitStatements } from './split-statements.ts';

const HOUSE = join(import.meta.dirname, '..');
const MIGRATION = /^(\d{14})_(\w+)\.sql$/;

/** The CLI's own history, so that `supabase migration list` and `supabase db push` find what was done here. */
const HISTORY = `
  create schema if not exists supabase_migrations;
  create table if not exists supabase_migrations.schema_migrations
    (version text not null primary key, statements text[], name text);
  create table if not exists supabase_migrations.seed_files (path text not null primary key, hash text not null);
`;
const SEED = 'supabase/seed.sql';

export interface Migration {
  /** 14 digits. */
  readonly version: string;
  readonly name: string;
  readonly sql: string;
}

/** The migrations of this checkout, oldest first. */
export function readMigrations(folder: string = join(HOUSE, 'migrations')): readonly Migration[] {
  return globSync(join(folder, '*.sql'))
    .sort()
    .map((path) => {
      const [, version, name] = MIGRATION.exec(basename(path)) ?? [];
      if (version === undefined || name === undefined) {
        throw new Failure('invalid', `${path} is not named like 20260101000000_what_it_does.sql.`);
      }
      return { version, name, sql: readFileSync(path, 'utf8') };
    });
}

/** Makes an empty database what a new hosted project is: roles, schemas, default rights. Whole or not at all; once. */
export async function bootstrap(adminUrl: string): Promise<void> {
  await using client = await connect(adminUrl);
  const { rows } = await client.query<{ name: string; done: boolean }>(
    `select current_database() as name, to_regnamespace('auth') is not null as done`,
  );
  const [{ name, done } = { name: '', done: true }] = rows;
  if (done) return;
  await inTransaction(client, async () => {
    for (const path of globSync(join(HOUSE, 'local', 'bootstrap', '*.sql')).sort()) {
      await runFile(client, basename(path), readFileSync(path, 'utf8'));
    }
    await client.query('reset role');
    await client.query(`alter database ${pg.escapeIdentifier(name)} owner to postgres`);
  });
}

/**
 * Applies what is missing, as `postgres`, each migration in a transaction with its row of the history. A database that
 * knows a migration which this checkout does not have is refused untouched: `newer-version`.
 */
export async function migrate(ownerUrl: string, migrations: readonly Migration[]): Promise<readonly Migration[]> {
  await using client = await connect(ownerUrl);
  const done = await readHistory(client);
  const unknown = done.filter((version) => !migrations.some((migration) => migration.version === version));
  if (unknown.length > 0) {
    throw new Failure(
      'newer-version',
      `This database was made by a newer Galley: it knows ${unknown.join(', ')}, which this checkout does not have. ` +
        'Nothing was changed. Update the checkout, or use another data folder.',
    );
  }
  await client.query(HISTORY);
  const missing = migrations.filter(({ version }) => !done.includes(version));
  for (const { version, name, sql } of missing) {
    await inTransaction(client, async () => {
      await runFile(client, `${version}_${name}.sql`, sql);
      await client.query(
        'insert into supabase_migrations.schema_migrations (version, name, statements) values ($1, $2, $3)',
        [version, name, splitStatements(sql)],
      );
    });
  }
  return missing;
}

/** Those that say something else than when this database applied them: what it has is not what this checkout means. */
export async function changedMigrations(
  ownerUrl: string,
  migrations: readonly Migration[],
): Promise<readonly Migration[]> {
  await using client = await connect(ownerUrl);
  const { rows } = await client.query<{ version: string; statements: string[] | null }>(
    'select version, statements from supabase_migrations.schema_migrations',
  );
  const applied = new Map(rows.map(({ version, statements }) => [version, statements]));
  return migrations.filter(({ version, sql }) => {
    const statements = applied.get(version);
    return statements !== undefined && !isDeepStrictEqual(statements, splitStatements(sql));
  });
}

/** The fictional people and scripts of supabase/seed.sql, once, noted as `supabase db push --include-seed` notes them. */
export async function seed(ownerUrl: string): Promise<void> {
  const [path] = globSync(join(HOUSE, 'seed.sql'));
  if (path === undefined) return;
  const sql = readFileSync(path, 'utf8');
  await using client = await connect(ownerUrl);
  await inTransaction(client, async () => {
    const noted = await client.query(
      'insert into supabase_migrations.seed_files (path, hash) values ($1, $2) on conflict do nothing',
      [SEED, createHash('sha256').update(sql).digest('hex')],
    );
    if (noted.rowCount === 1) await runFile(client, basename(path), sql);
  });
}

async function inTransaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query('begin');
  try {
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function connect(url: string): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client({ connectionString: url, application_name: 'galley-stack' });
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

async function readHistory(client: pg.Client): Promise<readonly string[]> {
  const table = await client.query<{ found: boolean }>(
    `select to_regclass('supabase_migrations.schema_migrations') is not null as found`,
  );
  if (table.rows[0]?.found !== true) return [];
  const history = await client.query<{ version: string }>('select version from supabase_migrations.schema_migrations');
  return history.rows.map(({ version }) => version);
}

async function runFile(client: pg.Client, name: string, sql: string): Promise<void> {
  try {
    await client.query(sql);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    const line = sql.slice(0, Number(error.position ?? 1)).split('\n').length;
    const more = [error.detail, error.hint, error.where].filter((text) => text !== undefined).join('\n');
    throw new Error(`${name}:${line}: ${error.message}${more === '' ? '' : `\n${more}`}`, { cause: error });
  }
}
