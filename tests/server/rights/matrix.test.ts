import { afterAll, beforeAll, expect, test } from 'vitest';
import pg from 'pg';
import { openDatabase } from '../../support/server/database.ts';
import { allDeeds, callCells } from './call-cells.ts';
import { readCatalog, type Catalog } from './catalog.ts';
import { report, tally, type Cell } from './cells.ts';
import { callers, openProbe, plainCallers, tamperedCallers } from './probe.ts';
import { columnCells, readCells } from './read-cells.ts';
import { grantCells, writeCells } from './write-cells.ts';
import { plantedTables, plantWorld } from './world.ts';

const opened = new AsyncDisposableStack();
let client: pg.Client;
let catalog: Catalog;

beforeAll(async () => {
  const database = opened.use(await openDatabase());
  client = new pg.Client({ connectionString: database.url('supabase_admin') });
  await client.connect();
  opened.defer(() => client.end());
  await plantWorld(client);
  await openProbe(client);
  catalog = await readCatalog(client);
});
afterAll(() => opened.disposeAsync());

const expectAllRight = (cells: readonly Cell[]): void => {
  const counted = tally(cells);
  console.log(report(counted));
  expect([counted.wrongAllow.length, counted.wrongDeny.length]).toEqual([0, 0]);
};

test('[RIGHTS-4] each row is read by exactly those whom the table of rights names, whatever their token claims', async () => {
  expectAllRight(await readCells(client, catalog, callers));
});

test('[RIGHTS-4] whoever reads a row reads its columns, and codes, chains and channels are in none of them', async () => {
  expectAllRight(await columnCells(client, catalog, plainCallers));
});

test('[RIGHTS-5] no table is inserted into, updated in any column, deleted from or truncated', async () => {
  expectAllRight(await writeCells(client, catalog, tamperedCallers));
});

test('[RIGHTS-5] nobody holds a privilege to write on any table', async () => {
  expectAllRight(await grantCells(client, catalog, plainCallers));
});

test('[RIGHTS-7] each call of each function is answered, or refused with its code, as the table of rights says', async () => {
  const there = new Set(catalog.routines.map(({ name }) => name));
  const deeds = allDeeds.filter(({ routine }) => there.has(routine));
  expectAllRight(await callCells(client, deeds, callers));
});

test('[RIGHTS-6] every table of the database has rows in the matrix', () => {
  expect(catalog.tables.map(({ name }) => name).toSorted()).toEqual(plantedTables.toSorted());
});
