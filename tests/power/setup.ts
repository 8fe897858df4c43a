import { buildApp } from '../../build/run/build-app.ts';
import { buildWitness } from './build-witness.ts';

/** What vitest does before the first test of this project: the shipped workers, and the witness where there can be one. */
export async function setup(): Promise<void> {
  if (process.platform === 'linux') buildWitness();
  await buildApp();
}
