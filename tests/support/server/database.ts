import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** Where global-setup.ts tells the tests about their Postgres. */
export const TEST_POSTGRES = 'GALLEY_TEST_POSTGRES';

export const templates = {
  /** As a new hosted project: no tables of ours. */
  bootstrapped: 'galley_bootstrapped',
  /** With every migration and the seed. */
  seeded: 'galley_seeded',
} as const;

export type Role = 'supabase_admin' | 'postgres' | 'authenticator' | 'supabase_auth_admin';

export interface TestDatabase extends AsyncDisposable {
  readonly name: string;
  readonly port: number;
  /** Roles without a login (`authenticated`, …) are reached by `set role` from `postgres`. */
  url(role: Role): string;
  /** As the superuser. */
  readonly admin: pg.Pool;
}

/** A database of its own, made from a template in about a tenth of a second and dropped at the end. */
export async function openDatabase({
  from = 'seeded',
}: { readonly from?: keyof typeof templates } = {}): Promise<TestDatabase> {
  const server = process.env[TEST_POSTGRES];
  if (server === undefined) throw new Error('No Postgres: this test is not in a project that starts one.');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await command(server, `create database ${name} template ${templates[from]} owner postgres`);
  const url = (role: Role): string => {
    const there = new URL(server);
    there.username = role;
    there.pathname = `/${name}`;
    return there.href;
  };
  const admin = new pg.Pool({ connectionString: url('supabase_admin'), max: 4 });
  // `drop … with (force)` ends connections that others left open; that is no error of the test.
  admin.on('error', () => undefined);
  return {
    name,
    port: Number(new URL(server).port),
    url,
    admin,
    [Symbol.asyncDispose]: async () => {
      await admin.end();
      await command(server, `drop database ${name} with (force)`);
    },
  };
}

async function command(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
