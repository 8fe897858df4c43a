import * as Y from 'yjs';
import type pg from 'pg';
import * as z from 'zod';
import { Bytes } from '../../app/bytes.ts';
import type { ScriptId } from '../../app/ids.ts';
import { readUpdates } from '../../app/script/read-updates.ts';
import type { ClientReport } from './messages.ts';
import { digestOf } from './soak-client.ts';

const Rows = z.array(z.object({ position: z.coerce.number(), id: z.string(), bytes: Bytes }));

export type LoggedRow = z.output<typeof Rows>[number];

export async function readLog(admin: pg.Pool, scriptId: ScriptId): Promise<readonly LoggedRow[]> {
  const { rows } = await admin.query(
    'select position, id, bytes from public.script_updates where script_id = $1 order by position',
    [scriptId],
  );
  return Rows.parse(rows);
}

/** What does not hold after a soak; empty when everything is everywhere. */
export function lookBack(
  log: readonly LoggedRow[],
  reports: readonly ClientReport[],
): { readonly faults: readonly string[]; readonly sha256: string } {
  const { doc, unreadable } = readUpdates(
    log.map(({ bytes }) => bytes),
    'look back',
  );
  const sha256 = digestOf(doc);
  const faults: string[] = [];
  const expect = (holds: boolean, fault: string): void => {
    if (!holds) faults.push(fault);
  };
  expect(unreadable.length === 0, `${unreadable.length} updates cannot be read`);
  expect(doc.store.pendingStructs === null, 'the log has updates that wait for others');
  expect(
    log.every(({ position }, index) => position === index + 1),
    'positions have gaps',
  );
  expect(new Set(log.map(({ id }) => id)).size === log.length, 'an id is there twice');
  for (const { personId, clientId, clock, standing, position, ...client } of reports) {
    const name = personId.slice(0, 8);
    expect(Y.getState(doc.store, clientId) === clock, `${name}: the server lacks something that was typed`);
    expect(client.sha256 === sha256, `${name}: its document is another`);
    expect(client.vaultSha256 === sha256, `${name}: its vault rebuilds another document`);
    expect(
      standing === 'on-server' && position === log.length,
      `${name}: says ${standing} at ${position} of ${log.length}`,
    );
  }
  return { faults, sha256 };
}
