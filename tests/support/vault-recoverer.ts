import { randomUUID } from 'node:crypto';
import { Writer } from '../../main/vault/writer.ts';

/** `node vault-recoverer.ts <folder> <n>`: opens a vault and is killed where a recovery tells its progress the n-th time. */
const [folder = '', killAt = '0'] = process.argv.slice(2);
let told = 0;
const start = { folder, account: 'local', appVersion: '0.1.0', vaultId: randomUUID(), at: Date.UTC(2026, 5, 1, 12) };
using writer = Writer.open(start, {
  newId: randomUUID,
  openSources: () => [],
  onProgress: () => {
    told += 1;
    if (told === Number(killAt)) process.kill(process.pid, 'SIGKILL');
  },
});
writer.end({ at: start.at });
process.stdout.write(`${told}\n`);
