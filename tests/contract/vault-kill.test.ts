import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../main/vault/database.ts';
import { HeadTable } from '../../main/vault/head-table.ts';
import { SnapshotTable } from '../../main/vault/snapshot-table.ts';
import { readStored } from '../../main/vault/stored-script.ts';
import { UpdateLog } from '../../main/vault/update-log.ts';
import { ScriptId } from '../../app/ids.ts';
import { Random } from '../support/random.ts';
import { openTestVault, TemporaryFolder } from '../support/vault.ts';

const CYCLES = 10;
const scriptId = ScriptId.parse('7d1f7f3c-6c2b-4c7e-9d5e-0a1b2c3d4e5f');
const typist = join(import.meta.dirname, '../support/vault-typist.ts');

/** Types in another process and kills it after `acks` acknowledgements. Answers what it had been told is saved, in order. */
async function typeUntilKilled(
  folder: string,
  { seed, acks }: { readonly seed: number; readonly acks: number },
): Promise<string[]> {
  const child = spawn(process.execPath, [typist, folder, String(seed)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const saved: string[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [word, , bytes] = line.split(' ');
      if (word === 'refused') throw new Error(line);
      if (word === 'saved' && bytes !== undefined) saved.push(bytes);
    }
    if (saved.length >= acks) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return saved;
}

test(
  `[SAVE-5] what was acknowledged before a kill is there afterwards, in order: ${CYCLES} kills`,
  { timeout: 60_000 },
  async () => {
    using folder = new TemporaryFolder();
    const random = new Random(20_260_601);
    const acknowledged: string[] = [];
    for (let cycle = 0; cycle < CYCLES; cycle += 1) {
      const acks = 1 + random.below(400);
      acknowledged.push(...(await typeUntilKilled(folder.path, { seed: 100 + cycle, acks })));
    }
    await using after = await openTestVault({ folder: folder.path });
    const kept = (await after.vault.openScript(scriptId)).updates.map((bytes) => Buffer.from(bytes).toString('base64'));
    expect(acknowledged.length).toBeGreaterThan(CYCLES * 50);
    // What was on its way when the kill came may be there or not; what was acknowledged must be, and in its order.
    let at = -1;
    const lost = acknowledged.filter((bytes) => {
      const found = kept.indexOf(bytes, at + 1);
      if (found >= 0) at = found;
      return found < 0;
    });
    expect(lost).toEqual([]);
    const db = openDatabase(after.file, { purpose: 'read' });
    // Each run that was killed says so, for whoever checks the file afterwards.
    expect(db.prepare('SELECT count(*) FROM session WHERE ended_at IS NULL').pluck().get()).toBe(CYCLES + 1);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    const head = new HeadTable(db).find(scriptId);
    expect(head?.count).toBe(kept.length);
    if (head !== undefined) readStored(head, { log: new UpdateLog(db), snapshots: new SnapshotTable(db) });
    db.close();
  },
);
