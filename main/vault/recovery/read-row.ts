import { ScriptId } from '../../../app/ids.ts';
import { seal, sha256 } from '../seal.ts';
import { payloadOf, valuesOf, varint, PageKind, type Cell, type Value } from './cells.ts';
import type { PageImage, PageImages } from './page-images.ts';
import { sealedTables, sealedValues, type SealedTable } from './sealed-tables.ts';

/**
 * Where a row was found: on a page that a table leads to; on one that nothing leads to although it was never given up; on a
 * free page or an older image, where it was deleted or written anew.
 */
export type Standing = 'live' | 'current' | 'old';

/** A row whose seal is right. */
export interface FoundRow {
  readonly table: SealedTable;
  /** In the order of the table's columns. */
  readonly values: readonly Value[];
  readonly standing: Standing;
}

/** A row of the log, right or not. */
export interface FoundUpdate {
  readonly entry: number;
  readonly id: Buffer;
  readonly format: number;
  readonly origin: number;
  readonly savedAt: number;
  readonly sha: Buffer;
  readonly chain: Buffer;
  readonly bytesLength: number;
  /** The bytes are those that `sha` is of. */
  readonly isSound: boolean;
  readonly standing: Standing;
  /** Reads the bytes again. */
  read(): Buffer;
}

export type Found =
  | { readonly kind: 'row'; readonly row: FoundRow }
  | { readonly kind: 'update'; readonly update: FoundUpdate }
  | { readonly kind: 'title'; readonly script: number; readonly title: string };

/** What a cell holds, if it is something of ours that can be told from chance. */
export function readRow(images: PageImages, cell: Cell, kind: PageKind, standing: Standing): Found | undefined {
  let unsound: Found | undefined;
  // An overflow page may have been written again since this image, or be in a later frame of the same transaction.
  for (const follow of waysToFollow(images, cell.image)) {
    const payload = payloadOf(cell, kind, follow);
    const values = payload === undefined ? undefined : valuesOf(payload);
    const found = values === undefined ? undefined : recognise(values, { cell, kind, standing, images, follow });
    if (found !== undefined && (found.kind !== 'update' || found.update.isSound)) return found;
    unsound ??= found;
    if (cell.image.content.length >= cell.payloadAt + cell.payloadBytes) break;
  }
  return unsound ?? (kind === PageKind.leafTable ? remainsOf(cell, standing) : undefined);
}

type Follow = (page: number) => PageImage | undefined;

function waysToFollow(images: PageImages, image: PageImage): readonly Follow[] {
  const end = images.endOf(image);
  return [
    (page) => images.newest(page),
    (page) => images.newest(page, end),
    (page) => images.inFile(page),
    (page) => images.anyInWal(page),
  ];
}

interface Context {
  readonly cell: Cell;
  readonly kind: PageKind;
  readonly standing: Standing;
  readonly images: PageImages;
  readonly follow: Follow;
}

function recognise(stored: readonly Value[], { cell, kind, standing, images, follow }: Context): Found | undefined {
  if (kind === PageKind.leafTable && stored[0] === null) {
    const values = [cell.rowid, ...stored.slice(1)];
    const update = updateOf(values, standing, readerOf(images, cell, follow));
    return update ?? rowOf(values, standing, (table) => table.keys === 'rowid') ?? titleOf(values);
  }
  return rowOf(stored, standing, (table) => table.keys !== 'rowid');
}

/** Knows the place alone: the pages of a long log do not fit into memory. */
function readerOf(images: PageImages, { image, rowid, payloadBytes, payloadAt }: Cell, follow: Follow): () => Buffer {
  const { page, frame } = image;
  return () => {
    const again = images.at(page, frame);
    const cell = again && { image: again, rowid, payloadBytes, payloadAt };
    return bytesIn(cell && payloadOf(cell, PageKind.leafTable, follow));
  };
}

function bytesIn(payload: Buffer | undefined): Buffer {
  const bytes = payload === undefined ? undefined : valuesOf(payload)?.[7];
  if (!Buffer.isBuffer(bytes)) throw new Error('A row that was found is no longer there.');
  return bytes;
}

/** The last moment that a Date can say. */
const MAX_TIME_MS = 8.64e15;
const isWithin = (value: number, most: number): boolean => value >= 0 && value <= most;
const isNumber = (value: Value | undefined): value is number => typeof value === 'number';
const isBlob = (value: Value | undefined): value is Buffer => Buffer.isBuffer(value);

