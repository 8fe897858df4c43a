import { spawnSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '../../../app/failure.ts';
import { canReach, type Account } from './account.ts';
import type { Binaries } from './binaries.ts';

/** The superuser, as on hosted projects; people and migrations use `postgres`, which is none. */
export const SUPERUSER = 'supabase_admin';

/** The password of every local role that may log in. */
export const LOCAL_PASSWORD = 'postgres';

const MAJOR_VERSION = '17';

export function wasMade(dataFolder: string): boolean {
  return existsSync(join(dataFolder, 'PG_VERSION'));
}

/** The data folder appears whole, under its own name only when it is done: a start that is killed leaves none behind. */
export function makeDataFolder(dataFolder: string, { initdb }: Binaries, account: Account | undefined): void {
  if (!canReach(account, dataFolder)) {
    throw new Failure(
      'forbidden',
      `Postgres runs under the account "postgres" here, which may not enter ${dataFolder}. Choose another data folder.`,
    );
  }
  if (existsSync(dataFolder) && readdirSync(dataFolder).length > 0) {
    throw new Failure('invalid', `${dataFolder} is neither empty nor a database. Choose another data folder.`);
  }
  mkdirSync(dirname(dataFolder), { recursive: true });
  const half = `${dataFolder}.${process.pid}.new`;
  const passwordFile = `${half}.password`;
  try {
    mkdirSync(half, { mode: 0o700 });
    writeFileSync(passwordFile, `${LOCAL_PASSWORD}\n`, { mode: 0o600 });
    if (account !== undefined) for (const path of [half, passwordFile]) chownSync(path, account.uid, account.gid);
    // The built-in C.UTF-8 is the same on every machine, whatever locales it has, and knows letters beyond ASCII.
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const made = spawnSync(
      initdb,
      ['-D', half, '-U', SUPERUSER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--no-sync', ...locale],
      { encoding: 'utf8', windowsHide: true, ...account },
    );
    if (made.status !== 0) {
      throw new Failure('unexpected', `Postgres could not make ${dataFolder}.\n${made.stderr}`, { cause: made.error });
    }
    rmSync(dataFolder, { recursive: true, force: true }); // at most an empty one
    renameSync(half, dataFolder);
  } finally {
    for (const path of [half, passwordFile]) rmSync(path, { recursive: true, force: true });
  }
}

/** Fails when another Postgres, running or of another major version, has the folder: `busy`, `newer-version`. */
export function refuseUnusable(dataFolder: string): void {
  refuseOtherVersion(dataFolder);
  refuseWhileInUse(dataFolder);
}

/** A database of another major version is left alone: this Postgres would refuse it in its own words. */
function refuseOtherVersion(dataFolder: string): void {
  const version = readFileSync(join(dataFolder, 'PG_VERSION'), 'utf8').trim();
  if (version === MAJOR_VERSION) return;
  throw new Failure(
    'newer-version',
    `${dataFolder} belongs to Postgres ${version}; here is Postgres ${MAJOR_VERSION}. Nothing was changed.`,
  );
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
