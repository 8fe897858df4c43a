import { Menu } from 'electron';
import type { AppInfo, Handlers } from '../../app/ipc/contract.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Vault } from '../vault/vault.ts';
import type { ClosingDesk } from '../windows/closing-desk.ts';
import type { Windows } from '../windows/windows.ts';
import type { Files } from '../files/files.ts';
import { appCalls } from './app-calls.ts';
import { backupsCalls, type BackupsCallsOptions } from './backups-calls.ts';
import { filesCalls } from './files-calls.ts';
import type { HealthDesk } from '../health/health-desk.ts';
import { healthCalls } from './health-calls.ts';
import { historyCalls } from './history-calls.ts';
import { libraryCalls } from './library-calls.ts';
import { linksCalls } from './links-calls.ts';
import type { OpenScripts } from './open-scripts.ts';
import { scriptCalls } from './script-calls.ts';
import { settingsCalls } from './settings-calls.ts';
import { storageCalls } from './storage-calls.ts';
import { windowCalls } from './window-calls.ts';

export interface Parts {
  readonly vault: Vault;
  readonly windows: Windows;
  readonly desk: ClosingDesk;
  readonly files: Files;
  readonly settings: SettingsStore;
  readonly openScripts: OpenScripts;
  readonly backups: Pick<BackupsCallsOptions, 'folders' | 'chooseFolder' | 'onTrouble'>;
  readonly health: HealthDesk;
  readonly info: () => Omit<AppInfo, 'loaded'>;
  readonly newId: Surroundings['newId'];
  /** Hands a checked link to the system. */
  readonly openExternal: (href: string) => Promise<void>;
}

/** Every call of the contract, tied to the part that answers it. */
export function allCalls({
  vault,
  windows,
  desk,
  files,
  settings,
  openScripts,
  backups,
  health,
  info,
  openExternal,
  newId,
}: Parts): Handlers {
  const sendChange: BackupsCallsOptions['sendChange'] = (windowId, change) =>
    windows.send(windowId, 'script.changed', change);
  return {
    ...appCalls({
      info,
      pageArrived: (windowId) => {
        // A page that comes anew, after a crash, has nothing open yet.
        openScripts.forget(windowId);
        return windows.get(windowId)?.pageArrived() ?? 'fresh';
      },
    }),
    ...settingsCalls(settings),
    ...libraryCalls({ vault, newId }),
    ...scriptCalls({ vault, openScripts, sendChange }),
    ...historyCalls({ vault }),
    ...storageCalls({ vault, openScripts }),
    ...backupsCalls({ ...backups, vault, openScripts, sendChange, newId }),
    ...healthCalls(health),
    ...filesCalls(files),
    ...linksCalls(openExternal),
    ...windowCalls({
      open: (showing) => void windows.open(showing),
      popUpMenu: (windowId, at) => {
        const window = windows.get(windowId);
        if (window !== undefined) Menu.getApplicationMenu()?.popup({ window: window.browserWindow, ...at });
      },
      setTitle: (windowId, title) => windows.get(windowId)?.setTitle(title),
      flushed: (windowId, unsaved) => desk.handle({ kind: 'flushed', windowId, unsaved }),
    }),
  };
}
