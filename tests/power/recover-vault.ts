import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../main/vault/database.ts';
import { FILE_NAME } from '../../main/vault/protocol.ts';
import { Writer } from '../../main/vault/writer.ts';
import { Random } from '../support/random.ts';
import { writerTools } from '../support/vault.ts';
import { NOON } from './places.ts';
import { Typist } from './typist.ts';

/**
 * `node recover-vault.ts <folder> <marks>`: makes a vault, damages a row of it, and opens it, which sets it aside and
 * builds it again. Tells when the damage is there and when the vault is open.
 */
const [folder = '', marks = ''] = process.argv.slice(2);
const outside = openSync(marks, 'w');
const random = new Random(1);
const place = join(folder, 'accounts/local');
const start = { folder: place, account: 'local', appVersion: '0.1.0', vaultId: random.uuid(), at: NOON };
const tools = { ...writerTools, newId: () => random.uuid() };

{
  using writer = Writer.open(start, tools);
  const typist = new Typist(random);
  const changes = [typist.begin({ rows: 5 }), ...Array.from({ length: 60 }, () => typist.step())];
  for (const change of changes) {
    if (change.name === 'create') {
      const updates = change.updates.map((update) => ({ ...update, format: 1 }));
      writer.commit([{ name: 'create', input: { ...change, updates, at: NOON } }]);
    } else if (change.name === 'append') {
      writer.commit([{ name: 'append', input: { ...change, update: { ...change.update, format: 1 }, at: NOON } }]);
    }
  }
  writer.end({ at: NOON });
}

const db = openDatabase(join(place, FILE_NAME), { purpose: 'write' });
db.exec("UPDATE head SET seal = x'00'");
db.close();
writeSync(outside, 'begun');
using recovered = Writer.open(start, tools);
writeSync(outside, 'ended');
recovered.end({ at: NOON });
process.kill(process.pid, 'SIGKILL');
