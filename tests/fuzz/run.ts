import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { playHistory } from './history.ts';

/**
 * `npm run test:fuzz -- --seeds 10000 [--from 0]` plays that many histories of the script model on two threads. A seed
 * that fails is told with the steps that led there; the last line has the counts.
 */

const PACK = 25;
const PROGRESS_EVERY = 1000;

const Work = z.object({ from: z.int().nonnegative(), seeds: z.int().positive(), thread: z.int(), threads: z.int() });
const Told = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('played'), seeds: z.number(), steps: z.number() }),
  z.object({ kind: z.literal('failed'), seed: z.number(), message: z.string() }),
]);
type Told = z.output<typeof Told>;

if (isMainThread) process.exitCode = await playAll();
else play(Work.parse(workerData));

async function playAll(): Promise<number> {
  const { values } = parseArgs({
    options: { seeds: { type: 'string', default: '1000' }, from: { type: 'string', default: '0' } },
  });
  const threads = Math.min(2, availableParallelism());
  const { from, seeds } = Work.pick({ from: true, seeds: true }).parse({
    from: Number(values.from),
    seeds: Number(values.seeds),
  });
  const started = performance.now();
  const sums = { played: 0, steps: 0, failed: 0 };
  const listen = (value: unknown): void => {
    const told: Told = Told.parse(value);
    if (told.kind === 'failed') {
      sums.failed++;
      console.error(told.message);
      return;
    }
    const before = Math.floor(sums.played / PROGRESS_EVERY);
    sums.played += told.seeds;
    sums.steps += told.steps;
    if (Math.floor(sums.played / PROGRESS_EVERY) > before) console.log(`${sums.played} of ${seeds} histories`);
  };
  const workers = Array.from({ length: threads }, (_, thread) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { from, seeds, thread, threads } });
    worker.on('message', listen);
    return new Promise<void>((resolve, reject) => {
      worker.on('error', reject);
      worker.on('exit', () => resolve());
    });
  });
  await Promise.all(workers);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const missing = seeds - sums.played;
  if (missing > 0) console.error(`${missing} histories were never played.`);
  console.log(`${sums.steps} steps in ${seconds} s, seeds ${from} to ${from + seeds - 1}`);
  console.log(`${sums.played - sums.failed} passed, ${sums.failed + missing} failed, 0 skipped`);
  return sums.failed + missing === 0 ? 0 : 1;
}

/** Packs are dealt out by turns, so that each thread has its share of long histories. */
function play({ from, seeds, thread, threads }: z.output<typeof Work>): void {
  for (let start = thread * PACK; start < seeds; start += threads * PACK) {
    const end = Math.min(start + PACK, seeds);
    let steps = 0;
    for (let seed = from + start; seed < from + end; seed++) {
      try {
        steps += playHistory(seed).steps;
      } catch (error) {
        parentPort?.postMessage({
          kind: 'failed',
          seed,
          message: error instanceof Error ? error.message : String(error),
        });
      }
    }
    parentPort?.postMessage({ kind: 'played', seeds: end - start, steps });
  }
}
