import pg from 'pg';
import { openDatabase } from '../../support/server/database.ts';
import { readCatalog, type Catalog } from './catalog.ts';
import { openProbe } from './probe.ts';
import { plantWorld } from './world.ts';

export interface SmallWorld extends AsyncDisposable {
  /** As the superuser, inside a transaction that is never committed. */
  readonly client: pg.Client;
  readonly catalog: Catalog;
}

/** A database of its own with the small world in it, as it was planted and as it stays. */
export async function openSmallWorld(): Promise<SmallWorld> {
  await using opening = new AsyncDisposableStack();
  const database = opening.use(await openDatabase());
  const client = new pg.Client({ connectionString: database.url('supabase_admin') });
  await client.connect();
  opening.defer(() => client.end());
  await plantWorld(client);
  const catalog = await readCatalog(client);
  await client.query('begin');
  await openProbe(client);
  const opened = opening.move();
  return { client, catalog, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}
