import { Menu } from 'electron';
import type { AppInfo, Handlers } from '../../app/ipc/contract.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { Surroundings } from '../surroundings.ts';
import type { ProjectsDesk } from '../projects/projects-desk.ts';
import type { SyncDesk } from '../sync/sync-desk.ts';
import type { Vault } from '../vault/vault.ts';
import type { ClosingDesk } from '../windows/closing-desk.ts';
import type { Windows } from '../windows/windows.ts';
import type { Files } from '../files/files.ts';
import type { Rescue } from '../files/rescue.ts';
import { appCalls } from './app-calls.ts';
import { backupsCalls, type BackupsCallsOptions } from './backups-calls.ts';
import type { ConnectedCalls } from './connected-calls.ts';
import { diskCalls } from './disk-calls.ts';
import { filesCalls } from './files-calls.ts';
import type { HealthDesk } from '../health/health-desk.ts';
import { healthCalls } from './health-calls.ts';
import { historyCalls } from './history-calls.ts';
import { libraryCalls } from './library-calls.ts';
import { linksCalls } from './links-calls.ts';
import { rescueCalls } from './rescue-calls.ts';
import type { OpenScripts } from './open-scripts.ts';
import { recoveryCalls, type RecoveryCallsOptions } from './recovery-calls.ts';
import { scriptCalls } from './script-calls.ts';
import { settingsCalls } from './settings-calls.ts';
import { startCalls, type StartHands } from './start-calls.ts';
import { storageCalls } from './storage-calls.ts';
import { windowCalls } from './window-calls.ts';

export interface AlwaysParts {
  readonly windows: Windows;
  readonly desk: ClosingDesk;
  readonly settings: SettingsStore;
  readonly openScripts: OpenScripts;
  readonly start: StartHands;
  /** Lets the person choose a folder that holds backups; null when they change their mind. */
  readonly chooseBackups: (windowId: number) => Promise<string | null>;
  readonly info: () => Omit<AppInfo, 'loaded'>;
  /** Hands a checked link to the system. */
  readonly openExternal: (href: string) => Promise<void>;
}

/** The calls that need no scripts. */
export type AlwaysCalls = ReturnType<typeof alwaysCalls>;

export function alwaysCalls(parts: AlwaysParts) {
  const { windows, desk, settings, openScripts, start, chooseBackups, info, openExternal } = parts;
  return {
    ...appCalls({
      info,
      pageArrived: (windowId) => {
        // A page that comes anew, after a crash, has nothing open yet.
        openScripts.forget(windowId);
        return windows.get(windowId)?.pageArrived() ?? 'fresh';
      },
    }),
    ...startCalls({
      opening: start,
      chooseFolder: chooseBackups,
      closeWindow: (windowId) => windows.get(windowId)?.destroy(),
    }),
    ...settingsCalls(settings),
    ...linksCalls(openExternal),
    ...windowCalls({
      open: (showing) => void windows.open(showing),
      popUpMenu: (windowId, at) => {
        const window = windows.get(windowId);
        if (window !== undefined) Menu.getApplicationMenu()?.popup({ window: window.browserWindow, ...at });
      },
      setTitle: (windowId, title) => windows.get(windowId)?.setTitle(title),
      flushed: (windowId, unsaved) => desk.handle({ kind: 'flushed', windowId, ...unsaved }),
    }),
  };
}

export interface Parts {
  readonly always: AlwaysCalls;
  readonly connected: ConnectedCalls;
  /** Null: the scripts go to no server. */
  readonly sync: SyncDesk | null;
  readonly projects: ProjectsDesk | null;
  readonly vault: Vault;
  readonly windows: Windows;
  readonly files: Files;
  readonly rescue: Rescue;
  readonly openScripts: OpenScripts;
  readonly backups: Pick<BackupsCallsOptions, 'folders' | 'chooseFolder' | 'onTrouble'>;
  readonly health: HealthDesk;
  readonly recovery: Pick<RecoveryCallsOptions, 'folder' | 'showInFolder'>;
  readonly newId: Surroundings['newId'];
}

/** Every call of the contract, tied to the part that answers it. */
export function allCalls(parts: Parts): Handlers {
  const {
    always,
    connected,
    sync,
    projects,
    vault,
    windows,
    files,
    rescue,
    openScripts,
    backups,
    health,
    recovery,
    newId,
  } = parts;
  const sendChange: BackupsCallsOptions['sendChange'] = (windowId, change) =>
    windows.send(windowId, 'script.changed', change);
  return {
    ...always,
    ...connected,
    ...libraryCalls({ vault, projects, newId }),
    ...scriptCalls({ vault, openScripts, sendChange, sync }),
    ...historyCalls({ vault }),
    ...storageCalls({ vault, openScripts }),
    ...backupsCalls({ ...backups, vault, openScripts, sendChange, sync, newId }),
    ...healthCalls(health),
    ...recoveryCalls({
      ...recovery,
      vault,
      onChanged: () => windows.broadcast('recovery.incidents-changed', {}),
    }),
    ...filesCalls(files),
    ...rescueCalls(rescue),
    ...diskCalls(vault),
  };
}
