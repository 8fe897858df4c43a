import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TemporaryFolder } from '../../../tests/support/vault.ts';
import { openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { fullCheck } from './full-check.ts';

test('[RECOVER-18] an index that was written anew since this connection searched is not called damaged', () => {
  using folder = new TemporaryFolder();
  const path = join(folder.path, 'vault.db');
  const writing = openDatabase(path, { purpose: 'write' });
  migrate(writing, { vaultId: 'a', account: 'local', at: 1 });
  const put = writing.prepare('INSERT INTO search_word (rowid, text) VALUES (?, ?)');
  const write = (from: number): void => {
    for (let row = from; row < from + 20; row += 1) put.run(row, `word${row} ${'harbour '.repeat(50)}`);
    // As SQLite does by itself after many changes: the parts of the index become one.
    writing.exec("INSERT INTO search_word (search_word) VALUES ('optimize')");
  };
  write(1);
  const reading = openDatabase(path, { purpose: 'read' });
  const search = reading.prepare("SELECT count(*) FROM search_word WHERE search_word MATCH 'harbour'").pluck();
  expect(search.get()).toBe(20);
  write(100);
  expect(Array.from(fullCheck(reading), ({ findings }) => findings).flat()).toEqual([]);
  reading.close();
  writing.close();
});
