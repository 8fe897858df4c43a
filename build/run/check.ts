/** `npm run check`: what must hold before a push, in about half a minute. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { countTests } from './vitest.ts';

const npmRun = (script: string): Step => ({ name: script, command: 'npm', args: ['run', '--silent', script] });
const QUIET = ['types', 'lint', 'format:check', 'diagram:check', 'build'].map(npmRun);
const TESTED = ['unit', 'arch', 'fuzz'];

interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** Says nothing but the name while all is well. */
async function run({ name, command, args }: Step): Promise<boolean> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
  const code = new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (ended) => resolve(ended ?? 1));
  });
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const isGood = (await code) === 0;
  console.log(`${isGood ? 'good' : 'FAILED'}  ${name}`);
  if (!isGood) console.log(out, error);
  return isGood;
}

const started = performance.now();
const quiet = await Promise.all(QUIET.map(run));
const { passed, failed, skipped } = await countTests(TESTED.flatMap((name) => ['--project', name]));
const isGood = quiet.every(Boolean) && failed === 0 && passed > 0;
console.log(`${isGood ? 'All good' : 'Not good'} after ${Math.round((performance.now() - started) / 1000)} s.`);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = isGood ? 0 : 1;
