import Database from 'better-sqlite3';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../support/random.ts';
import { TemporaryFolder } from '../support/vault.ts';
import { makeBases, type BaseVault } from './base-vault.ts';
import { dump } from './dump.ts';
import { inject, regionsOf } from './injections.ts';
import { tryInjection, type Pristine } from './try-injection.ts';
import { rowSpots } from './undamaged.ts';

export interface Played {
  readonly passed: number;
  readonly failures: readonly string[];
  /** Counts by region and kind of damage, for people. */
  readonly table: readonly string[];
}

/** Damages vaults in as many ways as are wanted; the seed of an injection is its number. */
export async function playDamage({
  injections,
  seed,
  from = 0,
}: {
  readonly injections: number;
  readonly seed: number;
  /** The number of the first one, to play a single one again. */
  readonly from?: number;
}): Promise<Played> {
  const bases = (await makeBases(seed)).map((base) => ({ base, regions: regionsOf(base), pristine: pristineOf(base) }));
  const failures: string[] = [];
  const counts = new Map<string, number>();
  const sums = { whole: 0, hit: 0, hitRecovered: 0 };
  const count = (key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  for (let number = from; number < from + injections; number += 1) {
    const random = new Random(seed * 1_000_000 + number);
    const { base, regions, pristine } = random.oneOf(bases);
    const injection = inject(base, regions, random);
    const name = `${number} (${base.name}; ${injection.region}; ${injection.kind})`;
    try {
      const { outcome, whole, hit, hitRecovered } = tryInjection(pristine, injection, random);
      count(`outcome: ${outcome}`);
      sums.whole += whole;
      sums.hit += hit;
      sums.hitRecovered += hitRecovered;
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
    count(`region: ${injection.region}`);
    count(`kind: ${injection.kind}`);
  }
  const table = [...counts].toSorted(([a], [b]) => a.localeCompare(b)).map(([key, times]) => `${key}: ${times}`);
  table.push(`undamaged rows that came back: ${sums.whole}`);
  table.push(`rows on damaged pages: ${sums.hit}, of which came back: ${sums.hitRecovered}`);
  return { passed: injections - failures.length, failures, table };
}

function pristineOf({ files }: BaseVault): Pristine {
  using folder = new TemporaryFolder();
  for (const [part, bytes] of files) writeFileSync(join(folder.path, part), bytes);
  const db = new Database(join(folder.path, 'vault.db'), { readonly: true });
  const scripts = db.prepare('SELECT script, script_id FROM head').raw().all() as [number, string][];
  db.close();
  const said = dump(folder.path);
  return { files, dump: said, spots: rowSpots(files, said, new Map(scripts)) };
}
