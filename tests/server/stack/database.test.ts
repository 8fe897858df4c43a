import { expect, test } from 'vitest';
import { readMigrations } from '../../../supabase/local/database.ts';
import { openDatabase } from '../../support/server/database.ts';

test('[STACK-1] a database of a test has every migration, in the history that the CLI reads', async () => {
  await using database = await openDatabase();
  const { rows } = await database.admin.query<{ version: string; name: string }>(
    'select version, name from supabase_migrations.schema_migrations order by version',
  );
  expect(rows).toEqual(readMigrations().map(({ version, name }) => ({ version, name })));
});
