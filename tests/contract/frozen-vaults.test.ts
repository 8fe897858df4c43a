import { copyFileSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ScriptId, UpdateId } from '../../app/ids.ts';
import { migrations, type Migration } from '../../main/vault/migrations/all.ts';
import { Writer } from '../../main/vault/writer.ts';
import { contentOf, fillVault } from '../support/frozen-vault.ts';
import { nextSchema } from '../power/next-schema.ts';
import { Random } from '../support/random.ts';
import { NOON, openTestVault, TemporaryFolder, writerTools } from '../support/vault.ts';

/** One vault of each schema, frozen when it was the newest. Never written again; a new migration adds one. */
const FROZEN = globSync('tests/fixtures/vaults/schema-*.db').sort();

test('[RECOVER-16] there is a frozen vault of every schema', () => {
  expect(FROZEN.length).toBe(migrations.length);
});

for (const path of FROZEN) {
  test(`[RECOVER-16] ${path} opens and holds what it held on the day it was frozen`, async () => {
    using folder = new TemporaryFolder();
    copyFileSync(path, join(folder.path, 'vault.db'));
    await using test = await openTestVault({ folder: folder.path, seed: 9 });
    expect(JSON.parse(JSON.stringify(await contentOf(test)))).toEqual(
      JSON.parse(readFileSync(path.replace('.db', '.json'), 'utf8')),
    );
    expect((await test.vault.recovery.check()).findings).toBe(0);
    expect(await test.vault.recovery.incidents()).toEqual([]);
  });
}

/** What later builds may do: new tables, new columns at the end, new indexes. */
const expanding: Migration = {
  ...nextSchema,
  sql: `${nextSchema.sql} ALTER TABLE script ADD COLUMN colour TEXT; ALTER TABLE head ADD COLUMN pinned_at INTEGER;`,
};

/** Every build opens what the build after it wrote, and the other way round; so does each with one later migration. */
const generations: readonly (readonly Migration[])[] = [
  ...migrations.slice(1).map((_, index) => migrations.slice(0, index + 1)),
  [...migrations],
  [...migrations, expanding],
];
for (const [index, before] of generations.slice(0, -1).entries()) {
  const after = generations[index + 1] ?? before;
  test(`[RECOVER-16] a build of schema ${before.length} opens, and writes in, what one of schema ${after.length} wrote`, async () => {
    await using filled = await openTestVault();
    await fillVault(filled);
    const content = await contentOf(filled);
    const { scriptId } = (content as readonly { scriptId: ScriptId }[])[0] ?? {};
    await filled.vault.close();
    const random = new Random(5);
    const start = { folder: filled.folder, account: 'local', appVersion: '0.1.0', vaultId: random.uuid(), at: NOON };
    /** Opens with the migrations that a build knows, writes, and closes. Answers how many updates there were. */
    const use = (known: readonly Migration[]): number => {
      using writer = Writer.open(start, { ...writerTools, known });
      if (scriptId === undefined) throw new Error('There is no script.');
      const updates = writer.openScript(scriptId).updates.length;
      const update = { updateId: UpdateId.parse(random.uuid()), format: 1, bytes: Uint8Array.of(0, 0) };
      const renamed = { scriptId, title: `Renamed by ${known.length}`, at: NOON };
      const outcomes = writer.commit([
        { name: 'append', input: { scriptId, update, at: NOON } },
        { name: 'rename', input: renamed },
      ]);
      expect(outcomes.every(({ ok }) => ok)).toBe(true);
      expect(writer.list().find((summary) => summary.scriptId === scriptId)?.title).toBe(renamed.title);
      expect(writer.health.incidents()).toEqual([]);
      writer.end({ at: NOON });
      return updates;
    };
    const counts = [after, before, after, before].map(use);
    expect(counts).toEqual([0, 1, 2, 3].map((more) => (counts[0] ?? 0) + more));
  });
}
