import type { Sqlite } from '../database.ts';
import type { Request } from '../protocol.ts';
import type { BackupJobs } from './backup-jobs.ts';
import { BackupScriptTable } from './backup-script-table.ts';
import { BackupTable } from './backup-table.ts';

/** The writer's side of backups: what is known about them in the vault. Belongs inside a transaction. */
export class BackupStore {
  readonly #backups: BackupTable;
  readonly #scripts: BackupScriptTable;

  constructor(db: Sqlite) {
    this.#backups = new BackupTable(db);
    this.#scripts = new BackupScriptTable(db);
  }

  /** Answers whether there was something to write to. */
  store(job: Request<BackupJobs>): boolean {
    switch (job.name) {
      case 'store-backup': {
        const { backup, scripts } = job.input;
        this.#backups.write(backup);
        for (const script of scripts) this.#scripts.write(script);
        if (backup.state === 'removed') this.#scripts.forget(backup.backupId);
        return true;
      }
      case 'store-alarm': {
        const { backupId, scriptId, alarm } = job.input;
        const held = this.#scripts.find(backupId, scriptId);
        if (held !== undefined) this.#scripts.write({ ...held, alarm });
        return held !== undefined;
      }
      default:
        return job satisfies never;
    }
  }
}

const names: Readonly<Record<keyof BackupJobs, true>> = { 'store-backup': true, 'store-alarm': true };

export function isBackupJob<R extends { readonly name: string }>(job: R): job is Extract<R, Request<BackupJobs>> {
  return job.name in names;
}
