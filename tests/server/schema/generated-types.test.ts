import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generateTypes, TYPES_FILE } from '../../../supabase/local/supabase-cli.ts';
import { openDatabase } from '../../support/server/database.ts';

test('[SCHEMA-1] the types of the database are those of the migrations', async () => {
  await using database = await openDatabase();
  // With a difference here: `npm run types:server`.
  expect(generateTypes(database.url('postgres'))).toBe(readFileSync(TYPES_FILE, 'utf8'));
});
