import { mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../main/files/write-whole.ts';
import { JsonFile } from '../../main/settings/json-file.ts';
import { copyDurably, flushFolder, flushFolders, makeFolder, writeDurably } from '../../main/vault/folder.ts';
import { ObjectStore } from '../../main/vault/backup/object-store.ts';
import { Writer } from '../../main/vault/writer.ts';
import { Random } from '../support/random.ts';
import { writerTools } from '../support/vault.ts';

/**
 * `node write-files.ts <folder> <marks>`: writes files in every way that Galley has for what is outside SQLite, several
 * times each, and tells before and after each time.
 */
const [folder = '', marks = ''] = process.argv.slice(2);
const outside = openSync(marks, 'w');
const random = new Random(1);
/** Of a database only that it is there can be told. */
const tell = (what: 'asked' | 'written', name: string, content: string | null): void =>
  void writeSync(outside, JSON.stringify({ what, name, content }));

/** Longer than a sector, and each time of another length. */
const someText = (version: number): string =>
  `${version} ${Array.from({ length: 100 + random.below(300) }, () => random.below(10)).join(' ')}`;

const json = new JsonFile(join(folder, 'settings.json'));
const ways: Readonly<Record<string, (content: string, version: number) => unknown>> = {
  'settings.json': (content) => json.write(content),
  'export.txt': (content) => writeWhole(join(folder, 'export.txt'), content, { newId: () => random.uuid() }),
  'inside/made/object': (content) => {
    makeFolder(join(folder, 'inside/made'));
    writeDurably(join(folder, 'inside/made/object'), Buffer.from(content));
    flushFolder(join(folder, 'inside/made'));
  },
  copy: (content) => {
    writeDurably(join(folder, 'original'), Buffer.from(content));
    copyDurably(join(folder, 'original'), join(folder, 'copy'));
  },
  // Where another run has made the folder and was killed before it flushed its name.
  'left/over/file': (content, version) => {
    if (version === 1) mkdirSync(join(folder, 'left/over'), { recursive: true });
    writeDurably(join(folder, 'left/over/file'), Buffer.from(content));
    flushFolders(join(folder, 'left/over'), { above: 2 });
  },
};

for (let version = 1; version <= 3; version += 1) {
  for (const [name, write] of Object.entries(ways)) {
    const text = someText(version);
    const content = name === 'settings.json' ? `${JSON.stringify(text, null, 2)}\n` : text;
    tell('asked', name, content);
    await write(text, version);
    tell('written', name, content);
  }
}

// Where another run was killed between making something and flushing its name: whoever goes on with it flushes it.
const object = Buffer.from(someText(0));
new ObjectStore(join(folder, 'shelf')).put(object);
const store = new ObjectStore(join(folder, 'shelf'));
const { sha } = store.put(object);
const held = `shelf/objects/${sha.slice(0, 2)}/${sha}`;
tell('asked', held, object.toString());
store.flush();
flushFolders(join(folder, 'shelf'), { above: 1 });
tell('written', held, object.toString());

mkdirSync(join(folder, 'accounts/local'), { recursive: true });
const start = { folder: join(folder, 'accounts/local'), account: 'local', appVersion: '0.1.0', at: 1 };
using writer = Writer.open({ ...start, vaultId: random.uuid() }, writerTools);
tell('written', 'accounts/local/vault.db', null);
writer.end({ at: 2 });
process.kill(process.pid, 'SIGKILL');
