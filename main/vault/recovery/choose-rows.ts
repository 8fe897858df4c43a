import { sha256 } from '../seal.ts';
import { zstdDecompressSync } from 'node:zlib';
import type { FoundRows } from './find-rows.ts';
import { columnOf, type FoundRow, type Standing } from './read-row.ts';
import type { SealedTable } from './sealed-tables.ts';

const RANK: Readonly<Record<Standing, number>> = { live: 3, current: 2, old: 1 };

/**
 * One row for each key. Where the whole table could be read, what lies elsewhere was replaced or deleted and is not
 * brought back; else anything is better than nothing, the newest first.
 */
export function chooseRows(found: FoundRows, table: SealedTable): readonly FoundRow[] {
  const isWhole = found.whole.has(table.name);
  const chosen = new Map<string, FoundRow>();
  for (const row of found.rows.get(table.name) ?? []) {
    if (isWhole && row.standing === 'old') continue;
    const key = JSON.stringify(row.values.slice(0, table.keys === 'rowid' ? 1 : table.keys));
    const there = chosen.get(key);
    if (there === undefined || isBetter(row, there)) chosen.set(key, row);
  }
  return [...chosen.values()].filter(hasItsBody);
}

function isBetter(row: FoundRow, there: FoundRow): boolean {
  // A head that is further on is the later one, wherever it was found.
  if (row.table.name === 'head') return Number(columnOf(row, 'turn')) > Number(columnOf(there, 'turn'));
  // Images are read oldest first.
  return RANK[row.standing] >= RANK[there.standing];
}

/** Says whether the bytes outside a row's seal are those that its digest is of. */
export function hasItsBody(row: FoundRow): boolean {
  const { body } = row.table;
  if (body === undefined) return true;
  const content = columnOf(row, body.column);
  if (content === null) return true;
  const sha = columnOf(row, body.sha);
  if (!Buffer.isBuffer(content) || !Buffer.isBuffer(sha)) return false;
  const unpacked =
    body.unpackedBytes === undefined ? content : unpack(content, Number(columnOf(row, body.unpackedBytes)));
  return unpacked !== undefined && sha256(unpacked).equals(sha);
}

/** What was compressed, or undefined where that cannot be read. */
export function unpack(content: Uint8Array, bytes: number): Buffer | undefined {
  try {
    return zstdDecompressSync(content, { maxOutputLength: Math.max(1, bytes) });
  } catch {
    // Damaged compressed bytes are exactly what is asked about here.
    return undefined;
  }
}
