import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as Y from 'yjs';
import { UpdateId, type ScriptId } from '../../../app/ids.ts';
import { FORMAT } from '../../../app/script/format.ts';
import type { Access } from '../../../app/sync/ports.ts';
import { VaultLog } from '../../../main/vault/sync/vault-log.ts';
import { people, type SeedPerson } from '../../support/server/people.ts';
import { SyncedDevice } from '../../support/synced/synced-device.ts';
import type { Server } from '../../support/synced/token-session.ts';

const EDITS = 5;

export interface AlteredVault {
  readonly person: SeedPerson;
  /** Somebody else's, who may do everything: the vault then says so of this person. */
  readonly access: Access;
  readonly server: Server;
  readonly folder: string;
  readonly scriptId: ScriptId;
}

/**
 * A vault whose file was changed by hand to say that its owner may write, with edits in it, is opened by the real
 * program and synced. Answers how many of the edits are still only there.
 */
export async function syncAlteredVault({ person, access, server, folder, scriptId }: AlteredVault): Promise<number> {
  const { id } = people[person];
  const altered = VaultLog.open({
    folder: join(folder, id),
    account: id,
    vaultId: randomUUID(),
    now: () => new Date(),
    saves: 'into-the-system',
  });
  try {
    await altered.storeAccess({ ...access, person: { ...access.person, name: person } });
    const doc = new Y.Doc();
    for (let edit = 0; edit < EDITS; edit++) {
      doc.getText('x').insert(0, 'forged');
      const bytes = Y.encodeStateAsUpdate(doc);
      await altered.append(scriptId, { updateId: UpdateId.parse(randomUUID()), format: FORMAT, bytes });
    }
  } finally {
    altered[Symbol.dispose]();
  }
  await using device = await SyncedDevice.open({ server, person, folder });
  await device.engine.settled();
  const { outbox } = await device.vault.lane(scriptId);
  return outbox.waiting + outbox.held + outbox.refused;
}
