import { Failure } from '../../app/failure.ts';
import { UpdateId, type BackupId, type ScriptId } from '../../app/ids.ts';
import type { Payload } from '../../app/ipc/contract.ts';
import type { BroughtBack, RestoredAll } from '../../app/ipc/backups.ts';
import { FORMAT } from '../../app/script/format.ts';
import type { Surroundings } from '../surroundings.ts';
import type { SyncDesk } from '../sync/sync-desk.ts';
import type { BackupFolders } from '../vault/backup/backup-folders.ts';
import type { Vault } from '../vault/vault.ts';
import type { HandlersOf } from './handlers.ts';
import type { OpenScripts } from './open-scripts.ts';

export interface BackupsCallsOptions {
  readonly vault: Pick<Vault, 'backups' | 'create' | 'doChores'>;
  readonly folders: BackupFolders;
  /** Lets the person choose a folder; null when they change their mind. */
  readonly chooseFolder: (windowId: number) => Promise<string | null>;
  readonly openScripts: Pick<OpenScripts, 'windowsOf'>;
  readonly sendChange: (windowId: number, change: Payload<'script.changed'>) => void;
  /** Null: these scripts go to no server. */
  readonly sync: Pick<SyncDesk, 'typed'> | null;
  readonly newId: Surroundings['newId'];
  /** Something that nobody waits for went wrong. */
  readonly onTrouble: (error: unknown) => void;
}

const LONGEST_TITLE = 200;

/** Backups while the library is open. */
export function backupsCalls(options: BackupsCallsOptions): HandlersOf<'backups'> {
  const { vault, folders, chooseFolder, openScripts, sendChange, sync, newId, onTrouble } = options;
  const { backups } = vault;
  const bringBack = async (of: { readonly backupId: BackupId; readonly scriptId: ScriptId }): Promise<BroughtBack> => {
    const { brought, updates } = await backups.bringBack(of);
    const { scriptId } = of;
    for (const windowId of openScripts.windowsOf(scriptId)) {
      for (const update of updates) sendChange(windowId, { scriptId, update });
    }
    sync?.typed(scriptId);
    return brought;
  };
  return {
    'backups.list': () => backups.overview(),
    'backups.alarms': async () => [...(await backups.alarms())],
    'backups.contents': ({ backupId }) => backups.contents(backupId),
    'backups.make': () => backups.make(),
    'backups.cancel': () => backups.cancel(),
    'backups.restore-copy': async ({ backupId, scriptId, copyId }) => {
      const copied = await backups.copy({ backupId, scriptId });
      const title = copyTitle(copied.title);
      const updates = copied.updates.map((bytes) => ({ updateId: UpdateId.parse(newId()), format: FORMAT, bytes }));
      await vault.create({ scriptId: copyId, title, updates });
      return title;
    },
    'backups.bring-back': bringBack,
    'backups.bring-back-all': async ({ backupId }) => {
      const scripts = await backups.contents(backupId);
      const failed: string[] = [];
      let changed = 0;
      for (const { scriptId, title } of scripts) {
        try {
          if ((await bringBack({ backupId, scriptId })).kind !== 'nothing') changed += 1;
        } catch (error) {
          // One that cannot be read holds up no other; the person gets the list.
          if (!(error instanceof Failure) || !isAboutOneScript(error)) throw error;
          failed.push(title);
        }
      }
      return { scripts: scripts.length, changed, failed } satisfies RestoredAll;
    },
    'backups.accept-shrinking': ({ scriptId }) => backups.acceptShrinking(scriptId),
    'backups.choose-folder': async (_none, windowId) => {
      const folder = await chooseFolder(windowId);
      if (folder === null) return false;
      folders.choose(folder);
      // The first copy there is due now; whoever chose the folder does not wait for it.
      vault.doChores().catch(onTrouble);
      return true;
    },
    'backups.forget-folder': () => folders.forget(),
    'backups.keep': (keep) => folders.keep(keep),
  };
}

function isAboutOneScript({ code }: Failure): boolean {
  return code === 'damaged' || code === 'not-found' || code === 'newer-version';
}

function copyTitle(title: string): string {
  const ending = ' (from a backup)';
  return `${title.slice(0, LONGEST_TITLE - ending.length)}${ending}`;
}
