import { once } from 'node:events';
import { ScriptId } from '../app/ids.ts';
import { Random } from '../tests/support/random.ts';
import { builtThreads, openBenchVault } from './bench-vault.ts';
import { asNew } from './sample-data.ts';

/**
 * `node restart.ts open <folder> <script>`: prints the milliseconds from opening the vault until its list and the script
 * are answered. `… type <folder> <script>`: saves some edits, says so, and waits to be killed,
 * or with SIGTERM to end as it should.
 */
const [way, folder = '', id] = process.argv.slice(2);
const scriptId = ScriptId.parse(id);
const EDITS = 400;

if (way === 'open') {
  const start = performance.now();
  const vault = await openBenchVault(folder, { workers: builtThreads });
  const [list, opened] = await Promise.all([vault.list(), vault.openScript(scriptId)]);
  const tookMs = performance.now() - start;
  if (list.length === 0 || opened.snapshot === null) throw new Error('The vault does not hold what was put into it.');
  console.log(tookMs);
  await vault.close();
} else {
  const vault = await openBenchVault(folder, { workers: builtThreads });
  const edits = Array.from({ length: EDITS }, () => Uint8Array.of(0, 0));
  for (const update of asNew(edits, new Random(process.pid))) await vault.append({ scriptId, ...update });
  const ended = once(process, 'SIGTERM');
  console.log('saved');
  await ended;
  await vault.close();
}
