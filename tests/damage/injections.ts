import Database from 'better-sqlite3';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../support/random.ts';
import { TemporaryFolder } from '../support/vault.ts';
import type { BaseVault, Files } from './base-vault.ts';

export const PAGE = 1024;
const SECTOR = 512;
const WAL_HEADER = 32;
const FRAME = 24 + PAGE;

export interface Injection {
  readonly region: string;
  readonly kind: string;
  readonly files: Files;
}

/** Where in the files a region lies: stretches of bytes. */
interface Stretch {
  readonly part: 'vault.db' | 'vault.db-wal' | 'vault.witness';
  readonly from: number;
  readonly bytes: number;
}

export type Regions = ReadonlyMap<string, readonly Stretch[]>;

/** The map of a file, as SQLite's own `dbstat` draws it. */
export function regionsOf({ files }: BaseVault): Regions {
  const regions = new Map<string, Stretch[]>();
  const add = (region: string, stretch: Stretch): void => {
    const there = regions.get(region);
    if (there === undefined) regions.set(region, [stretch]);
    else there.push(stretch);
  };
  using folder = new TemporaryFolder();
  const path = join(folder.path, 'vault.db');
  for (const [part, bytes] of files) writeFileSync(join(folder.path, part), bytes);
  const db = new Database(path);
  const bytes = files.get('vault.db')?.length ?? 0;
  const used = db.prepare('SELECT pageno, pagetype, name, ncell FROM dbstat').raw().all() as [
    number,
    string,
    string,
    number,
  ][];
  db.close();
  const pages = new Set(used.map(([page]) => page));
  add('header', { part: 'vault.db', from: 0, bytes: 100 });
  for (const [page, type, name, cells] of used) {
    if (page * PAGE > bytes) continue;
    const isSearch = name.startsWith('search') || name.includes('search_text');
    const region =
      cells === 0 && type === 'leaf'
        ? 'empty page'
        : isSearch
          ? 'search'
          : type === 'leaf'
            ? `leaf of ${name.replace(/^sqlite_autoindex_/, 'index ')}`
            : type;
    add(region, { part: 'vault.db', from: (page - 1) * PAGE, bytes: PAGE });
  }
  for (let page = 1; page * PAGE <= bytes; page += 1) {
    if (!pages.has(page)) add('free page', { part: 'vault.db', from: (page - 1) * PAGE, bytes: PAGE });
  }
  const wal = files.get('vault.db-wal')?.length ?? 0;
  if (wal > WAL_HEADER) add('WAL header', { part: 'vault.db-wal', from: 0, bytes: WAL_HEADER });
  for (let at = WAL_HEADER; at + FRAME <= wal; at += FRAME) {
    add('WAL frame', { part: 'vault.db-wal', from: at, bytes: FRAME });
  }
  const witness = files.get('vault.witness')?.length ?? 0;
  if (witness > 0) add('witness', { part: 'vault.witness', from: 0, bytes: witness });
  return regions;
}

/** One fault, in one region: what disks, cables, memory, other programs and people do to a file. */
export function inject(base: BaseVault, regions: Regions, random: Random): Injection {
  if (random.chance(12)) return injectWhole(base, random);
  const region = random.oneOf([...regions.keys()]);
  const stretch = random.oneOf(regions.get(region) ?? []);
  const original = base.files.get(stretch.part) ?? Buffer.alloc(0);
  const content = Buffer.from(original);
  const at = stretch.from + random.below(stretch.bytes);
  const kinds: Record<string, () => void> = {
    'one bit': () => void (content[at] = (content[at] ?? 0) ^ (1 << random.below(8))),
    'several bits': () => {
      for (let time = 0; time < 6; time += 1) {
        const place = stretch.from + random.below(stretch.bytes);
        content[place] = (content[place] ?? 0) ^ (1 << random.below(8));
      }
    },
    'zeroed sector': () => void content.fill(0, at - (at % SECTOR), at - (at % SECTOR) + SECTOR),
    'noise sector': () => {
      for (let place = at - (at % SECTOR); place < Math.min(content.length, at - (at % SECTOR) + SECTOR); place += 1) {
        content[place] = random.below(256);
      }
    },
    'swapped pages': () => {
      const size = stretch.part === 'vault.db-wal' ? FRAME : PAGE;
      const start = stretch.part === 'vault.db-wal' ? WAL_HEADER : 0;
      const last = Math.floor((content.length - start) / size);
      if (last < 2) return;
      const one = start + random.below(last) * size;
      const two = start + random.below(last) * size;
      original.copy(content, one, two, two + size);
      original.copy(content, two, one, one + size);
    },
    'stale page': () => {
      if (stretch.part !== 'vault.db' || at >= base.earlier.length) return;
      const from = at - (at % PAGE);
      base.earlier.copy(content, from, from, from + PAGE);
    },
  };
  const kind = random.oneOf(Object.keys(kinds));
  kinds[kind]?.();
  return { region, kind, files: new Map([...base.files, [stretch.part, content]]) };
}

/** Faults of whole files. */
function injectWhole(base: BaseVault, random: Random): Injection {
  const db = base.files.get('vault.db') ?? Buffer.alloc(0);
  const wal = base.files.get('vault.db-wal');
  const without = (part: string): Files => new Map([...base.files].filter(([name]) => name !== part));
  const kinds: Record<string, () => Files> = {
    'cut off anywhere': () => new Map([...base.files, ['vault.db', db.subarray(0, random.below(db.length))]]),
    'cut off at a page': () =>
      new Map([...base.files, ['vault.db', db.subarray(0, PAGE * random.below(Math.floor(db.length / PAGE)))]]),
    emptied: () => new Map([...base.files, ['vault.db', Buffer.alloc(0)]]),
    gone: () => without('vault.db'),
    'an older copy': () => new Map([...without('vault.db-wal'), ['vault.db', base.earlier]]),
    'the WAL is gone': () => without('vault.db-wal'),
    'the WAL is cut off': () =>
      wal === undefined
        ? base.files
        : new Map([...base.files, ['vault.db-wal', wal.subarray(0, random.below(wal.length))]]),
    'the witness is gone': () => without('vault.witness'),
  };
  const kind = random.oneOf(Object.keys(kinds));
  return { region: 'whole file', kind, files: kinds[kind]?.() ?? base.files };
}
