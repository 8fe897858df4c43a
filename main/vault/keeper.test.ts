import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ScriptId, UpdateId } from '../../app/ids.ts';
import { FORMAT } from '../../app/script/format.ts';
import { MAX_ROWS } from '../../app/script/limits.ts';
import { buildScript } from '../../app/script/plain-script.ts';
import { Random } from '../../tests/support/random.ts';
import { TemporaryFolder, writerTools } from '../../tests/support/vault.ts';
import { openDatabase } from './database.ts';
import { Keeper } from './keeper.ts';
import { FILE_NAME, type KeeperJobs, type Request } from './protocol.ts';
import { Writer } from './writer.ts';

test('[VAULT-25] the keeper moves into the file what the writer has committed, and the writer need not wait for it', () => {
  using folder = new TemporaryFolder();
  const file = join(folder.path, FILE_NAME);
  const random = new Random(7);
  const scriptId = ScriptId.parse(random.uuid());
  const vaultId = random.uuid();
  using writer = Writer.open(
    { folder: folder.path, account: 'local', appVersion: '0.1.0', vaultId, at: 1 },
    writerTools,
  );
  using keeper = Keeper.open(file, {
    writer: { ask: () => Promise.reject(new Error('Nothing is to be stored.')) },
    onCounts: () => undefined,
    onTrouble: () => undefined,
  });
  const titleInFile = (): boolean => readFileSync(file).includes('Lighthouse');
  writer.commit([{ name: 'create', input: { scriptId, title: 'Lighthouse', updates: [], at: 1 } }]);
  expect(titleInFile()).toBe(false);
  keeper.checkpoint();
  expect(titleInFile()).toBe(true);
});

test(
  '[SEARCH-9] a script of 10,000 rows is indexed in small jobs, and no reader keeps the file busy in between',
  { timeout: 60_000 },
  async () => {
    using folder = new TemporaryFolder();
    const random = new Random(9);
    const scriptId = ScriptId.parse(random.uuid());
    const vaultId = random.uuid();
    using writer = Writer.open(
      { folder: folder.path, account: 'local', appVersion: '0.1.0', vaultId, at: 1 },
      writerTools,
    );
    const rows = Array.from({ length: MAX_ROWS }, (_, index) => ({
      audio: [{ text: `Line ${index} of a long night` }],
    }));
    const updates = buildScript({ scenes: [{ heading: 'Night', rows }] }, { newId: () => random.uuid() }).map(
      (bytes) => ({
        updateId: UpdateId.parse(random.uuid()),
        format: FORMAT,
        bytes,
      }),
    );
    expect(writer.commit([{ name: 'create', input: { scriptId, title: 'Long', updates, at: 1 } }])).toMatchObject([
      { ok: true },
    ]);

    const other = openDatabase(join(folder.path, FILE_NAME), { purpose: 'write' });
    const sizes: number[] = [];
    const blocked: unknown[] = [];
    const ask = async (name: string, input: object): Promise<unknown> => {
      const job = { name, input } as Request<KeeperJobs>;
      if (job.name === 'store-texts') sizes.push(job.input.put.length);
      const answer = writer.store(job);
      // TRUNCATE gets through only when nobody reads.
      if (sizes.length % 40 === 0) blocked.push(other.pragma('wal_checkpoint(TRUNCATE)', { simple: true }));
      return answer;
    };
    using keeper = Keeper.open(join(folder.path, FILE_NAME), {
      writer: { ask: ask as never },
      onCounts: () => undefined,
      onTrouble: (_, error) => {
        throw error;
      },
    });
    expect(await keeper.search({ query: '"line 7777"', limit: 5, at: 2 })).toHaveLength(1);
    other.close();
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(MAX_ROWS + 1);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(25);
    expect(new Set(blocked)).toEqual(new Set([0]));
    expect(writer.list()[0]).toMatchObject({ rows: MAX_ROWS, scenes: 1 });
  },
);
