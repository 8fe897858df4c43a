import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { ScriptId } from '../app/ids.ts';
import type { Change } from '../main/vault/script-changes.ts';
import { Writer } from '../main/vault/writer.ts';
import { Random } from '../tests/support/random.ts';
import { openBenchVault } from './bench-vault.ts';
import { BenchFolder, percentile, round, type Measured } from './benchmark.ts';
import { asNew, sampleScript } from './sample-data.ts';

const FAST_MS = 1;
const SLOW_MS = 100;
const ROUNDS = 12;
const FAST_PER_ROUND = 250;
const SLOW_PER_ROUND = 8;
const COMMITS_PER_ROUND = 150;

/** B1: a keystroke handed to the vault until it is acknowledged, beside one append and fdatasync on the same disk. */
export async function run(): Promise<Measured> {
  using folder = new BenchFolder();
  const random = new Random(1);
  const { scriptId, born, typed } = sampleScript({
    seed: 1,
    rows: 200,
    keystrokes: ROUNDS * (FAST_PER_ROUND + SLOW_PER_ROUND),
  });
  const updates = asNew(typed, random);
  await using vault = await openBenchVault(join(folder.path, 'vault'));
  await vault.create({ scriptId, title: 'Sample', updates: asNew(born, random) });
  using plain = new PlainFile(join(folder.path, 'plain'));
  using alone = new AloneWriter(join(folder.path, 'alone'), scriptId);

  const keystroke = async (): Promise<number> => {
    const update = updates.pop();
    if (update === undefined) throw new RangeError('The sample is used up.');
    const start = performance.now();
    await vault.append({ scriptId, ...update });
    return performance.now() - start;
  };
  const times = { fast: [] as number[], slow: [] as number[], plain: [] as number[], commit: [] as number[] };
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    times.fast.push(...(await paced(FAST_PER_ROUND, FAST_MS, keystroke)));
    for (let index = 0; index < COMMITS_PER_ROUND; index += 1) {
      const [update] = asNew([typed[index] ?? new Uint8Array()], random);
      times.plain.push(plain.append(update?.bytes ?? new Uint8Array()));
      if (update !== undefined)
        times.commit.push(alone.commit({ name: 'append', input: { scriptId, update, at: Date.now() } }));
    }
    times.slow.push(...(await paced(SLOW_PER_ROUND, SLOW_MS, keystroke)));
  }
  const base = { p50: percentile(times.plain, 0.5), p99: percentile(times.plain, 0.99) };
  const ratio = (values: readonly number[], share: number, of: number): number => percentile(values, share) / of;
  return {
    parts: [
      { name: '1,000/s p50', ratio: ratio(times.fast, 0.5, base.p50), goal: { atMost: 2 } },
      { name: '1,000/s p99', ratio: ratio(times.fast, 0.99, base.p99), goal: { atMost: 5 } },
      { name: '10/s p50', ratio: ratio(times.slow, 0.5, base.p50), goal: { atMost: 8 } },
      { name: 'commit alone p50', ratio: ratio(times.commit, 0.5, base.p50), goal: { atMost: 1 } },
    ],
    detail: {
      appendAndFlushMs: { p50: round(base.p50), p99: round(base.p99) },
      keystrokeMs: Object.fromEntries(
        (['fast', 'slow', 'commit'] as const).map((name) => [
          name,
          [0.5, 0.99].map((share) => round(percentile(times[name], share))),
        ]),
      ),
      p99AgainstMedianOfBase: round(ratio(times.fast, 0.99, base.p50)),
    },
  };
}

/** Starts one every `everyMs`, whether or not the one before has ended, as a person does. */
async function paced(count: number, everyMs: number, work: () => Promise<number>): Promise<number[]> {
  const running: Promise<number>[] = [];
  const start = performance.now();
  while (running.length < count) {
    const due = Math.min(count, 1 + Math.floor((performance.now() - start) / everyMs));
    while (running.length < due) running.push(work());
    await new Promise((resolve) =>
      setTimeout(resolve, Math.max(0, running.length * everyMs - (performance.now() - start))),
    );
  }
  return Promise.all(running);
}

class PlainFile implements Disposable {
  readonly #file: number;

  constructor(path: string) {
    this.#file = openSync(path, 'a');
  }

  append(bytes: Uint8Array): number {
    const start = performance.now();
    writeSync(this.#file, bytes);
    fdatasyncSync(this.#file);
    return performance.now() - start;
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }
}

/** The writer without its thread. */
class AloneWriter implements Disposable {
  readonly #writer: Writer;

  constructor(folder: string, scriptId: ScriptId) {
    this.#writer = Writer.open(
      { folder, account: 'local', appVersion: '0.1.0', vaultId: randomUUID(), at: 1 },
      { newId: randomUUID, openSources: () => [] },
    );
    this.#writer.commit([{ name: 'create', input: { scriptId, title: 'Sample', updates: [], at: 1 } }]);
  }

  commit(change: Change): number {
    const start = performance.now();
    const [outcome] = this.#writer.commit([change]);
    const took = performance.now() - start;
    if (outcome?.ok !== true) throw new Error('The writer refused the sample.', { cause: outcome });
    return took;
  }

  [Symbol.dispose](): void {
    this.#writer[Symbol.dispose]();
  }
}
