import { randomUUID } from 'node:crypto';
import { FORMAT } from '../app/script/format.ts';
import type { ScriptId } from '../app/ids.ts';
import { risingUpdateIds } from '../app/update-ids.ts';
import type { Change } from '../main/vault/script-changes.ts';
import { Writer } from '../main/vault/writer.ts';
import { Random } from '../tests/support/random.ts';

const START = Date.UTC(2026, 0, 5, 9);
const GROUP = 4_096;
const DAY_MS = 24 * 3_600_000;

export interface LongAgo {
  /** When the last of it was saved. */
  readonly endedAt: number;
}

/**
 * Puts a script into a vault as if it had been typed at a person's speed: a key every 60 to 300 ms, a thought now and
 * then, pauses, evenings. Straight through the writer, because a vault cannot be told the time of every single key.
 */
export function writeLongAgo(
  folder: string,
  scriptId: ScriptId,
  updates: readonly Uint8Array[],
  { seed, sessions = 40 }: { readonly seed: number; readonly sessions?: number },
): LongAgo {
  const random = new Random(seed);
  let at = START;
  using writer = Writer.open(
    { folder, account: 'local', appVersion: '0.1.0', vaultId: randomUUID(), at },
    { newId: randomUUID, openSources: () => [] },
  );
  const commit = (changes: readonly Change[]): void => {
    const refused = writer.commit(changes).find(({ ok }) => !ok);
    if (refused !== undefined) throw new Error('The writer refused the sample.', { cause: refused });
  };
  commit([{ name: 'create', input: { scriptId, title: 'Sample', updates: [], at } }]);
  const source = { now: (): Date => new Date(at), newId: () => random.uuid() };
  const perSession = Math.ceil(updates.length / sessions);
  let newUpdateId = risingUpdateIds(source);
  const group: Change[] = [];
  for (const [index, bytes] of updates.entries()) {
    if (index > 0 && index % perSession === 0) {
      at += random.chance(20) ? DAY_MS : random.below(3 * 3_600_000);
      newUpdateId = risingUpdateIds(source);
    }
    at += random.chance(2) ? 1_000 + random.below(30_000) : 60 + random.below(120) + random.below(120);
    const updateId = newUpdateId();
    // The window's 20 ms, and the way to the disk.
    at += 20 + random.below(5);
    group.push({ name: 'append', input: { scriptId, update: { updateId, format: FORMAT, bytes }, at } });
    if (group.length === GROUP) commit(group.splice(0));
  }
  commit(group);
  writer.end({ at });
  return { endedAt: at };
}
