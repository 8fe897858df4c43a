import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { stop } from '../../build/run/stop.mjs';
import { needSystemPackages } from '../../build/run/system-packages.ts';

const SOURCE = join(import.meta.dirname, 'witness.c');
const FOLDER = '.cache';

/** Compiles witness.c, once for each version of it, and answers what LD_PRELOAD takes. Linux only. */
export function buildWitness(): string {
  if (process.platform !== 'linux') stop('Power cuts are simulated on Linux only: the recorder needs LD_PRELOAD.');
  needSystemPackages('compiler');
  const version = createHash('sha256').update(readFileSync(SOURCE)).digest('hex').slice(0, 16);
  const library = join(process.cwd(), FOLDER, `witness-${process.arch}-${version}.so`);
  if (existsSync(library)) return library;
  mkdirSync(FOLDER, { recursive: true });
  const unfinished = `${library}.${process.pid}`;
  const flags = ['-std=gnu17', '-O1', '-Wall', '-Wextra', '-Werror', '-Wno-unused-parameter', '-shared', '-fPIC'];
  const done = spawnSync('gcc', [...flags, '-o', unfinished, SOURCE, '-ldl', '-lpthread'], { encoding: 'utf8' });
  if (done.status !== 0) stop(`The recorder could not be compiled:\n\n${done.stdout}${done.stderr}`);
  renameSync(unfinished, library);
  return library;
}