function updateOf(values: readonly Value[], standing: Standing, read: () => Buffer): Found | undefined {
  const [entry, id, format, origin, savedAt, sha, chain, bytes] = values;
  if (!isNumber(entry) || entry <= 0 || !isNumber(format) || !isNumber(origin) || !isNumber(savedAt)) return undefined;
  if (!isBlob(id) || !isBlob(sha) || !isBlob(chain) || !isBlob(bytes)) return undefined;
  if (id.length !== 16 || sha.length !== 32 || chain.length !== 32) return undefined;
  if (!isWithin(format, 0xffff) || !isWithin(origin, 0xff) || !isWithin(savedAt, MAX_TIME_MS)) return undefined;
  const isSound = sha256(bytes).equals(sha);
  const kept = { id: Buffer.from(id), sha: Buffer.from(sha), chain: Buffer.from(chain) };
  const bytesLength = bytes.length;
  return { kind: 'update', update: { entry, format, origin, savedAt, ...kept, bytesLength, isSound, standing, read } };
}

/** What can still be read of an update whose end is gone: when it was written, and how large it was. */
function remainsOf(cell: Cell, standing: Standing): Found | undefined {
  const { content } = cell.image;
  const start = content.subarray(cell.payloadAt);
  const header = varint(start, 0);
  const bytesType = header === undefined ? undefined : lastType(start, header.value);
  if (header === undefined || bytesType === undefined || bytesType < 12) return undefined;
  const bytesLength = Math.floor((bytesType - 12) / 2);
  const fixed = cell.payloadBytes - bytesLength;
  if (fixed <= header.value || fixed > start.length) return undefined;
  // As if the bytes were empty: what stands before them lies in the page itself.
  const shortened = Buffer.concat([start.subarray(0, header.value), start.subarray(header.value, fixed)]);
  const values = valuesWithoutBytes(shortened, header.value);
  if (values === undefined || values[0] !== null) return undefined;
  const found = updateOf([cell.rowid, ...values.slice(1), Buffer.alloc(0)], standing, () => {
    throw new Error('This update cannot be read.');
  });
  return found?.kind === 'update'
    ? { kind: 'update', update: { ...found.update, bytesLength, isSound: false } }
    : undefined;
}

function lastType(record: Buffer, headerBytes: number): number | undefined {
  let at = varint(record, 0)?.end ?? 0;
  let last: number | undefined;
  while (at < headerBytes) {
    const type = varint(record, at);
    if (type === undefined) return undefined;
    [last, at] = [type.value, type.end];
  }
  return last;
}

function valuesWithoutBytes(record: Buffer, headerBytes: number): readonly Value[] | undefined {
  const types: Buffer[] = [];
  let at = varint(record, 0)?.end ?? 0;
  while (at < headerBytes) {
    const type = varint(record, at);
    if (type === undefined) return undefined;
    types.push(record.subarray(at, type.end));
    at = type.end;
  }
  const kept = Buffer.concat(types.slice(0, -1));
  return valuesOf(Buffer.concat([Buffer.of(kept.length + 1), kept, record.subarray(headerBytes)]));
}

function rowOf(
  values: readonly Value[],
  standing: Standing,
  isOfKind: (table: SealedTable) => boolean,
): Found | undefined {
  const table = sealedTables.find((known) => isOfKind(known) && isShapedLike(known, values) && isSealed(known, values));
  if (table === undefined) return undefined;
  // A row from before a column was added has nothing in its place.
  const whole = [...values, ...table.columns.slice(values.length).map(() => null)];
  // Copied: a slice would keep the whole block of the file in memory.
  const own = whole.map((value) => (Buffer.isBuffer(value) ? Buffer.from(value) : value));
  return { kind: 'row', row: { table, values: own, standing } };
}

/** Two tables may seal the same number of values in the same way. */
function isShapedLike({ types }: SealedTable, values: readonly Value[]): boolean {
  return (
    types.length >= values.length &&
    types.every((type, index) => {
      const value = values[index] ?? null;
      if (value === null) return type.endsWith('?');
      return type.startsWith(typeof value === 'number' ? 'INTEGER' : typeof value === 'string' ? 'TEXT' : 'BLOB');
    })
  );
}

/** Says whether a row's values are those that its seal is of. */
export function isSealed(table: SealedTable, values: readonly Value[]): boolean {
  const written = values[table.columns.indexOf('seal')];
  return Buffer.isBuffer(written) && written.length === 32 && seal(sealedValues(table, values)).equals(written);
}

/** A title among the texts that can be found: it has no seal, and is better than none. */
function titleOf(values: readonly Value[]): Found | undefined {
  const [, script, cell, place, , text] = values;
  if (values.length !== 7 || cell !== 'title' || place !== '') return undefined;
  if (!isNumber(script) || typeof text !== 'string' || text === '') return undefined;
  return { kind: 'title', script, title: text };
}

/** A value of a row by the name of its column. */
export function columnOf({ table, values }: Pick<FoundRow, 'table' | 'values'>, column: string): Value {
  const value = values[table.columns.indexOf(column)];
  if (value === undefined) throw new RangeError(`${table.name} has no column ${column}.`);
  return value;
}

export function scriptIdOf(row: FoundRow): ScriptId | undefined {
  return ScriptId.safeParse(columnOf(row, 'script_id')).data;
}
