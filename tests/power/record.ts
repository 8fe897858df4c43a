import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Random } from '../support/random.ts';
import { buildWitness } from './build-witness.ts';
import { Disk } from './disk.ts';
import { readRecording, type Entry } from './recording.ts';

const LIFE = join(import.meta.dirname, 'life.ts');
const TIMEOUT_MS = 180_000;
/** So soon there are folders and a file without a schema. */
const FIRST_CHANGES = 20;
/** A first backup of a small vault changes the disk about so often. */
const MOST_BACKUP_CHANGES = 40;

export interface Recording {
  readonly entries: readonly Entry[];
  /** Where the recorded process kept its files. */
  readonly folder: string;
}

/** Lives a vault's life (life.ts) with a witness at its disk. `within` is made and gets all files. */
export async function record(
  within: string,
  { seed, planted }: { readonly seed: number; readonly planted: string | null },
): Promise<Recording> {
  const watching = watch(within);
  const env = { ...watching.env, ...(planted === null ? {} : { PLANTED: planted }) };
  // While its folders and file are made, or in its first backup.
  const [changes, only] = seed % 3 === 0 ? [FIRST_CHANGES, ''] : [MOST_BACKUP_CHANGES, '/backups/'];
  const strike = { WITNESS_STRIKE: `* ${1 + new Random(seed).below(changes)}`, WITNESS_ONLY: only };
  await untilKilled([LIFE, ...watching.args, String(seed), 'first'], { ...env, ...strike });
  await untilKilled([LIFE, ...watching.args, String(seed), 'second'], env);
  return openRecording(within);
}

/** Records any program that takes the folder to write in and the file for its marks, and ends itself by SIGKILL. */
export async function recordProgram(within: string, program: string): Promise<Recording> {
  const { env, args } = watch(within);
  await untilKilled([program, ...args], env);
  return openRecording(within);
}

function watch(within: string): { readonly env: NodeJS.ProcessEnv; readonly args: readonly string[] } {
  const [folder, marks] = [join(within, 'disk'), join(within, 'marks')];
  mkdirSync(folder, { recursive: true });
  return {
    env: {
      ...process.env,
      LD_PRELOAD: buildWitness(),
      WITNESS_FOLDER: folder,
      WITNESS_RECORD: join(within, 'recording'),
      WITNESS_MARKS: marks,
    },
    args: [folder, marks],
  };
}

/** Every part ends itself as a power cut would, if nobody ends it before: by no orderly end. */
async function untilKilled(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'inherit', 'inherit'], timeout: TIMEOUT_MS });
  const [code, signal]: unknown[] = await once(child, 'exit');
  if (signal !== 'SIGKILL') throw new Error(`The recorded process ended with ${String(code ?? signal)}.`);
}

/** What `record` left in a folder. */
export const openRecording = (within: string): Recording => ({
  entries: readRecording(readFileSync(join(within, 'recording'))),
  folder: join(within, 'disk'),
});

/**
 * Whether the recording misses nothing: replayed to its end it must give the very files that are there.
 * @throws Error naming what differs.
 */
export function checkRecording({ entries, folder }: Recording): void {
  const disk = new Disk();
  for (const entry of entries) disk.apply(entry);
  for (const [name, bytes] of disk.seen()) {
    if (bytes !== null && !readFileSync(join(folder, name)).equals(bytes))
      throw new Error(`${name} was recorded wrongly.`);
  }
}

/** Puts an image where programs can open it. */
export function unpack(image: ReadonlyMap<string, Buffer | null>, folder: string): void {
  for (const [name, bytes] of image) {
    const path = join(folder, name);
    mkdirSync(bytes === null ? path : dirname(path), { recursive: true });
    // Of ballast only the size matters, and there is much of it.
    if (basename(name).startsWith('ballast')) writeSparsely(path, bytes?.length ?? 0);
    else if (bytes !== null) writeFileSync(path, bytes);
  }
}

function writeSparsely(path: string, size: number): void {
  writeFileSync(path, '');
  truncateSync(path, size);
}
