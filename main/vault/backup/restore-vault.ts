import { existsSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../../app/failure.ts';
import { assertPragmas, openDatabase, transact, type Sqlite } from '../database.ts';
import { asFailure } from '../failures.ts';
import { flushFolder, makeFolder } from '../folder.ts';
import { migrate } from '../migrate.ts';
import { FILE_NAME } from '../protocol.ts';
import { ScriptChanges, type Staged } from '../script-changes.ts';
import { VaultLock } from '../vault-lock.ts';
import type { FoundBackup } from './backup-library.ts';
import { broughtScript } from './brought-script.ts';
import type { Progress } from './make-backup.ts';
import type { BackedUpScript } from './manifest.ts';

/** Being made: nobody's until it is whole. */
const UNFINISHED = 'restored.part';
/** Whole: what is in it takes the place of what is there, now or at the next start. */
const READY = 'restored';
const SET_ASIDE = 'set-aside';
/** A vault's own files, and those that only tell of it. Backups, ballast and the lock stay where they are. */
const PARTS = /^(?:vault\.(?:db|rebuilt\.db|witness)|recovery\.json)/;

export interface RestoreOptions {
  /** The account's own folder. */
  readonly folder: string;
  readonly account: string;
  readonly backup: Pick<FoundBackup, 'shelf' | 'name'>;
  readonly at: number;
  readonly newId: () => string;
  readonly onProgress: (progress: Progress) => void;
}

export interface RestoredVault {
  readonly scripts: number;
  /** Titles of scripts of which this backup can give nothing any more. */
  readonly failed: readonly string[];
}

/**
 * Makes a vault of a backup and puts it in the place of the one that is there, which is set aside byte for byte. The new
 * one is whole before the old one moves; a kill at any moment leaves one of the two, and the next start goes on.
 * @throws Failure `busy` while the vault is open, `damaged`, `disk-full`, `read-only-disk`: nothing was moved then.
 */
export function restoreVault(options: RestoreOptions): RestoredVault {
  const { folder, backup, onProgress } = options;
  try {
    makeFolder(folder);
    using _lock = VaultLock.take(folder);
    finishRestore(folder);
    const manifest = backup.shelf.read(backup.name);
    const unfinished = join(folder, UNFINISHED);
    rmSync(unfinished, { recursive: true, force: true });
    makeFolder(unfinished);
    const failed: string[] = [];
    {
      using filling = new DisposableStack();
      const db = filling.adopt(openDatabase(join(unfinished, FILE_NAME), { purpose: 'write' }), (it) => it.close());
      migrate(db, { vaultId: manifest.vaultId, account: options.account, at: options.at });
      // Touched last comes last, so that the library shows them in the order they had.
      for (const [index, script] of manifest.scripts.toReversed().entries()) {
        onProgress({ done: index, of: manifest.scripts.length });
        if (!bring(db, script, options)) failed.push(script.title);
      }
      assertPragmas(db);
    }
    flushFolder(unfinished);
    renameSync(unfinished, join(folder, READY));
    flushFolder(folder);
    finishRestore(folder);
    return { scripts: manifest.scripts.length - failed.length, failed };
  } catch (error) {
    throw asFailure(error);
  }
}

/**
 * Puts a vault that was restored whole in its place. Call it before a vault is opened, while its lock is held: the run
 * that restored it may have been cut off.
 */
export function finishRestore(folder: string): void {
  const ready = join(folder, READY);
  if (!existsSync(ready)) return;
  if (existsSync(join(ready, FILE_NAME))) {
    setAside(folder);
    renameSync(join(ready, FILE_NAME), join(folder, FILE_NAME));
    flushFolder(folder);
  }
  rmdirSync(ready);
  flushFolder(folder);
}

/** Answers false where the backup can give nothing of it any more. */
function bring(db: Sqlite, script: BackedUpScript, { account, backup, at, newId }: RestoreOptions): boolean {
  const changes = new ScriptChanges(db, { account });
  try {
    const brought = broughtScript(backup.shelf.objects, script, { newId });
    transact(db, () => {
      const staged: Staged = new Map();
      const { scriptId } = script;
      changes.apply({ name: 'bring-script', input: { scriptId, at, ...brought.script } }, staged);
      changes.writeHeads(staged);
    });
    return true;
  } catch (error) {
    if (error instanceof Failure && error.code === 'damaged') return false;
    throw error;
  }
}

/** Nothing is written into what is moved, nothing is copied, and nothing that was set aside before is overwritten. */
function setAside(folder: string): void {
  const files = readdirSync(folder).filter((name) => PARTS.test(name));
  if (files.length === 0) return;
  let turn = 1;
  while (existsSync(join(folder, SET_ASIDE, `before-restore-${turn}`))) turn += 1;
  const target = join(folder, SET_ASIDE, `before-restore-${turn}`);
  makeFolder(target);
  // The database last: whoever is cut off in between finds it, and sets the rest aside beside it.
  for (const name of files.toSorted((a, b) => Number(a === FILE_NAME) - Number(b === FILE_NAME))) {
    renameSync(join(folder, name), join(target, name));
  }
  flushFolder(target);
  flushFolder(folder);
}
