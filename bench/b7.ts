import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { ScriptId } from '../app/ids.ts';
import { Keeper } from '../main/vault/keeper.ts';
import { FILE_NAME, type KeeperJobs, type Request } from '../main/vault/protocol.ts';
import type { Vault } from '../main/vault/vault.ts';
import { Writer } from '../main/vault/writer.ts';
import { Random } from '../tests/support/random.ts';
import { openBenchVault } from './bench-vault.ts';
import { BenchFolder, interleave, percentile, round, type Measured } from './benchmark.ts';
import { writeLongAgo } from './long-ago.ts';
import { asNew, sampleScript } from './sample-data.ts';

const [FEW, MANY] = [10_000, 100_000];
const ROUNDS = 5;
const KEYS = 750;
const KEY_MS = 40;
const DAY_MS = 24 * 3_600_000;
const MONTH_MS = 31 * DAY_MS;
const NEVER_MS = 3_600_000;
/** By then somebody types. */
const START_MS = 1_000;

/** B7: packing a log, 100,000 rows against 10,000; and a keystroke's way to the disk while the keeper packs, against while it does not. */
export async function run(): Promise<Measured> {
  const { born, typed } = sampleScript({ seed: 7, rows: 400, keystrokes: MANY + 2 * KEYS });
  const { scriptId } = sampleScript({ seed: 7, rows: 1, keystrokes: 0 });
  const linear = await measureLinear([...born, ...typed], scriptId);
  const typing = await measureTyping([...born, ...typed.slice(0, MANY)], typed.slice(MANY), scriptId);
  return {
    parts: [
      { name: '100,000 rows against 10,000', ratio: linear.manyMs / linear.fewMs, goal: { atMost: 12 } },
      { name: 'keystroke p99 while it runs', ratio: typing.packing / typing.quiet, goal: { atMost: 1.5 } },
    ],
    detail: {
      packMs: { few: round(linear.fewMs), many: round(linear.manyMs) },
      keystrokeP99Ms: { packing: round(typing.packing), quiet: round(typing.quiet) },
      segmentsMadeWhileTyping: typing.segments,
      keys: KEYS,
    },
  };
}

async function measureLinear(updates: readonly Uint8Array[], scriptId: ScriptId) {
  using folder = new BenchFolder();
  const made = { few: await settled('few', FEW), many: await settled('many', MANY) };
  const times = { few: [] as number[], many: [] as number[] };
  let copies = 0;
  const pack = (name: 'few' | 'many') => async (): Promise<void> => {
    copies += 1;
    const copy = join(folder.path, `copy-${copies}`);
    cpSync(made[name].folder, copy, { recursive: true });
    using alone = new AloneKeeper(copy, made[name].at);
    times[name].push(await alone.pack());
  };
  await interleave({ few: pack('few'), many: pack('many') }, { rounds: ROUNDS, warmUps: 1 });
  return { fewMs: percentile(times.few.slice(1), 0.5), manyMs: percentile(times.many.slice(1), 0.5) };

  async function settled(name: string, rows: number): Promise<{ readonly folder: string; readonly at: number }> {
    const place = join(folder.path, name);
    const { endedAt } = writeLongAgo(place, scriptId, updates.slice(0, rows), { seed: 7 });
    const at = endedAt + MONTH_MS;
    using alone = new AloneKeeper(place, at);
    await alone.settle();
    return { folder: place, at };
  }
}

/** Keeper and writer in one thread: all the work, and nothing but the work. */
class AloneKeeper implements Disposable {
  readonly #at: number;
  readonly #writer: Writer;
  readonly #keeper: Keeper;

  constructor(folder: string, at: number) {
    this.#at = at;
    const random = new Random(7);
    this.#writer = Writer.open(
      { folder, account: 'local', appVersion: '0.1.0', vaultId: random.uuid(), at },
      { newId: () => random.uuid(), openSources: () => [] },
    );
    const ask = (name: string, input: object): Promise<unknown> =>
      Promise.resolve(this.#writer.store({ name, input } as Request<KeeperJobs>));
    this.#keeper = Keeper.open(join(folder, FILE_NAME), {
      writer: { ask: ask as never },
      onCounts: () => undefined,
      onTrouble: (_script, error) => {
        throw error;
      },
    });
  }

  settle(): Promise<void> {
    return this.#keeper.settle({ at: this.#at });
  }

  async pack(): Promise<number> {
    const { signal } = new AbortController();
    const chores = this.#keeper.historyChores({ rest: () => Promise.resolve() });
    const start = performance.now();
    for (const chore of chores) await chore.run({ at: this.#at, signal });
    return performance.now() - start;
  }

  [Symbol.dispose](): void {
    this.#keeper[Symbol.dispose]();
    this.#writer.end({ at: this.#at });
    this.#writer[Symbol.dispose]();
  }
}

/** Two vaults with the same log, keys to each in turn; only one of them packs its log meanwhile. */
async function measureTyping(written: readonly Uint8Array[], typed: readonly Uint8Array[], scriptId: ScriptId) {
  using folder = new BenchFolder();
  await using open = new AsyncDisposableStack();
  const write = async (name: string): Promise<number> => {
    const place = join(folder.path, name);
    const { endedAt } = writeLongAgo(place, scriptId, written, { seed: 7 });
    // Checks and backups are done, and nearly everything is packed; what was typed last is due two days later.
    const now = (): Date => new Date(endedAt + 6 * DAY_MS);
    await using vault = await openBenchVault(place, { now, indexAfterMs: NEVER_MS, choresAfterMs: NEVER_MS });
    await vault.settle();
    await vault.doChores();
    return endedAt + 8 * DAY_MS;
  };
  const start = async (name: string, at: number, choresAfterMs: number): Promise<Vault> => {
    const options = { now: () => new Date(at), indexAfterMs: NEVER_MS, choresAfterMs };
    return open.use(await openBenchVault(join(folder.path, name), options));
  };
  const at = { quiet: await write('quiet'), packing: await write('packing') };
  const quiet = await start('quiet', at.quiet, NEVER_MS);
  const packing = await start('packing', at.packing, START_MS);
  const [before] = (await packing.storage()).scripts;
  const times = { packing: [] as number[], quiet: [] as number[] };
  const keys = asNew(typed, new Random(7));
  for (let turn = 0; turn < KEYS; turn += 1) {
    const began = performance.now();
    for (const [into, vault] of [[times.packing, packing] as const, [times.quiet, quiet] as const]) {
      const key = keys.pop();
      if (key === undefined) throw new RangeError('The sample is used up.');
      const pressed = performance.now();
      await vault.append({ scriptId, ...key });
      into.push(performance.now() - pressed);
    }
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, KEY_MS - (performance.now() - began))));
  }
  const [after] = (await packing.storage()).scripts;
  const rowBytes = (before?.log ?? 0) - (after?.log ?? 0);
  if (rowBytes <= 0) throw new Error('Nothing was packed while keys were pressed.');
  return {
    packing: percentile(times.packing, 0.99),
    quiet: percentile(times.quiet, 0.99),
    segments: Math.round(rowBytes / 150 / 2_048),
  };
}
