import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { logResults } from '../../../app/server/log-calls.ts';
import { memberResults } from '../../../app/server/member-calls.ts';
import { reviewResults } from '../../../app/server/review-calls.ts';
import { FILE, redraw } from '../../../supabase/local/draw-server.ts';
import { readSchema } from '../../../supabase/local/read-schema.ts';
import { openDatabase } from '../../support/server/database.ts';

test('[SERVER-9] docs/server.md shows the tables and functions that the migrations make', async () => {
  await using database = await openDatabase();
  const document = readFileSync(FILE, 'utf8');
  expect(document, 'run: npm run server:document').toBe(redraw(document, await readSchema(database.admin)));
});

test('[SERVER-8] the app knows what every function answers, and asks for no other', async () => {
  await using database = await openDatabase();
  const { routines } = await readSchema(database.admin);
  const callable = routines.filter(
    ({ schema, callers }) => schema === 'public' && callers.some((caller) => caller !== 'service_role'),
  );
  const known = Object.keys({ ...logResults, ...memberResults, ...reviewResults });
  expect(callable.map(({ name }) => name).toSorted()).toEqual(known.toSorted());
});
