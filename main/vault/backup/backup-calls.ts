import type { BackupId, ScriptId } from '../../../app/ids.ts';
import type { BackedUpSummary, BackupsOverview, ShrinkAlarm } from '../../../app/ipc/backups.ts';
import type { Request } from '../protocol.ts';
import type { BackupDesk, ToBringBack } from './backup-desk.ts';
import type { BackupJournal } from './backup-journal.ts';
import type { Backups } from './backups.ts';

interface OfBackup {
  readonly backupId: BackupId;
}

interface OfScript extends OfBackup {
  readonly scriptId: ScriptId;
}

/** What the vault's client asks of the keeper about backups. */
export interface BackupCalls {
  'make-backup': { input: { readonly at: number }; output: void };
  'cancel-backup': { input: object; output: void };
  'backups-overview': { input: object; output: Omit<BackupsOverview, 'progress'> };
  'shrink-alarms': { input: object; output: readonly ShrinkAlarm[] };
  'backup-contents': { input: OfBackup; output: BackedUpSummary[] };
  'backup-copy': { input: OfScript; output: { readonly title: string; readonly updates: readonly Uint8Array[] } };
  'to-bring-back': { input: OfScript; output: ToBringBack };
  'answer-alarm': {
    input: { readonly scriptId: ScriptId; readonly alarm: 'accepted' | 'restored' };
    output: void;
  };
}

const names: Readonly<Record<keyof BackupCalls, true>> = {
  'make-backup': true,
  'cancel-backup': true,
  'backups-overview': true,
  'shrink-alarms': true,
  'backup-contents': true,
  'backup-copy': true,
  'to-bring-back': true,
  'answer-alarm': true,
};

export function isBackupCall<R extends { readonly name: string }>(
  request: R,
): request is Extract<R, Request<BackupCalls>> {
  return request.name in names;
}

export interface Office {
  readonly backups: Backups;
  readonly desk: BackupDesk;
  readonly journal: BackupJournal;
  readonly onChanged: () => void;
  /** What is counted in a backup, and compared with one, is what was saved before. */
  readonly settle: () => Promise<void>;
}

export async function answerBackupCall(office: Office, request: Request<BackupCalls>): Promise<unknown> {
  const { backups, desk, journal, onChanged, settle } = office;
  switch (request.name) {
    case 'make-backup':
      await settle();
      return backups.makeNow(request.input);
    case 'cancel-backup':
      return backups.cancel();
    case 'backups-overview':
      return desk.overview();
    case 'shrink-alarms':
      return desk.alarms();
    case 'backup-contents':
      await settle();
      return desk.contents(request.input.backupId);
    case 'backup-copy':
      return desk.copy(request.input.backupId, request.input.scriptId);
    case 'to-bring-back':
      return desk.bringBack(request.input.backupId, request.input.scriptId);
    case 'answer-alarm':
      await journal.answer(request.input.scriptId, request.input.alarm);
      return onChanged();
    default:
      return request satisfies never;
  }
}
