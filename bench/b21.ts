import { once } from 'node:events';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import { ScriptId } from '../app/ids.ts';
import { BenchDevice } from './bench-device.ts';
import { openBenchVault } from './bench-vault.ts';
import { BenchFolder, round, type Measured } from './benchmark.ts';

const OTHERS = 19;
const WARM_UP_MS = 3_000;
const MEASURED_MS = 12_000;
const RESOLUTION_MS = 1;
const GOAL_MS = 20;

const Told = z.object({
  address: z.object({ url: z.string(), anonKey: z.string(), jwtSecret: z.string(), personId: z.string() }),
  scriptId: ScriptId,
});

/**
 * B21: how long the main process's loop keeps others waiting while nineteen others write in the script that is open here,
 * ten edits a second each: the engine, the client and the shipped vault, whose work is in its threads. Against twenty
 * milliseconds, in which a window's key is still answered within two frames.
 */
export async function run(): Promise<Measured> {
  using folder = new BenchFolder();
  const server = new Worker(new URL('./room-server.worker.ts', import.meta.url));
  const [told] = (await once(server, 'message')) as unknown[];
  const { address, scriptId } = Told.parse(told);
  const vault = await openBenchVault(join(folder.path, 'here'), { account: address.personId });
  let received = 0;
  const device = BenchDevice.over(
    {
      log: vault.sync,
      append: (of, update) => vault.append({ scriptId: of, ...update }),
      updatesOf: async (of) => (await vault.openScript(of)).updates,
      close: () => vault.close(),
    },
    {
      server: address,
      scriptId,
      folder: folder.path,
      saves: 'durably',
      messagesPerSecond: Number.POSITIVE_INFINITY,
      received: (fresh) => (received += fresh.length),
    },
  );
  await device.goOnline();
  await device.whole();
  const others = new Worker(new URL('./typists.worker.ts', import.meta.url), {
    workerData: { server: address, scriptId, count: OTHERS },
  });
  await once(others, 'message');
  await elapsed(WARM_UP_MS);
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  received = 0;
  delay.enable();
  await elapsed(MEASURED_MS);
  delay.disable();
  const heard = received;
  const ended = once(others, 'exit');
  others.postMessage('end');
  await ended;
  await device[Symbol.asyncDispose]();
  const gone = once(server, 'exit');
  server.postMessage('end');
  await gone;
  // The histogram counts the timer's own interval as well.
  const waited = (percent: number): number => Math.max(0, delay.percentile(percent) / 1e6 - RESOLUTION_MS);
  return {
    parts: [{ name: 'main’s loop, p99 of 20 ms', ratio: waited(99) / GOAL_MS, goal: { atMost: 1 } }],
    detail: {
      waitedMs: [50, 99, 99.9].map((percent) => round(waited(percent))),
      receivedPerSecond: round((heard * 1_000) / MEASURED_MS),
    },
  };
}

const elapsed = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
