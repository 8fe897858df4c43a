import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Runs a file of this folder in a process of its own; answers the number it prints. */
export async function inFreshProcess(file: string, ...args: readonly string[]): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, file), ...args]);
  return Number(stdout);
}
