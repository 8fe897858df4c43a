/** `npm run types:server`: writes app/server/database.ts anew, from a database that has every migration. */
import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrap, migrate, readMigrations } from './database.ts';
import { Postgres } from './postgres/postgres.ts';
import { generateTypes, TYPES_FILE } from './supabase-cli.ts';

await using opened = new AsyncDisposableStack();
const dataFolder = join(tmpdir(), `galley-types-${randomUUID()}`);
opened.defer(() => rmSync(dataFolder, { recursive: true, force: true }));
const postgres = opened.use(await Postgres.open({ dataFolder, isDurable: false }));
await bootstrap(postgres.url());
const owner = postgres.url({ role: 'postgres' });
await migrate(owner, readMigrations());
writeFileSync(TYPES_FILE, generateTypes(owner));
