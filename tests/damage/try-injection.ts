import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../app/failure.ts';
import { beginRecovery } from '../../main/vault/recovery/recover.ts';
import { examine } from '../../main/vault/recovery/examine.ts';
import { fullCheck } from '../../main/vault/recovery/full-check.ts';
import { makeUsable } from '../../main/vault/recovery/make-usable.ts';
import type { Random } from '../support/random.ts';
import { NOON, TemporaryFolder } from '../support/vault.ts';
import type { Files } from './base-vault.ts';
import { dump, isSameDump, type Dump } from './dump.ts';
import type { Injection } from './injections.ts';
import { damagedSpots, type RowSpots } from './undamaged.ts';

export interface Tried {
  readonly outcome: 'harmless' | 'told' | 'recovered' | 'refused';
  /** Rows whose bytes lie where nothing was damaged, and those that are there afterwards. */
  readonly whole: number;
  /** Rows on damaged pages, and how many of them came back all the same. */
  readonly hit: number;
  readonly hitRecovered: number;
}

export interface Pristine {
  readonly files: Files;
  readonly dump: Dump;
  readonly spots: RowSpots;
}

const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Throws where damage was not noticed, a whole row was lost, or the original was touched. */
export function tryInjection(pristine: Pristine, injection: Injection, random: Random): Tried {
  using folder = new TemporaryFolder();
  for (const [part, bytes] of injection.files) writeFileSync(join(folder.path, part), bytes);
  const path = join(folder.path, 'vault.db');
  const options = {
    folder: folder.path,
    account: 'local',
    vaultId: random.uuid(),
    at: NOON,
    newId: () => random.uuid(),
  };
  let found: string | null;
  try {
    found = look(path);
  } catch (error) {
    if (error instanceof Failure && error.code === 'newer-version')
      return { outcome: 'refused', whole: 0, hit: 0, hitRecovered: 0 };
    throw error;
  }
  assertUntouched(folder.path, injection.files, 'looking at it');
  if (found === null || found === 'remark') {
    // An index of the WAL may have been made by looking; nothing else.
    const isSame = existsSync(path) && isSameDump(dump(folder.path), pristine.dump);
    if (found === null && !isSame) throw new Error('damage was not noticed');
    return { outcome: found === null ? 'harmless' : 'told', whole: 0, hit: 0, hitRecovered: 0 };
  }
  if (found === 'findings') {
    beginRecovery({ kind: 'unusable', reason: 'damaged', usesRows: true, usesWal: true, changed: [] }, options);
  }
  makeUsable({ ...options, openSources: () => [] });
  assertSetAside(folder.path, injection.files);
  const after = look(path);
  if (after !== null) throw new Error(`what was built anew is not right: ${after}`);
  return { outcome: 'recovered', ...compare(pristine, injection.files, dump(folder.path)) };
}

/** As the app looks: at the start, then in the background. */
function look(path: string): 'unusable' | 'remark' | 'findings' | null {
  const examined = examine(path, { account: 'local' });
  if (examined.kind === 'unusable') return 'unusable';
  if (examined.kind === 'usable' && examined.remark !== null) return 'remark';
  const db = new Database(path, { readonly: true });
  try {
    for (const { findings } of fullCheck(db)) {
      if (findings.some(({ kind }) => kind !== 'unreadable')) return 'findings';
    }
    return null;
  } finally {
    db.close();
  }
}

function assertUntouched(folder: string, files: Files, doing: string): void {
  for (const [part, bytes] of files) {
    if (!readFileSync(join(folder, part)).equals(bytes)) throw new Error(`${doing} changed ${part}`);
  }
}

function assertSetAside(folder: string, files: Files): void {
  const [aside] = readdirSync(join(folder, 'set-aside'));
  const at = join(folder, 'set-aside', aside ?? '');
  const hashes = readFileSync(join(at, 'hashes.json'), 'utf8');
  for (const [part, bytes] of files) {
    if (part === 'vault.witness') continue;
    if (sha(readFileSync(join(at, part))) !== sha(bytes)) throw new Error(`${part} was changed by setting it aside`);
    if (!hashes.includes(sha(bytes))) throw new Error(`the hash of ${part} was not written down`);
  }
}

function compare(pristine: Pristine, files: Files, after: Dump): Omit<Tried, 'outcome'> {
  const damaged = damagedSpots(pristine.files, files);
  const counts = { whole: 0, hit: 0, hitRecovered: 0 };
  const { spots, dump: before } = pristine;
  const look = (key: string, where: readonly string[], isThere: boolean): void => {
    if (where.some((spot) => damaged.has(spot))) {
      counts.hit += 1;
      if (isThere) counts.hitRecovered += 1;
      return;
    }
    counts.whole += 1;
    if (!isThere) throw new Error(`${key} lies where nothing is damaged, and is not there afterwards`);
  };
  for (const [place, where] of spots.updates) {
    const [was, is] = [before.updates.get(place), after.updates.get(place)];
    // A row after a gap has another origin now; its bytes are what counts.
    look(place, where, was !== undefined && is !== undefined && bytesOf(is) === bytesOf(was));
  }
  for (const [key, where] of spots.rows) look(key, where, before.rows.get(key) === after.rows.get(key));
  return counts;
}

function bytesOf(row: string): string {
  return row.slice(row.lastIndexOf(' ') + 1);
}
