import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cellAt, cellOffsets, kindOf, overflowPages, PageKind } from '../../main/vault/recovery/cells.ts';
import { PageImages } from '../../main/vault/recovery/page-images.ts';
import { reachTables } from '../../main/vault/recovery/reach-tables.ts';
import { TemporaryFolder } from '../support/vault.ts';
import type { Files } from './base-vault.ts';
import { PAGE } from './injections.ts';

const WAL_HEADER = 32;
const FRAME = 24 + PAGE;

/** Where the newest image of a page lies: `db 12` or `wal 40`. */
type Spot = string;

/** For every row of the log, by its entry: where all its bytes lie. */
export type RowSpots = ReadonlyMap<number, readonly Spot[]>;

export function rowSpots(files: Files): RowSpots {
  using folder = new TemporaryFolder();
  for (const [part, bytes] of files) writeFileSync(join(folder.path, part), bytes);
  using images = PageImages.open(join(folder.path, 'vault.db'));
  const spots = new Map<number, readonly Spot[]>();
  for (const [page, table] of reachTables(images).tableOf) {
    const image = images.newest(page);
    if (table !== 'script_update' || image === undefined || kindOf(image) !== PageKind.leafTable) continue;
    for (const offset of cellOffsets(image, PageKind.leafTable)) {
      const cell = cellAt(image, PageKind.leafTable, offset);
      if (cell === undefined) continue;
      const overflow = overflowPages(cell, PageKind.leafTable, images).flatMap((page) => images.newest(page) ?? []);
      spots.set(
        cell.rowid,
        [image, ...overflow].map((spot) => (spot.frame < 0 ? `db ${spot.page}` : `wal ${spot.frame}`)),
      );
    }
  }
  return spots;
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
