/**
 * `npm run test:mutants [-- part of a name]`: applies each planted fault in a scratch copy and requires the tests that
 * it names to go red. A fault that nothing notices is a hole in the tests; one that no longer applies guards nothing.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Counts } from '../../build/run/count-reporter.ts';
import { countTests } from '../../build/run/vitest.ts';
import { trackedFiles } from '../arch/tracked.ts';
import { judge, readFault, type Fault, type Verdict } from './fault.ts';

const RUN_TIMEOUT_MS = 240_000;

/** The working files as they are now, with this checkout's packages, in a folder that goes away again. */
function openScratchCopy(): Disposable & { readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'galley-mutants-'));
  for (const file of trackedFiles()) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    cpSync(file, join(folder, file));
  }
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'), 'dir');
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

function apply(folder: string, patch: string, direction: 'forward' | 'back'): boolean {
  const reverse = direction === 'back' ? ['--reverse'] : [];
  return spawnSync('git', ['apply', ...reverse, patch], { cwd: folder, stdio: 'ignore' }).status === 0;
}

async function tryFault(folder: string, fault: Fault, green: Map<string, Counts>): Promise<Verdict> {
  // Threads end with their process, so that a fault that never ends leaves nothing running.
  const run = (): Promise<Counts> =>
    countTests(['--pool=threads', ...fault.tests.split(/\s+/)], {
      cwd: folder,
      output: 'hidden',
      timeoutMs: RUN_TIMEOUT_MS,
    });
  const before = green.get(fault.tests) ?? (await run());
  green.set(fault.tests, before);
  if (!apply(folder, fault.path, 'forward')) return 'does not apply';
  try {
    return judge(before, await run());
  } finally {
    apply(folder, fault.path, 'back');
  }
}

const [wanted = ''] = process.argv.slice(2);
const faults = globSync('tests/mutants/*.patch')
  .sort()
  .filter((path) => basename(path).includes(wanted))
  .map((path) => readFault(join(process.cwd(), path), readFileSync(path, 'utf8')));
using scratch = openScratchCopy();
const green = new Map<string, Counts>();
const verdicts: Verdict[] = [];
for (const fault of faults) {
  const verdict = await tryFault(scratch.folder, fault, green);
  verdicts.push(verdict);
  console.log(`${verdict.padEnd(22)}${basename(fault.path, '.patch').padEnd(36)}${fault.title}`);
}
const found = verdicts.filter((verdict) => verdict === 'found').length;
console.log(`${found} found, ${faults.length - found} not found`);
process.exitCode = faults.length > 0 && found === faults.length ? 0 : 1;
