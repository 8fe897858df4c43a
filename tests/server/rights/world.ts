import type pg from 'pg';
import type { PlantedRow } from './facts.ts';
import { everybody, personId } from './people.ts';
import { plantedPeople } from './planted-people.ts';
import { plantedScripts } from './planted-scripts.ts';

/** Every row of the small world, in an order that foreign keys accept. */
export const world: readonly PlantedRow[] = [...plantedPeople, ...plantedScripts];

/** Tables in the order in which their rows are first planted. */
export const plantedTables: readonly string[] = [...new Set(world.map(({ table }) => table))];

export const rowsOf = (table: string): readonly PlantedRow[] => world.filter((row) => row.table === table);

/** Empties the database of the seed's people and puts the small world there, in one transaction and past all triggers. */
export async function plantWorld(client: pg.ClientBase): Promise<void> {
  await client.query('begin');
  await client.query('set local session_replication_role = replica');
  const { rows: tables } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname = 'public' or (schemaname, tablename) in (('auth', 'users'), ('realtime', 'messages'))`,
  );
  await client.query(`truncate ${tables.map(({ name }) => name).join(', ')} cascade`);
  const users = everybody.map((person) => ({
    id: personId(person),
    email: `${person}@example.org`,
    aud: 'authenticated',
    role: 'authenticated',
  }));
  await insertAll(client, 'auth.users', users);
  for (const table of plantedTables) {
    await insertAll(
      client,
      `public.${table}`,
      rowsOf(table).map(({ values }) => values),
    );
  }
  await client.query('commit');
}

/** Columns that no row names keep their defaults. */
async function insertAll(client: pg.ClientBase, table: string, rows: readonly object[]): Promise<void> {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].map((column) => `"${column}"`).join(', ');
  await client.query(
    `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`,
    [JSON.stringify(rows)],
  );
}
