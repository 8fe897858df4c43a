import { spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { postgresAccount } from '../../../supabase/local/postgres/account.ts';
import { LOCAL_PASSWORD } from '../../../supabase/local/postgres/data-folder.ts';

const READY_MS = 10_000;

export function hasPgBouncer(): boolean {
  return spawnSync('pgbouncer', ['--version'], { stdio: 'ignore' }).status === 0;
}

/** PgBouncer in transaction mode before one Postgres, as hosted projects have their pooler on port 6543. */
export async function openPgBouncer(options: {
  readonly postgresPort: number;
  readonly pool: number;
  readonly clients: number;
}): Promise<{ readonly port: number } & AsyncDisposable> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'galley-pgbouncer-'));
  const users = join(folder, 'users.txt');
  const settings = join(folder, 'pgbouncer.ini');
  writeFileSync(users, `"authenticator" "${LOCAL_PASSWORD}"\n`, { mode: 0o600 });
  writeFileSync(
    settings,
    `[databases]
* = host=127.0.0.1 port=${options.postgresPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
pool_mode = transaction
default_pool_size = ${options.pool}
max_client_conn = ${options.clients}
ignore_startup_parameters = extra_float_digits
`,
    { mode: 0o600 },
  );
  // Like Postgres it refuses to run as root.
  const account = postgresAccount();
  if (account !== undefined) for (const path of [folder, users, settings]) chownSync(path, account.uid, account.gid);
  const process = spawn('pgbouncer', ['--quiet', settings], { stdio: ['ignore', 'ignore', 'ignore'], ...account });
  const ended = new Promise<void>((resolve) => process.once('exit', () => resolve()));
  const close = async (): Promise<void> => {
    process.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await answers(port);
  } catch (error) {
    await close();
    throw error;
  }
  return { port, [Symbol.asyncDispose]: close };
}

async function answers(port: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < READY_MS; waitedMs += 50) {
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (isThere) return;
    await pause(50);
  }
  throw new Error('PgBouncer did not start.');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.');
  return address.port;
}
