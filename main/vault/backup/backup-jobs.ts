import type { BackupId, ScriptId } from '../../../app/ids.ts';

import type { Alarm, BackupScriptRow } from './backup-script-table.ts';
import type { BackupRow } from './backup-table.ts';

/** What the keeper asks the writer to write down about backups. Each is one transaction. */
export interface BackupJobs {
  /** A backup and what it held per script; written again when something about it changes. */
  'store-backup': {
    input: { readonly backup: BackupRow; readonly scripts: readonly BackupScriptRow[] };
    output: boolean;
  };
  'store-alarm': {
    input: { readonly backupId: BackupId; readonly scriptId: ScriptId; readonly alarm: Alarm };
    output: boolean;
  };
}
