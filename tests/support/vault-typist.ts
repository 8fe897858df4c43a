import { Failure } from '../../app/failure.ts';
import { ScriptId, UpdateId } from '../../app/ids.ts';
import { Vault } from '../../main/vault/vault.ts';
import { Random } from './random.ts';
import { vaultWorkers } from './vault.ts';

/** `node vault-typist.ts <folder> <seed>`: saves updates until it is killed, and prints each one's id once it is acknowledged. */
const [folder = '', seed = '1'] = process.argv.slice(2);
const random = new Random(Number(seed));
const scriptId = ScriptId.parse('7d1f7f3c-6c2b-4c7e-9d5e-0a1b2c3d4e5f');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  const vault = await Vault.open({
    folder,
    account: 'local',
    appVersion: '0.1.0',
    workers: vaultWorkers,
    now: () => new Date(),
    newId: () => random.uuid(),
  });
  await vault.create({ scriptId, title: 'Harbour', updates: [] });
  say('ready');
  const type = async (): Promise<void> => {
    const updateId = UpdateId.parse(random.uuid());
    const bytes = Uint8Array.from({ length: 1 + random.below(random.chance(5) ? 5_000 : 40) }, () => random.below(256));
    await vault.append({ scriptId, updateId, format: 1, bytes });
    say(`saved ${updateId} ${Buffer.from(bytes).toString('base64')}`);
  };
  for (;;) await Promise.all(Array.from({ length: 1 + random.below(6) }, type));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  say(`refused ${error.code}`);
}
