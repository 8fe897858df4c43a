import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../tests/support/server/free-ports.ts';
import { startStack } from '../tests/support/server/started-stack.ts';
import { percentile, round, type Measured } from './benchmark.ts';

const ROUNDS = 5;

/**
 * B19: `npm run supabase` from the command until its accounts are printed, in an installed checkout: with a new database,
 * and with the one it has. Not a ratio: the goal is what a person waits, in seconds.
 */
export async function run(): Promise<Measured> {
  using places = new DisposableStack();
  // Where the account that Postgres runs under may go, too.
  const dataFolder = join(tmpdir(), `galley-bench-${randomUUID()}`);
  places.defer(() => rmSync(dataFolder, { recursive: true, force: true }));
  const seconds = { first: [] as number[], again: [] as number[] };
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    rmSync(dataFolder, { recursive: true, force: true });
    seconds.first.push(await startOnce(dataFolder));
    seconds.again.push(await startOnce(dataFolder));
  }
  const [first, again] = [percentile(seconds.first, 0.5), percentile(seconds.again, 0.5)];
  return {
    parts: [
      { name: 'seconds to a new local stack', ratio: first, goal: { atMost: 10 } },
      { name: 'seconds to it again', ratio: again, goal: { atMost: 10 } },
    ],
    detail: {
      firstMost: round(Math.max(...seconds.first)),
      againMost: round(Math.max(...seconds.again)),
      rounds: ROUNDS,
    },
  };
}

async function startOnce(dataFolder: string): Promise<number> {
  const ports = await freePorts([1, 3, 10]);
  const startedMs = performance.now();
  await using stack = startStack(['--port', String(ports), '--data-dir', dataFolder]);
  await stack.says('Demo accounts');
  const tookMs = performance.now() - startedMs;
  stack.process.kill('SIGTERM');
  await stack.ended;
  return tookMs / 1_000;
}
