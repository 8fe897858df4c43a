import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { VaultWorkers } from '../../main/vault/vault-threads.ts';

/** The threads as they ship: what `npm run build` made. */
export const shippedWorkers: VaultWorkers = {
  writer: pathToFileURL(resolve('out', 'main', 'vault.worker.js')),
  keeper: pathToFileURL(resolve('out', 'main', 'keeper.worker.js')),
};

/** The shipped writer with a fault planted in what it stands on (planted.worker.ts). */
export const plantedWorkers: VaultWorkers = {
  ...shippedWorkers,
  writer: new URL('planted.worker.ts', import.meta.url),
};

/** The writer of a build that knows one schema more than this one (next-schema.worker.ts). */
export const nextSchemaWorkers: VaultWorkers = {
  ...shippedWorkers,
  writer: new URL('next-schema.worker.ts', import.meta.url),
};
