import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { Postgres } from '../../../supabase/local/postgres/postgres.ts';

function newFolder(): string {
  const parent = mkdtempSync(join(tmpdir(), 'galley-postgres-'));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  chmodSync(parent, 0o755);
  return join(parent, 'data');
}

async function query(url: string, sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url });
  // Killing the server is what these tests are about.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<object>(sql)).rows;
  } finally {
    await client.end();
  }
}

const postmasterOf = (dataFolder: string): number =>
  Number(readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8').split('\n')[0]);

test('[STACK-6] what was committed is there after Postgres was killed, and the folder can be used again at once', async () => {
  const dataFolder = newFolder();
  await using first = await Postgres.open({ dataFolder, isDurable: true });
  await query(first.url(), 'create table kept as select 7 as number');
  process.kill(postmasterOf(dataFolder), 'SIGKILL');
  await first.ended;
  expect(existsSync(join(dataFolder, 'postmaster.pid'))).toBe(true);

  await using second = await Postgres.open({ dataFolder, isDurable: true });
  expect(await query(second.url(), 'select number from kept')).toEqual([{ number: 7 }]);
});

test('[STACK-6] Postgres ends with the process that opened it, also when that is killed, and takes along what is thrown away', async () => {
  const dataFolder = newFolder();
  const owner = spawn(process.execPath, [join(import.meta.dirname, 'postgres.process.ts'), dataFolder]);
  await once(owner.stdout, 'data');
  const postmaster = postmasterOf(dataFolder);
  owner.kill('SIGKILL');
  await expect.poll(() => existsSync(dataFolder), { timeout: 30_000 }).toBe(false);
  await expect.poll(() => existsSync(`/proc/${postmaster}`), { timeout: 30_000 }).toBe(false);
});

test('[STACK-5] a port in use and a folder in use are told, with what to do', async () => {
  const dataFolder = newFolder();
  await using postgres = await Postgres.open({ dataFolder, isDurable: false });
  await expect(Postgres.open({ dataFolder, isDurable: false })).rejects.toMatchObject({
    code: 'busy',
    message: expect.stringContaining(`port ${postgres.port}) is already running on ${dataFolder}`),
  });
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await expect(Postgres.open({ dataFolder: newFolder(), port, isDurable: false })).rejects.toMatchObject({
    code: 'busy',
    message: `Port ${port} is in use on this machine. Stop what uses it, or choose another with --port.`,
  });
  server.close();
});

test('[STACK-7] a folder that is no database, or another version of one, is refused untouched', async () => {
  const foreign = newFolder();
  mkdirSync(foreign);
  writeFileSync(join(foreign, 'letter.txt'), 'Dear Ada');
  await expect(Postgres.open({ dataFolder: foreign, isDurable: false })).rejects.toMatchObject({ code: 'invalid' });
  expect(readdirSync(foreign)).toEqual(['letter.txt']);

  const other = newFolder();
  mkdirSync(other);
  writeFileSync(join(other, 'PG_VERSION'), '18\n');
  await expect(Postgres.open({ dataFolder: other, isDurable: false })).rejects.toMatchObject({
    code: 'newer-version',
    message: `${other} belongs to Postgres 18; here is Postgres 17. Nothing was changed.`,
  });
  expect(readdirSync(other)).toEqual(['PG_VERSION']);
});

test('[STACK-6] it listens on loopback alone, in UTF-8 and UTC, as nobody but the superuser of hosted projects', async () => {
  await using postgres = await Postgres.open({ dataFolder: newFolder(), isDurable: false });
  const [facts] = await query(
    postgres.url(),
    `select current_setting('listen_addresses') as addresses, current_setting('server_encoding') as encoding,
       current_setting('timezone') as timezone, lower('ÄÖÉ') as lower, current_setting('server_version_num')::int / 10000 as major,
       (select array_agg(rolname::text) from pg_roles where rolcanlogin) as logins`,
  );
  expect(facts).toEqual({
    addresses: '127.0.0.1',
    encoding: 'UTF8',
    timezone: 'UTC',
    lower: 'äöé',
    major: 17,
    logins: ['supabase_admin'],
  });
});
