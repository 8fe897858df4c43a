import type { PersonId } from '../../app/ids.ts';
import { briefingCalls } from '../ipc/briefing-calls.ts';
import type { ConnectedCalls } from '../ipc/connected-calls.ts';
import { projectCalls } from '../ipc/project-calls.ts';
import { syncCalls } from '../ipc/sync-calls.ts';
import { togetherCalls } from '../ipc/together-calls.ts';
import { ProjectsDesk } from '../projects/projects-desk.ts';
import type { Connection } from '../sync/connection.ts';
import { readDeviceId } from '../sync/device-id.ts';
import { PresenceDesk } from '../sync/presence-desk.ts';
import { ReadMarks } from '../sync/read-marks.ts';
import { SyncDesk } from '../sync/sync-desk.ts';
import type { Vault } from '../vault/vault.ts';
import { connect } from './connect.ts';
import type { Ground } from './house.ts';
import { TakenLocalScripts } from './local-scripts.ts';

export interface SyncedVault {
  readonly account: PersonId;
  /** The account's own folder. */
  readonly folder: string;
  readonly vault: Vault;
}

/** Everything of an account that has to do with its server and with other people. */
export interface AccountSync extends AsyncDisposable {
  readonly desk: SyncDesk;
  readonly projects: ProjectsDesk;
  readonly calls: Omit<ConnectedCalls, keyof Ground['accounts']['handlers']>;
}

export function openSync({ account, folder, vault }: SyncedVault, ground: Ground): AccountSync {
  const { windows, openScripts, accounts, otherVaults, log, newId, now, nowMs, wake } = ground;
  const closing = new AsyncDisposableStack();
  const onTrouble = (error: unknown): void => log.warn('sync.trouble', { error });
  const openConnection = async (): Promise<Connection | null> => {
    const { setting, way } = accounts;
    if (setting === null) return null;
    const { session } = await accounts.desk;
    return connect({ account, setting, way, session });
  };
  const presence = new PresenceDesk({ account, local: vault.sync, windows, newId, onTrouble });
  const marks = closing.use(
    new ReadMarks({ briefing: vault.briefing, isFocused: (scriptId) => desk.isFocused(scriptId), wake, onTrouble }),
  );
  const projects = closing.use(
    new ProjectsDesk({
      places: vault.places,
      access: () => vault.sync.access(),
      usedBytes: () => vault.belongings.usedBytes(),
      remote: () => desk.connection?.places ?? null,
      askAccess: () => desk.askAccess(),
      joined: (scriptId) => desk.laneChanged(scriptId),
      tell: () => windows.broadcast('projects.changed', {}),
      onTrouble,
    }),
  );
  const desk: SyncDesk = closing.use(
    new SyncDesk({
      local: vault.sync,
      windows,
      openScripts,
      openConnection,
      deviceId: () => readDeviceId(folder, newId),
      fraction: () => Math.random(),
      onTrouble,
      followers: [
        {
          connected: ({ together }) => presence.follow(together),
          access: () => presence.lookAgain(),
          shown: (windowId, scriptId) => presence.attend(windowId, scriptId),
        },
        { access: () => projects.heardAccess() },
        { attended: (scripts) => marks.attended(scripts), changed: (scripts) => marks.hear(scripts) },
      ],
      now,
      nowMs,
      wake,
    }),
  );
  closing.use(openScripts.onForgotten((windowId) => desk.forget(windowId)));
  return {
    desk,
    projects,
    calls: {
      ...syncCalls(desk),
      ...briefingCalls(marks),
      ...togetherCalls(presence),
      ...projectCalls({ desk: projects, local: new TakenLocalScripts(otherVaults, vault) }),
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}
