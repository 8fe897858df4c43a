import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../main/vault/database.ts';
import { FILE_NAME } from '../../main/vault/protocol.ts';
import { fullCheck } from '../../main/vault/recovery/full-check.ts';
import { Writer } from '../../main/vault/writer.ts';
import { Random } from '../support/random.ts';
import { writerTools } from '../support/vault.ts';
import { readWholeLog } from '../support/whole-log.ts';
import { Disk } from './disk.ts';
import { NOON } from './places.ts';
import { DATA_LOSSES } from './power-cut.ts';
import { recordProgram, unpack } from './record.ts';

const SEED = 20_261_120;
const MOVES = new Set(['renamed', 'unlinked']);

for (const program of ['recover-vault', 'restore-backup']) {
  test.runIf(process.platform === 'linux')(
    `[POWER-8] power cuts wherever files are moved by ${program} lose nothing`,
    async () => {
      const within = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'galley-recovery-'));
      try {
        const { entries } = await recordProgram(within, join(import.meta.dirname, `${program}.ts`));
        const markAt = (text: string): number =>
          entries.findIndex((entry) => entry.kind === 'marked' && entry.text === text);
        const [from, to] = [markAt('begun'), markAt('ended')];
        const random = new Random(SEED);
        const cuts = entries.flatMap(({ kind }, index) => (index > from && MOVES.has(kind) ? [index] : []));
        const disk = new Disk();
        const logs: string[] = [];
        let done = 0;
        for (const cut of cuts.toSorted((one, other) => one - other)) {
          for (; done <= cut; done += 1) {
            const entry = entries[done];
            if (entry !== undefined) disk.apply(entry);
          }
          // The last move is there and those before it are not: whoever counts on their order is found.
          const left = { data: random.oneOf(DATA_LOSSES), names: 'last' } as const;
          const image = join(within, 'image');
          unpack(disk.afterPowerCut(random, left), image);
          logs.push(logOf(join(image, 'accounts/local')));
          rmSync(image, { recursive: true });
        }
        expect(to).toBeGreaterThan(from + 50);
        // The script's beginning, and sixty edits.
        expect(new Set(logs)).toEqual(new Set([logOf(join(within, 'disk', 'accounts/local'))]));
      } finally {
        rmSync(within, { recursive: true, force: true });
      }
    },
  );
}

/** Opens a vault as a start does; answers what it holds, and what is wrong with it. */
function logOf(folder: string): string {
  const start = { folder, account: 'local', appVersion: '0.1.0', vaultId: '', at: NOON };
  using writer = Writer.open(start, writerTools);
  const db = openDatabase(join(folder, FILE_NAME), { purpose: 'read' });
  try {
    const logs = writer.list().map(({ scriptId }) => readWholeLog(db, scriptId).map(({ updateId }) => updateId));
    const damage = Array.from(fullCheck(db), ({ findings }) => findings).flat();
    const wrong = damage.filter(({ kind }) => kind === 'damage').map(({ what }) => what);
    return JSON.stringify([...logs.map((log) => [log.length, log.at(-1)]), ...wrong]);
  } finally {
    db.close();
  }
}
