import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../../../app/failure.ts';
import { postgresAccount } from './account.ts';
import { openBinaries } from './binaries.ts';
import { LOCAL_PASSWORD, makeDataFolder, refuseUnusable, SUPERUSER, wasMade } from './data-folder.ts';
import { freePort, refuseTakenPort } from './ports.ts';

const READY = 'database system is ready to accept connections';
const PORT_TAKEN = 'could not bind';
/** What is left of a Postgres whose main process was killed is still going, for a moment. */
const STILL_ENDING = 'is still in use';
const KEPT_OUTPUT_CHARS = 4_000;
const TRIES = 20;
const PAUSE_MS = 250;

export interface PostgresOptions {
  readonly dataFolder: string;
  /** A free one when left out. */
  readonly port?: number;
  /** `false`: a database that is thrown away. It is quicker, loses what it has when it is killed, and takes its folder along. */
  readonly isDurable: boolean;
  readonly maxConnections?: number;
}

/** One Postgres 17 on loopback. It stops with this process, however this process ends. */
export class Postgres implements AsyncDisposable {
  readonly port: number;
  /** Settles when Postgres has ended, also by itself. */
  readonly ended: Promise<void>;
  readonly #shepherd: ChildProcess;

  private constructor(port: number, shepherd: ChildProcess, ended: Promise<void>) {
    this.port = port;
    this.ended = ended;
    this.#shepherd = shepherd;
  }

  /** Fails with a `Failure` that says what to do: port or folder in use (`busy`), folder out of reach (`forbidden`). */
  static async open({ port, ...options }: PostgresOptions): Promise<Postgres> {
    if (port !== undefined) await refuseTakenPort(port);
    for (let tries = 1; ; tries += 1) {
      try {
        return await Postgres.#start(port ?? (await freePort()), options);
      } catch (error) {
        // A free port may be taken by somebody quicker; a port that was asked for is not given up for another.
        const why = error instanceof NotStarted ? error.why : 'unknown';
        const isPassing = why === 'still-ending' || (why === 'port-taken' && port === undefined);
        if (!isPassing || tries === TRIES) throw error;
        await pause(PAUSE_MS);
      }
    }
  }

  static async #start(port: number, options: Omit<PostgresOptions, 'port'>): Promise<Postgres> {
    const { dataFolder, isDurable, maxConnections = 200 } = options;
    const account = postgresAccount();
    const binaries = openBinaries(account);
    if (wasMade(dataFolder)) refuseUnusable(dataFolder);
    else makeDataFolder(dataFolder, binaries, account);
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
    const ids = account === undefined ? ['-', '-'] : [String(account.uid), String(account.gid)];
    const goesAlong = isDurable ? '-' : dataFolder;
    const command = [goesAlong, binaries.postgres, '-D', dataFolder, '-p', String(port), ...flags];
    const shepherd = spawn(process.execPath, [join(import.meta.dirname, 'shepherd.ts'), ...ids, ...command], {
      // Out of this terminal's group, so that Ctrl+C reaches it only in the order we choose.
      detached: true,
      stdio: ['pipe', 'ignore', 'pipe'],
      windowsHide: true,
    });
    const ended = new Promise<void>((resolve) => shepherd.once('exit', () => resolve()));
    await isReady(shepherd.stderr, ended);
    return new Postgres(port, shepherd, ended);
  }

  url({
    role = SUPERUSER,
    database = 'postgres',
  }: { readonly role?: string; readonly database?: string } = {}): string {
    return `postgresql://${role}:${LOCAL_PASSWORD}@127.0.0.1:${this.port}/${database}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#shepherd.stdin?.end();
    await this.ended;
  }
}

class NotStarted extends Failure {
  readonly why: 'port-taken' | 'still-ending' | 'unknown';

  constructor(said: string) {
    super('unexpected', `Postgres did not start.\n${said}`);
    this.why = said.includes(PORT_TAKEN) ? 'port-taken' : said.includes(STILL_ENDING) ? 'still-ending' : 'unknown';
  }
}

async function isReady(output: Readable, ended: Promise<void>): Promise<void> {
  let tail = '';
  const ready = new Promise<true>((resolve) => {
    output.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-KEPT_OUTPUT_CHARS);
      if (tail.includes(READY)) resolve(true);
    });
  });
  if ((await Promise.race([ready, ended])) !== true) throw new NotStarted(tail);
}
