import { afterAll, beforeAll, expect, test } from 'vitest';
import { allDeeds } from './call-cells.ts';
import { report, tally, type Cell } from './cells.ts';
import { parts, type Part } from './matrix.ts';
import { openSmallWorld, type SmallWorld } from './small-world.ts';
import { plantedTables } from './world.ts';

let world: SmallWorld;
const cells: Cell[] = [];

beforeAll(async () => {
  world = await openSmallWorld();
});
afterAll(async () => {
  console.log(report(tally(cells)));
  await world[Symbol.asyncDispose]();
});

async function expectRight(part: Part): Promise<void> {
  const asked = await parts[part](world.client, world.catalog);
  cells.push(...asked);
  const { wrongAllow, wrongDeny } = tally(asked);
  expect({ part, wrong_allow: wrongAllow.length, wrong_deny: wrongDeny.length }, report(tally(asked))).toEqual({
    part,
    wrong_allow: 0,
    wrong_deny: 0,
  });
}

test('[RIGHTS-4] each row is read by exactly those whom the table of rights names, whatever their token claims', () =>
  expectRight('rows'));

test('[RIGHTS-4] whoever reads a row reads its columns, and codes, chains and channels are in none of them', () =>
  expectRight('columns'));

test('[RIGHTS-5] no table is inserted into, updated in any column, deleted from or truncated', () =>
  expectRight('writes'));

test('[RIGHTS-5] nobody holds a privilege to write a table, or to execute what only functions may', () =>
  expectRight('grants'));

test('[RIGHTS-7] [RIGHTS-10] each call is answered as the table of rights says, or refused with its code and written down', () =>
  expectRight('calls'));

test('[RIGHTS-7] what somebody is told they may reach is what they may read', () => expectRight('access'));

test('[RIGHTS-8] each channel is heard and spoken on as the table of rights says; what only looks like one is silent', () =>
  expectRight('topics'));

test('[RIGHTS-6] every table of the database has rows in the matrix, and every function has calls', () => {
  const exposed = world.catalog.routines.filter(({ schema }) => schema === 'public').map(({ name }) => name);
  expect({
    tables: world.catalog.tables.map(({ name }) => name).toSorted(),
    functions: [...new Set(exposed)].toSorted(),
  }).toEqual({
    tables: plantedTables.toSorted(),
    functions: [...new Set(allDeeds.map(({ routine }) => routine))].toSorted(),
  });
});
