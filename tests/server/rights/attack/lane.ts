import pg from 'pg';
import { LOCAL_JWT_SECRET } from '../../../../supabase/local/keys.ts';
import { openDatabase } from '../../../support/server/database.ts';
import { openStack } from '../../../support/server/stack.ts';
import { readCatalog } from '../catalog.ts';
import { plantWorld } from '../world.ts';
import { playRound, type Round } from './play.ts';
import { openRestWay, openSqlWay } from './ways.ts';

/** Plays rounds, one after the other, each on the small world as it was planted. */
export interface Lane extends AsyncDisposable {
  play(seed: number, calls?: number): Promise<Round>;
}

export interface LaneOptions {
  /** A fault to plant before anybody calls. */
  readonly hole?: string;
}

/** Straight to the database, in a transaction that each round takes back: fast. */
export async function openSqlLane({ hole }: LaneOptions = {}): Promise<Lane> {
  await using opening = new AsyncDisposableStack();
  const database = opening.use(await openDatabase());
  const client = await connect(database.url('supabase_admin'), opening);
  await plantWorld(client);
  if (hole !== undefined) await client.query(hole);
  const catalog = await readCatalog(client);
  await client.query('begin');
  const way = await openSqlWay(client, catalog);
  const opened = opening.move();
  return {
    play: async (seed, calls) => {
      await client.query('savepoint planted');
      try {
        return await playRound({ client, catalog, way }, seed, calls);
      } finally {
        await client.query('rollback to savepoint planted');
      }
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Through the gateway, with signed tokens, every call in a transaction of its own: as it is. */
export async function openRestLane(): Promise<Lane> {
  await using opening = new AsyncDisposableStack();
  const stack = opening.use(await openStack());
  const client = await connect(stack.databaseUrl('supabase_admin'), opening);
  const catalog = await readCatalog(client);
  const way = openRestWay({ url: stack.url, anonKey: stack.anonKey, jwtSecret: LOCAL_JWT_SECRET, catalog });
  const opened = opening.move();
  return {
    play: async (seed, calls) => {
      await plantWorld(client);
      return playRound({ client, catalog, way }, seed, calls);
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

async function connect(connectionString: string, opening: AsyncDisposableStack): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  opening.defer(() => client.end());
  return client;
}
