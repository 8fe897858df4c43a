import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { bootstrap, migrate, readMigrations, seed } from '../../../supabase/local/database.ts';
import { Postgres } from '../../../supabase/local/postgres/postgres.ts';
import { TEST_POSTGRES, templates } from './database.ts';

/**
 * One Postgres for the whole run, whichever projects ask for it: the first opens it and closes it at the end. It dies
 * with this process, also when that is killed, and takes its folder along. Its templates hold a new project's database, without and with our tables.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env[TEST_POSTGRES] !== undefined) return undefined;
  await using opened = new AsyncDisposableStack();
  const dataFolder = join(tmpdir(), `galley-postgres-${randomUUID()}`);
  const postgres = opened.use(await Postgres.open({ dataFolder, isDurable: false, maxConnections: 500 }));
  const owner = postgres.url({ role: 'postgres' });
  await bootstrap(postgres.url());
  await keepAs(templates.bootstrapped, postgres);
  await migrate(owner, readMigrations());
  await seed(owner);
  await keepAs(templates.seeded, postgres);
  process.env[TEST_POSTGRES] = postgres.url();
  opened.defer(() => void delete process.env[TEST_POSTGRES]);
  const closing = opened.move();
  return () => closing.disposeAsync();
}

/** A database that others are made from may have no connections. */
async function keepAs(name: string, postgres: Postgres): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.url({ database: 'template1' }) });
  await client.connect();
  try {
    await client.query(`create database ${name} template postgres owner postgres is_template true`);
    await client.query(`alter database ${name} allow_connections false`);
  } finally {
    await client.end();
  }
}
