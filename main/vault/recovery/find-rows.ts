import type { PageImage, PageImages } from './page-images.ts';
import { cellAt, cellOffsets, headerAt, kindOf, PageKind, type Cell } from './cells.ts';
import { hiddenCells } from './hidden-cells.ts';
import { reachTables } from './reach-tables.ts';
import { readRow, type FoundRow, type FoundUpdate, type Standing } from './read-row.ts';

/** Everything in a vault's files that proves itself to be a row of ours. */
export interface FoundRows {
  /** By table; one row may be found several times, in several states. */
  readonly rows: ReadonlyMap<string, readonly FoundRow[]>;
  /** One for each different content of each place. Unsound ones still tell when they were written. */
  readonly updates: readonly FoundUpdate[];
  /** Titles as the search knew them, by the script's number. */
  readonly titles: ReadonlyMap<number, string>;
  /** Tables whose every row was reached and read: what lies elsewhere is no row of theirs any more. */
  readonly whole: ReadonlySet<string>;
  /** How many places of each table can no longer be read, as far as that can be counted. */
  readonly unread: ReadonlyMap<string, number>;
}

export interface FindOptions {
  readonly onProgress?: (done: number, total: number) => void;
}

const IMAGES_PER_STEP = 4_096;

/** Looks at every image of every page, reached or not: each row proves itself by its digest. */
export function findRows(images: PageImages, { onProgress }: FindOptions = {}): FoundRows {
  const { tableOf, whole: reachable, broken, free } = reachTables(images);
  const whole = new Set(reachable);
  const unread = new Map(broken);
  const rows = new Map<string, FoundRow[]>();
  const updates = new Map<string, FoundUpdate>();
  const titles = new Map<number, string>();

  const take = (cell: Cell, kind: PageKind, standing: Standing): boolean => {
    const found = readRow(images, cell, kind, standing);
    if (found === undefined) return false;
    switch (found.kind) {
      case 'update':
        keepBetter(updates, found.update);
        return found.update.isSound;
      case 'row': {
        const there = rows.get(found.row.table.name);
        if (there === undefined) rows.set(found.row.table.name, [found.row]);
        else there.push(found.row);
        return true;
      }
      case 'title':
        if (standing === 'live' || !titles.has(found.script)) titles.set(found.script, found.title);
        return true;
      default:
        return found satisfies never;
    }
  };

  let done = 0;
  for (const image of images) {
    done += 1;
    if (done % IMAGES_PER_STEP === 0) onProgress?.(done, images.count);
    const table = images.isNewest(image) ? tableOf.get(image.page) : undefined;
    const isOwned = images.isNewest(image) && !free.has(image.page);
    const standing = table !== undefined ? 'live' : isOwned ? 'current' : 'old';
    const kind = kindOf(image);
    const missed = kind === undefined ? 1 : readPage(image, kind, (cell) => take(cell, kind, standing));
    if (missed === 0) continue;
    if (table !== undefined) unread.set(table, (unread.get(table) ?? 0) + missed);
    if (table !== undefined) whole.delete(table);
    for (const cell of hiddenCells(image)) take(cell, PageKind.leafTable, standing === 'old' ? 'old' : 'current');
  }
  return { rows, updates: [...updates.values()], titles, whole, unread };
}

/** Answers how many of a page's cells are nothing that `take` knows. */
function readPage(image: PageImage, kind: PageKind, take: (cell: Cell) => boolean): number {
  if (kind === PageKind.interiorTable) return 0;
  const offsets = cellOffsets(image, kind);
  const taken = offsets.filter((offset) => {
    const cell = cellAt(image, kind, offset);
    return cell !== undefined && take(cell);
  });
  // A list that is shorter than its count was cut off.
  return image.content.readUInt16BE(headerAt(image.page) + 3) - taken.length;
}

/** The same content twice is one update; of a damaged and a sound one with the same place and chain, the sound one. */
function keepBetter(updates: Map<string, FoundUpdate>, found: FoundUpdate): void {
  const key = `${found.entry} ${Buffer.from(found.chain).toString('latin1')} ${Buffer.from(found.sha).toString('latin1')}`;
  const there = updates.get(key);
  if (there === undefined || (!there.isSound && found.isSound)) updates.set(key, found);
}
