import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../app/failure.ts';
import { localSettings } from '../service/local-settings.ts';
import { Service } from '../service/service.ts';
import { bootstrap, changedMigrations, migrate, readMigrations, seed, type Migration } from './database.ts';
import { Gateway } from './gateway/gateway.ts';
import type { Keys } from './keys.ts';
import type { Ports } from './options.ts';
import { canReach, postgresAccount } from './postgres/account.ts';
import { SHARED_FOLDER } from './postgres/binaries.ts';
import { refuseUnusable, wasMade } from './postgres/data-folder.ts';
import { refuseTakenPort } from './postgres/ports.ts';
import { Postgres } from './postgres/postgres.ts';

export interface LocalStackOptions {
  readonly ports: Ports;
  /** An absolute path. */
  readonly dataFolder: string;
  /** Deletes the database first. */
  readonly resets: boolean;
}

export interface Addresses {
  readonly api: string;
  /** As `postgres`, the role that owns the tables. */
  readonly database: string;
  readonly mailbox: string;
  readonly service: string;
}

/** Everything that Galley's app finds at a hosted project, on this machine: opened in order, closed in reverse. */
export class LocalStack implements AsyncDisposable {
  readonly addresses: Addresses;
  readonly keys: Keys;
  /** Migrations that this database applied in other words than they have now. */
  readonly changed: readonly Migration[];
  /** Settles when Postgres has ended by itself: then nothing here works any more. */
  readonly broken: Promise<void>;
  readonly #closing: AsyncDisposableStack;

  private constructor(
    { addresses, keys, changed, broken }: Pick<LocalStack, 'addresses' | 'keys' | 'changed' | 'broken'>,
    closing: AsyncDisposableStack,
  ) {
    this.addresses = addresses;
    this.keys = keys;
    this.changed = changed;
    this.broken = broken;
    this.#closing = closing;
  }

  /** Fails with a `Failure` in words when a port or the folder is in use, or the database is a newer Galley's. */
  static async open({ ports, dataFolder, resets }: LocalStackOptions): Promise<LocalStack> {
    if (wasMade(dataFolder)) refuseUnusable(dataFolder);
    for (const port of Object.values(ports)) await refuseTakenPort(port);
    if (resets) deleteDatabase(dataFolder);
    await using opened = new AsyncDisposableStack();
    const postgres = opened.use(await Postgres.open({ dataFolder, port: ports.database, isDurable: true }));
    const database = postgres.url({ role: 'postgres' });
    await bootstrap(postgres.url());
    const migrations = readMigrations();
    await migrate(database, migrations);
    const changed = await changedMigrations(database, migrations);
    await seed(database);
    const gateway = opened.use(
      await Gateway.open({ databaseUrl: postgres.url(), port: ports.api, mailboxPort: ports.mailbox }),
    );
    const { jwtSecret } = gateway.keys;
    const service = opened.use(
      await Service.open({
        settings: localSettings({ databaseUrl: database, jwtSecret, port: ports.service }),
        writeLog: tellTrouble,
      }),
    );
    const addresses = {
      api: gateway.url,
      database,
      mailbox: `http://127.0.0.1:${ports.mailbox}`,
      service: service.url,
    };
    return new LocalStack({ addresses, keys: gateway.keys, changed, broken: postgres.ended }, opened.move());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#closing.disposeAsync();
  }
}

/** In the checkout; where Postgres's own account may not enter that, in a folder of this checkout's beside its binaries. */
export function usualDataFolder(checkout: string): string {
  const folder = join(checkout, '.cache', 'supabase');
  if (canReach(postgresAccount(), folder)) return folder;
  return join(SHARED_FOLDER, `database-${createHash('sha256').update(checkout).digest('hex').slice(0, 12)}`);
}

function deleteDatabase(dataFolder: string): void {
  if (!existsSync(dataFolder)) return;
  if (!wasMade(dataFolder)) {
    throw new Failure('invalid', `${dataFolder} is no database. Nothing was deleted.`);
  }
  rmSync(dataFolder, { recursive: true });
}

/** The service logs a line of JSON for everything; at a terminal only trouble is news. */
function tellTrouble(line: string): void {
  if (!line.includes('"level":"info"')) console.error(line);
}
