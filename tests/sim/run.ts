import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { Histories } from './history.ts';

/**
 * `npm run test:sim -- --seeds 20000 [--from 0] [--workers 2]` plays that many histories of devices, vaults and a server.
 * `--seed 17 [--trace]` plays one and tells what happened in it; `--first` ends at the first that fails and tells how
 * many it took, which is how the figures in tests/mutants/README.md were found. The last line has the counts.
 */

const PACK = 20;
const PROGRESS_EVERY = 1_000;
/** A broken engine breaks every history; nobody reads more than these. */
const TOLD_FAILURES = 40;

const Work = z.object({ from: z.int().nonnegative(), seeds: z.int().positive(), thread: z.int(), threads: z.int() });
const Told = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('played'), seeds: z.number(), steps: z.number(), claims: z.number(), calls: z.number() }),
  z.object({ kind: z.literal('failed'), seed: z.number(), message: z.string() }),
]);
type Told = z.output<typeof Told>;

if (isMainThread) process.exitCode = await main();
else await play(Work.parse(workerData));

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '1000' },
      from: { type: 'string', default: '0' },
      workers: { type: 'string', default: String(Math.min(2, availableParallelism())) },
      seed: { type: 'string' },
      trace: { type: 'boolean', default: false },
      first: { type: 'boolean', default: false },
    },
  });
  if (values.first) return findFirst(Number(values.from), Number(values.seeds));
  if (values.seed !== undefined) return playOne(Number(values.seed), { isTraced: values.trace });
  return playAll(
    Work.omit({ thread: true }).parse({
      from: Number(values.from),
      seeds: Number(values.seeds),
      threads: Number(values.workers),
    }),
  );
}

async function playOne(seed: number, { isTraced }: { readonly isTraced: boolean }): Promise<number> {
  const histories = Histories.open();
  try {
    const played = await histories.play(seed, isTraced ? { traced: (line) => console.log(line) } : {});
    console.log(`seed ${seed} keeps every promise: ${JSON.stringify(played)}`);
    return 0;
  } catch (error) {
    console.error(error);
    return 1;
  }
}

async function findFirst(from: number, seeds: number): Promise<number> {
  const histories = Histories.open();
  for (let seed = from; seed < from + seeds; seed += 1) {
    try {
      await histories.play(seed);
    } catch (error) {
      console.log(`found by ${seed - from + 1} seeds: ${error instanceof Error ? error.message : String(error)}`);
      return 1;
    }
  }
  console.log(`not found by ${seeds} seeds`);
  return 0;
}

async function playAll({ from, seeds, threads }: Omit<z.output<typeof Work>, 'thread'>): Promise<number> {
  const started = performance.now();
  const seconds = (): string => ((performance.now() - started) / 1000).toFixed(1);
  const sums = { played: 0, steps: 0, claims: 0, calls: 0 };
  const failed: number[] = [];
  const listen = (value: unknown): void => {
    const told: Told = Told.parse(value);
    if (told.kind === 'failed') {
      if (failed.push(told.seed) <= TOLD_FAILURES) console.error(told.message);
      return;
    }
    const before = Math.floor(sums.played / PROGRESS_EVERY);
    sums.played += told.seeds;
    sums.steps += told.steps;
    sums.claims += told.claims;
    sums.calls += told.calls;
    if (Math.floor(sums.played / PROGRESS_EVERY) > before) {
      console.log(`${sums.played} of ${seeds} histories, ${failed.length} failed, ${seconds()} s`);
    }
  };
  await Promise.all(
    Array.from({ length: threads }, (_, thread) => {
      const worker = new Worker(new URL(import.meta.url), { workerData: { from, seeds, thread, threads } });
      worker.on('message', listen);
      return new Promise<void>((resolve, reject) => {
        worker.on('error', reject);
        worker.on('exit', () => resolve());
      });
    }),
  );
  const missing = seeds - sums.played;
  if (missing > 0) console.error(`${missing} histories were never played.`);
  if (failed.length > 0)
    console.error(
      `failed: ${failed
        .toSorted((a, b) => a - b)
        .slice(0, 200)
        .join(' ')}`,
    );
  const { steps, claims, calls } = sums;
  console.log(`${steps} steps, ${calls} calls and ${claims} claims held against the truth, in ${seconds()} s`);
  console.log(`seeds ${from} to ${from + seeds - 1}, ${(seeds / Number(seconds())).toFixed(0)} a second`);
  console.log(`${sums.played - failed.length} passed, ${failed.length + missing} failed, 0 skipped`);
  return failed.length + missing === 0 ? 0 : 1;
}

/** Packs are dealt out by turns, so that each thread has its share of long histories. */
async function play({ from, seeds, thread, threads }: z.output<typeof Work>): Promise<void> {
  const histories = Histories.open();
  const tell = (told: Told): void => parentPort?.postMessage(told);
  for (let start = thread * PACK; start < seeds; start += threads * PACK) {
    const end = Math.min(start + PACK, seeds);
    const sums = { steps: 0, claims: 0, calls: 0 };
    for (let seed = from + start; seed < from + end; seed += 1) {
      try {
        const { steps, claims, calls } = await histories.play(seed);
        sums.steps += steps;
        sums.claims += claims;
        sums.calls += calls;
      } catch (error) {
        tell({ kind: 'failed', seed, message: error instanceof Error ? error.message : String(error) });
      }
    }
    tell({ kind: 'played', seeds: end - start, ...sums });
  }
}
