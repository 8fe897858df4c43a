import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** One figure with its goal. A ratio: both sides of it are measured interleaved in the same run. */
export interface Part {
  readonly name: string;
  readonly ratio: number;
  readonly goal: { readonly atMost: number } | { readonly atLeast: number };
}

/** What a benchmark answers. `detail` holds the absolute figures and what they were measured on, for the reader only. */
export interface Measured {
  readonly parts: readonly [Part, ...Part[]];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What each bench/b<number>.ts exports; bench/run.ts finds the files by their names. */
export interface Benchmark {
  readonly run: () => Promise<Measured>;
}

export interface Line {
  readonly id: string;
  readonly ratio: number;
  readonly goal: string;
  readonly pass: boolean;
  readonly parts: readonly {
    readonly name: string;
    readonly ratio: number;
    readonly goal: string;
    readonly pass: boolean;
  }[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** One line per benchmark: it shows the part that is furthest from its goal, and then all of them. */
export function lineOf(id: string, { parts, detail }: Measured): Line {
  const worst = parts.reduce((one, other) => (strain(other) > strain(one) ? other : one));
  const all = parts.map((part) => ({
    name: part.name,
    ratio: round(part.ratio),
    goal: goalOf(part),
    pass: isMet(part),
  }));
  return {
    id,
    ratio: round(worst.ratio),
    goal: `${worst.name} ${goalOf(worst)}`,
    pass: parts.every(isMet),
    parts: all,
    detail,
  };
}

function isMet(part: Part): boolean {
  return strain(part) <= 1;
}

/** How much of its goal a part uses up: 1 is just met. */
function strain({ ratio, goal }: Part): number {
  return 'atMost' in goal ? ratio / goal.atMost : goal.atLeast / ratio;
}

function goalOf({ goal }: Part): string {
  return 'atMost' in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
}

export function round(value: number, digits = 3): number {
  return Number(value.toPrecision(digits));
}

/** The value that `share` (0 to 1) of all values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  const value = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
  if (value === undefined) throw new RangeError('No values.');
  return value;
}

/** Runs the contenders in turn, `rounds` times, so that whatever else the machine does hits them alike. Answers milliseconds. */
export async function interleave<N extends string>(
  contenders: Readonly<Record<N, () => unknown>>,
  { rounds, warmUps = 1 }: { readonly rounds: number; readonly warmUps?: number },
): Promise<Readonly<Record<N, readonly number[]>>> {
  const names = Object.keys(contenders) as N[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<N, number[]>;
  for (let turn = -warmUps; turn < rounds; turn += 1) {
    // Every other round goes the other way, so that nobody always runs in the same one's wake.
    for (const name of turn % 2 === 0 ? names : names.toReversed()) {
      const start = performance.now();
      await contenders[name]();
      const took = performance.now() - start;
      if (turn >= 0) times[name].push(took);
    }
  }
  return times;
}

/** A folder on the repository's own disk: the system's temporary folder may be memory, where a flush costs nothing. */
export class BenchFolder implements Disposable {
  readonly path: string;

  constructor(parent = process.env['BENCH_DIR'] ?? join(import.meta.dirname, '..', '.cache', 'bench')) {
    mkdirSync(parent, { recursive: true });
    this.path = mkdtempSync(join(parent, 'run-'));
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
