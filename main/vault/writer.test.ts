import Database from 'better-sqlite3';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ScriptId, UpdateId } from '../../app/ids.ts';
import { Random } from '../../tests/support/random.ts';
import { TemporaryFolder, writerTools } from '../../tests/support/vault.ts';
import type { WriterStart } from './protocol.ts';
import type { Change } from './script-changes.ts';
import { Writer } from './writer.ts';

const scriptId = ScriptId.parse('7d1f7f3c-6c2b-4c7e-9d5e-0a1b2c3d4e5f');
const random = new Random(3);

function start(folder: TemporaryFolder): WriterStart {
  const vaultId = '0c9a1f1e-0000-4000-8000-000000000001';
  return { folder: folder.path, account: 'local', appVersion: '0.1.0', vaultId, at: 1 };
}

function openWriter(folder: TemporaryFolder): Writer {
  const writer = Writer.open(start(folder), writerTools);
  writer.commit([{ name: 'create', input: { scriptId, title: 'Harbour', updates: [], at: 1 } }]);
  return writer;
}

function append(...bytes: number[]): Change {
  const update = { updateId: UpdateId.parse(random.uuid()), format: 1, bytes: Uint8Array.from(bytes) };
  return { name: 'append', input: { scriptId, update, at: 2 } };
}

/** Changes the file behind the writer's back. */
function meddle(folder: TemporaryFolder, sql: string): void {
  const db = new Database(join(folder.path, 'vault.db'));
  db.exec(sql);
  db.close();
}

test('[SAVE-6] when the disk takes the whole group back, nobody in it is told "saved", and the next group goes on', () => {
  using folder = new TemporaryFolder();
  using writer = openWriter(folder);
  // RAISE(ROLLBACK) does what SQLite itself does when a disk is full: it takes back the whole transaction.
  meddle(
    folder,
    "CREATE TRIGGER full BEFORE INSERT ON script_update WHEN new.bytes = x'0d' BEGIN SELECT RAISE(ROLLBACK, 'full'); END",
  );
  expect(writer.commit([append(1), append(13), append(2)]).map(({ ok }) => ok)).toEqual([false, false, false]);
  // Nothing of it may lie in the way of what comes next.
  for (const byte of [3, 4, 5]) expect(writer.commit([append(byte)])).toEqual([{ ok: true, value: undefined }]);
  expect(writer.openScript(scriptId).updates).toEqual([Buffer.of(3), Buffer.of(4), Buffer.of(5)]);
});

test('[SAVE-4] an update whose author could not be written down leaves nothing behind, and the others go on', () => {
  using folder = new TemporaryFolder();
  using writer = openWriter(folder);
  meddle(
    folder,
    "CREATE TRIGGER nobody BEFORE INSERT ON author WHEN new.client_id = 7 BEGIN SELECT RAISE(ABORT, 'no'); END",
  );
  // One client, one struct, client 7 or 8.
  const [seven, eight] = [append(1, 1, 7), append(1, 1, 8)];
  expect(writer.commit([seven, eight]).map(({ ok }) => ok)).toEqual([false, true]);
  meddle(folder, 'DROP TRIGGER nobody');
  expect(writer.commit([append(3), seven]).map(({ ok }) => ok)).toEqual([true, true]);
  expect(writer.openScript(scriptId).updates).toEqual([Buffer.of(1, 1, 8), Buffer.of(3), Buffer.of(1, 1, 7)]);
});

const harm: Record<string, string> = {
  'bytes of an update': "UPDATE script_update SET bytes = x'ff' WHERE ordinal = 2",
  'the time of an update': 'UPDATE script_update SET saved_at = 77 WHERE ordinal = 2',
  'an update in the middle': 'DELETE FROM script_update WHERE ordinal = 2',
  'the last update': 'DELETE FROM script_update WHERE ordinal = 3',
  'the order of updates': 'UPDATE script_update SET entry = entry + 10 WHERE ordinal = 1',
  'the count in the head': 'UPDATE head SET count = 2',
  'the title': "UPDATE script SET title = 'Harbor'",
};
for (const [what, sql] of Object.entries(harm)) {
  test(`[VAULT-14] opening a script finds a change behind the vault's back: ${what}`, () => {
    using folder = new TemporaryFolder();
    {
      using writer = openWriter(folder);
      writer.commit([append(1), append(2), append(3)]);
    }
    using writer = Writer.open(start(folder), writerTools);
    meddle(folder, sql);
    expect(() => writer.openScript(scriptId)).toThrow(expect.objectContaining({ code: 'damaged' }));
  });
}

test('[VAULT-14] damage in one script leaves the others open', () => {
  using folder = new TemporaryFolder();
  const other = ScriptId.parse(random.uuid());
  {
    using writer = openWriter(folder);
    writer.commit([append(1), { name: 'create', input: { scriptId: other, title: 'Other', updates: [], at: 1 } }]);
  }
  using writer = Writer.open(start(folder), writerTools);
  meddle(folder, 'DELETE FROM script_update');
  expect(writer.openScript(other).title).toBe('Other');
  expect(writer.list()).toHaveLength(2);
});
