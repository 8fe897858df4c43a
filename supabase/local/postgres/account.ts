import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, parse } from 'node:path';
import { Failure } from '../../../app/failure.ts';

/** The account that Postgres runs under. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const NAME = 'postgres';

/** Postgres refuses to run as root: root lends it the account `postgres`, made when it is missing. Others run it themselves. */
export function postgresAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const known = find();
  if (known !== undefined) return known;
  const args = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', NAME];
  try {
    execFileSync('useradd', args, { stdio: 'pipe' });
  } catch (cause) {
    throw new Failure('forbidden', `Postgres cannot run as root, and the account "${NAME}" could not be made.`, {
      cause,
    });
  }
  const made = find();
  if (made === undefined) throw new Failure('not-found', `The account "${NAME}" was made and is not there.`);
  return made;
}

function find(): Account | undefined {
  const id = (option: string): number =>
    Number(execFileSync('id', [option, NAME], { encoding: 'utf8', stdio: 'pipe' }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined; // `id` fails for exactly one reason: there is no such account
  }
}

/** Whether the account may go through every folder above `path`; folders that are not there yet do not count. */
export function canReach(account: Account | undefined, path: string): boolean {
  if (account === undefined || path === parse(path).root) return true;
  const folder = dirname(path);
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return canReach(account, folder);
  const search = found.uid === account.uid ? 0o100 : found.gid === account.gid ? 0o010 : 0o001;
  return (found.mode & search) !== 0 && canReach(account, folder);
}
