import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Failure } from '../../../app/failure.ts';
import { canReach, postgresAccount, type Account } from './account.ts';
import { openBinaries, type Binaries } from './binaries.ts';

/** The superuser, as on hosted projects; people and migrations use `postgres`, which is none. */
export const SUPERUSER = 'supabase_admin';

/** The password of every local role that may log in. */
export const LOCAL_PASSWORD = 'postgres';

const READY = 'database system is ready to accept connections';
const KEPT_OUTPUT_CHARS = 4_000;

export interface PostgresOptions {
  readonly dataFolder: string;
  /** A free one when left out. */
  readonly port?: number;
  /** `false` trades durability for speed: for databases that are thrown away. */
  readonly isDurable: boolean;
  readonly maxConnections?: number;
}

/** One Postgres 17 on loopback. It stops with this process, however this process ends. */
export class Postgres implements AsyncDisposable {
  readonly port: number;
  /** Whether the data folder was made just now. */
  readonly isNew: boolean;
  readonly #shepherd: ChildProcess;
  readonly #ended: Promise<void>;

  private constructor(port: number, isNew: boolean, shepherd: ChildProcess, ended: Promise<void>) {
    this.port = port;
    this.isNew = isNew;
    this.#shepherd = shepherd;
    this.#ended = ended;
  }

  /** Fails with a `Failure` that says what to do: port in use (`busy`), folder in use (`busy`), folder out of reach. */
  static async open({ dataFolder, port, isDurable, maxConnections = 200 }: PostgresOptions): Promise<Postgres> {
    const account = postgresAccount();
    const binaries = openBinaries(account);
    const isNew = !existsSync(join(dataFolder, 'PG_VERSION'));
    if (isNew) initialise(dataFolder, binaries, account);
    else refuseWhileInUse(dataFolder);
    const chosen = port ?? (await freePort());
    await refuseTakenPort(chosen);
    const settings = {
      listen_addresses: '127.0.0.1',
      // Sockets in a folder would need one that both root and the account reach; loopback serves all platforms.
      unix_socket_directories: '',
      max_connections: String(maxConnections),
      timezone: 'UTC',
      log_timezone: 'UTC',
      ...(isDurable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const shepherd = spawn(
      process.execPath,
      [
        join(import.meta.dirname, 'shepherd.ts'),
        ...(account === undefined ? ['-', '-'] : [String(account.uid), String(account.gid)]),
        binaries.postgres,
        '-D',
        dataFolder,
        '-p',
        String(chosen),
        ...flags,
      ],
      // Out of this terminal's group, so that Ctrl+C reaches it only in the order we choose.
      { stdio: ['pipe', 'ignore', 'pipe'], detached: true, windowsHide: true },
    );
    const ended = new Promise<void>((resolve) => shepherd.once('exit', () => resolve()));
    await isReady(shepherd.stderr, ended);
    return new Postgres(chosen, isNew, shepherd, ended);
  }

  url({
    role = SUPERUSER,
    database = 'postgres',
  }: { readonly role?: string; readonly database?: string } = {}): string {
    return `postgresql://${role}:${LOCAL_PASSWORD}@127.0.0.1:${this.port}/${database}`;
  }

  /** Settles when Postgres has ended, also by itself. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#shepherd.stdin?.end();
    await this.#ended;
  }
}

function initialise(dataFolder: string, { initdb }: Binaries, account: Account | undefined): void {
  if (!canReach(account, dataFolder)) {
    throw new Failure(
      'forbidden',
      `Postgres runs under the account "postgres" here, which may not enter ${dataFolder}. Choose another data folder.`,
    );
  }
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const passwordFile = `${dataFolder}.password`;
  writeFileSync(passwordFile, `${LOCAL_PASSWORD}\n`, { mode: 0o600 });
  if (account !== undefined) for (const path of [dataFolder, passwordFile]) chownSync(path, account.uid, account.gid);
  // The built-in C.UTF-8 is the same on every machine, whatever locales it has, and knows letters beyond ASCII.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  try {
    const made = spawnSync(
      initdb,
      ['-D', dataFolder, '-U', SUPERUSER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--no-sync', ...locale],
      { encoding: 'utf8', windowsHide: true, ...account },
    );
    if (made.status === 0) return;
    rmSync(dataFolder, { recursive: true, force: true });
    throw new Failure('unexpected', `Postgres could not make ${dataFolder}.\n${made.stderr}`, { cause: made.error });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** A killed run leaves its postmaster.pid behind: Postgres itself sees that nobody lives there, and recovers. */
function refuseWhileInUse(dataFolder: string): void {
  const file = join(dataFolder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const [pid = '', , , port = ''] = readFileSync(file, 'utf8').split('\n');
  if (!isPostgres(Number(pid))) {
    rmSync(file);
    return;
  }
  throw new Failure(
    'busy',
    `A Postgres (process ${pid}, port ${port}) is already running on ${dataFolder}. Stop that one first, or choose another data folder.`,
  );
}

/** After a restart of the machine an unrelated process may have the dead Postgres's number. */
function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
  }
  const name = `/proc/${pid}/comm`;
  return !existsSync(name) || readFileSync(name, 'utf8').trim() === 'postgres';
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.');
  return address.port;
}

/** Asked before Postgres is: its own answer names a port that nobody chose. */
export async function refuseTakenPort(port: number): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
  } catch (cause) {
    throw new Failure(
      'busy',
      `Port ${port} is in use on this machine. Stop what uses it, or choose another with --port.`,
      {
        cause,
      },
    );
  }
  await new Promise((resolve) => server.close(resolve));
}

async function isReady(output: Readable, ended: Promise<void>): Promise<void> {
  let tail = '';
  const ready = new Promise<true>((resolve) => {
    output.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-KEPT_OUTPUT_CHARS);
      if (tail.includes(READY)) resolve(true);
    });
  });
  const isUp = await Promise.race([ready, ended]);
  if (isUp !== true) throw new Failure('unexpected', `Postgres did not start.\n${tail}`);
}
