import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { migrate, readMigrations, seed } from '../../../supabase/local/database.ts';
import { openDatabase } from '../../support/server/database.ts';
import { connect, readCatalog } from './catalog.ts';

const BACK = join('supabase', 'back');
const migrations = readMigrations();
const fileOf = ({ version, name }: (typeof migrations)[number]): string => `${version}_${name}.sql`;

test('[BACK-1] every migration has a way back of the same name, and there is no other', () => {
  const back = globSync(join(BACK, '*'))
    .map((path) => basename(path))
    .sort();
  expect(back).toEqual(migrations.map(fileOf));
});

test('[BACK-2] each way back, with rows in the tables, leads to exactly the schema before, and from there up again', async () => {
  await using database = await openDatabase({ from: 'bootstrapped' });
  const owner = database.url('postgres');
  await using client = await connect(owner);
  const before = [await readCatalog(client)];
  for (const index of migrations.keys()) {
    await migrate(owner, migrations.slice(0, index + 1));
    before.push(await readCatalog(client));
  }
  await seed(owner);
  const wrong: Record<string, readonly string[]> = {};
  const compare = async (what: string, target: readonly string[] = []): Promise<void> => {
    const [now, then] = [new Set(await readCatalog(client)), new Set(target)];
    const differences = [...[...now].filter((line) => !then.has(line)), ...[...then].filter((line) => !now.has(line))];
    if (differences.length > 0) wrong[what] = differences;
  };
  for (const [index, migration] of [...migrations.entries()].reverse()) {
    const back = readFileSync(join(BACK, fileOf(migration)), 'utf8');
    await client.query(back);
    await compare(`${fileOf(migration)} back`, before[index]);
    await client.query(migration.sql);
    await compare(`${fileOf(migration)} up again`, before[index + 1]);
    await client.query(back);
  }
  expect(wrong).toEqual({});
});

test('[BACK-3] what was taken back to the start comes up whole, and takes the seed', async () => {
  await using database = await openDatabase({ from: 'seeded' });
  const owner = database.url('postgres');
  await using client = await connect(owner);
  const whole = await readCatalog(client);
  for (const migration of [...migrations].reverse()) {
    await client.query(readFileSync(join(BACK, fileOf(migration)), 'utf8'));
  }
  await client.query('truncate supabase_migrations.schema_migrations');
  await migrate(owner, migrations);
  await seed(owner);
  expect(await readCatalog(client)).toEqual(whole);
});
