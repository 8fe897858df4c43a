import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildWitness } from '../power/build-witness.ts';
import { readLine, type Line } from '../power/ledger.ts';
import { stretches, UNHARMED, wordOf, type Phase } from './phases.ts';

const VICTIM = join(import.meta.dirname, 'victim.ts');
const LISTENER = new URL('phases.preload.ts', import.meta.url).href;
const TIMEOUT_MS = 60_000;

/** One change inside a phase, as the witness counts them: a write, a flush, a name that comes or goes. */
export interface Change {
  readonly number: number;
  readonly op: string;
  readonly file: string;
}

export interface Strike {
  /** The n-th change inside the phase does not happen; 0 strikes never and counts them all. */
  readonly at: number;
  /** Half of it happens, where it is a write. */
  readonly isHalf: boolean;
}

export interface Cycle {
  /** What the victim told before it died. */
  readonly told: readonly Line[];
  /** The change in whose place it was killed; all of them when it was only counting. */
  readonly changes: readonly Change[];
  readonly end: 'killed' | 'unharmed';
}

/** Runs a victim on a folder until it is killed inside a phase. */
export async function runVictim(
  within: string,
  { phase, seed, strike: { at, isHalf } }: { readonly phase: Phase; readonly seed: number; readonly strike: Strike },
): Promise<Cycle> {
  const folder = join(within, 'disk');
  mkdirSync(folder, { recursive: true });
  const report = join(within, 'report');
  rmSync(report, { force: true });
  const stretch = stretches[phase];
  const word = stretch.kind === 'written' ? '*' : wordOf(phase);
  const env = {
    ...process.env,
    LD_PRELOAD: buildWitness(),
    WITNESS_FOLDER: folder,
    WITNESS_PHASE: join(within, 'phase'),
    WITNESS_REPORT: report,
    WITNESS_STRIKE: `${word} ${at}${isHalf ? ' half' : ''}`,
    ...(stretch.kind === 'written' ? { WITNESS_ONLY: stretch.where } : {}),
    KILL_PHASE: phase,
  };
  const args = ['--import', LISTENER, VICTIM, folder, String(seed), phase];
  // A file of ours and not a pipe: what was said when the kill came is in it, and it never makes the victim wait.
  const words = join(within, 'told');
  const outside = openSync(words, 'w');
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', outside, 'inherit'], timeout: TIMEOUT_MS });
  closeSync(outside);
  const [code, signal]: readonly unknown[] = await once(child, 'exit');
  // A line may be cut off by the kill: it was not said.
  const told = readFileSync(words, 'utf8').split('\n').slice(0, -1).map(readLine);
  const last = told.at(-1);
  const isUnharmed = code === 0 && last?.what === 'stage' && last.stage === UNHARMED;
  const changes = existsSync(report) ? readFileSync(report, 'utf8').trim().split('\n').map(readChange) : [];
  if (!isUnharmed && (signal !== 'SIGKILL' || changes.length === 0 || at === 0)) {
    throw new Error(
      `The victim of ${phase} (seed ${seed}, strike ${at}) ended with ${String(code ?? signal)} by itself.`,
    );
  }
  return { told, changes, end: isUnharmed ? 'unharmed' : 'killed' };
}

export function readChange(line: string): Change {
  const [, number = '', op = '', file = ''] = line.split(' ');
  return { number: Number(number), op, file };
}
