import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { runInForeground } from './child.mjs';
import { COUNTS_FILE, type Counts, type Outcome } from './count-reporter.ts';

const OutcomeFile = z.object({
  passed: z.number(),
  failed: z.number(),
  skipped: z.number(),
  failures: z.array(z.string()),
});

export interface TestRun {
  readonly env?: Readonly<Record<string, string>>;
  readonly output?: 'shown' | 'hidden';
  readonly cwd?: string;
  /** After this the run is ended, and has left no counts. */
  readonly timeoutMs?: number;
}

/** Runs vitest once and answers what its tests did. A run that left no counts has failed as a whole: one failure. */
export async function countTests(
  args: readonly string[],
  { env = {}, output = 'shown', cwd = process.cwd(), timeoutMs = 0 }: TestRun = {},
): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'galley-tests-'));
  const file = join(folder, 'counts.json');
  const reporters = ['--reporter=default', `--reporter=${join(import.meta.dirname, 'count-reporter.ts')}`];
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  try {
    const code = await runInForeground(process.execPath, [vitest, 'run', '--passWithNoTests', ...reporters, ...args], {
      env: { ...process.env, ...env, [COUNTS_FILE]: file },
      cwd,
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      stdio: output === 'shown' ? 'inherit' : 'ignore',
    }).ended;
    if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0, failures: ['the run left no counts'] };
    const outcome = OutcomeFile.parse(JSON.parse(readFileSync(file, 'utf8')));
    if (code === 0 || outcome.failed > 0) return outcome;
    return { ...outcome, failed: 1, failures: [`vitest ended with code ${code}`] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const sum = (all: readonly Counts[]): Counts => ({
  passed: all.reduce((total, { passed }) => total + passed, 0),
  failed: all.reduce((total, { failed }) => total + failed, 0),
  skipped: all.reduce((total, { skipped }) => total + skipped, 0),
});
