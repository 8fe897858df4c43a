import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  cellAt,
  cellOffsets,
  kindOf,
  overflowPages,
  PageKind,
  payloadOf,
  valuesOf,
  type Cell,
  type Value,
} from '../../main/vault/recovery/cells.ts';
import { PageImages } from '../../main/vault/recovery/page-images.ts';
import { reachTables } from '../../main/vault/recovery/reach-tables.ts';
import { sealedTables } from '../../main/vault/recovery/sealed-tables.ts';
import { TemporaryFolder } from '../support/vault.ts';
import type { Files } from './base-vault.ts';
import { rowKey, type Dump } from './dump.ts';
import { PAGE } from './injections.ts';

const WAL_HEADER = 32;
const FRAME = 24 + PAGE;
const ORDINALS = 2 ** 32;

/** Where the newest image of a page lies: `db 12` or `wal 40`. */
type Spot = string;

/** For everything that a dump says: where all the bytes of its row lie. */
export interface RowSpots {
  readonly updates: ReadonlyMap<string, readonly Spot[]>;
  readonly rows: ReadonlyMap<string, readonly Spot[]>;
}

/** `scripts` has the ids of scripts by their numbers. */
export function rowSpots(files: Files, said: Dump, scripts: ReadonlyMap<number, string>): RowSpots {
  using folder = new TemporaryFolder();
  for (const [part, bytes] of files) writeFileSync(join(folder.path, part), bytes);
  using images = PageImages.open(join(folder.path, 'vault.db'));
  const updates = new Map<string, readonly Spot[]>();
  const rows = new Map<string, readonly Spot[]>();
  for (const [page, name] of reachTables(images).tableOf) {
    const image = images.newest(page);
    const kind = image === undefined ? undefined : kindOf(image);
    if (image === undefined || kind === undefined || kind === PageKind.interiorTable) continue;
    for (const offset of cellOffsets(image, kind)) {
      const cell = cellAt(image, kind, offset);
      if (cell === undefined) continue;
      const spots = spotsOf(images, cell, kind);
      const places = placesOf(images, { cell, kind, name, scripts });
      for (const place of places.updates) if (said.updates.has(place)) updates.set(place, spots);
      for (const key of places.rows) if (said.rows.has(key)) rows.set(key, spots);
    }
  }
  // A row that belongs to another row says nothing without it.
  for (const [key, spots] of rows)
    rows.set(key, [...spots, ...(rows.get(ownerOf(key, said.rows.get(key) ?? '')) ?? [])]);
  if (updates.size !== said.updates.size || rows.size !== said.rows.size) throw new Error('Not every row was found.');
  return { updates, rows };
}

function spotsOf(images: PageImages, cell: Cell, kind: PageKind): readonly Spot[] {
  const overflow = overflowPages(cell, kind, images).flatMap((page) => images.newest(page) ?? []);
  return [cell.image, ...overflow].map(({ page, frame }) => (frame < 0 ? `db ${page}` : `wal ${frame}`));
}

/** The key of the row without which a row says nothing. */
function ownerOf(key: string, row: string): string {
  const [first = '', second = '', third = ''] = row.split(' ');
  const owners: Readonly<Record<string, string>> = {
    backup_script: `backup ${first}`,
    author: `script ${first}`,
    moment: `script ${second}`,
    batch: `script ${third}`,
    lane: `script ${first}`,
    read_mark: `script ${first}`,
  };
  return owners[key.split(' ')[0] ?? ''] ?? '';
}

interface FoundCell {
  readonly cell: Cell;
  readonly kind: PageKind;
  readonly name: string;
  readonly scripts: ReadonlyMap<number, string>;
}

/** Which parts of a dump a row tells. */
function placesOf(images: PageImages, { cell, kind, name, scripts }: FoundCell): { updates: string[]; rows: string[] } {
  const none = { updates: [], rows: [] };
  if (name === 'script_update') {
    const scriptId = scripts.get(Math.floor(cell.rowid / ORDINALS));
    return { ...none, updates: [`${scriptId} ${cell.rowid % ORDINALS}`] };
  }
  const table = sealedTables.find((known) => known.name === name);
  const payload = payloadOf(cell, kind, (page) => images.newest(page));
  const stored = payload === undefined ? undefined : valuesOf(payload);
  if (table === undefined || stored === undefined) return none;
  const values: readonly Value[] = table.keys === 'rowid' ? [cell.rowid, ...stored.slice(1)] : stored;
  if (name === 'segment') {
    const [, script, first, last] = values.map(Number);
    const ordinals = Array.from({ length: (last ?? 0) - (first ?? 0) + 1 }, (_, index) => (first ?? 0) + index);
    return { ...none, updates: ordinals.map((ordinal) => `${scripts.get(script ?? 0)} ${ordinal}`) };
  }
  return { ...none, rows: [rowKey(name, values.slice(0, table.keys === 'rowid' ? 1 : table.keys))] };
}

/** Every spot whose bytes are no longer what they were. */
export function damagedSpots(before: Files, after: Files): ReadonlySet<Spot> {
  const damaged = new Set<Spot>();
  const compare = (part: string, { start, size, name }: { start: number; size: number; name: string }): void => {
    const [was, is] = [before.get(part) ?? Buffer.alloc(0), after.get(part) ?? Buffer.alloc(0)];
    for (let at = start, number = 0; at < was.length; at += size, number += 1) {
      const isSame = was.subarray(at, at + size).equals(is.subarray(at, at + size));
      if (!isSame) damaged.add(`${name} ${name === 'db' ? number + 1 : number}`);
    }
  };
  compare('vault.db', { start: 0, size: PAGE, name: 'db' });
  compare('vault.db-wal', { start: WAL_HEADER, size: FRAME, name: 'wal' });
  return damaged;
}
