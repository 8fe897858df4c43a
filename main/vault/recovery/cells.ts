import { PAGE_BYTES } from '../database.ts';
import type { PageImage, PageImages } from './page-images.ts';

export type Value = null | number | string | Buffer;

/** Where the payload of one row begins. Read when it is wanted: a log of a gigabyte does not fit into memory. */
export interface Cell {
  readonly image: PageImage;
  /** 0 in tables that have no row number. */
  readonly rowid: number;
  readonly payloadBytes: number;
  /** Offset in the page. */
  readonly payloadAt: number;
}

export const PageKind = { interiorIndex: 2, interiorTable: 5, leafIndex: 10, leafTable: 13 } as const;
export type PageKind = (typeof PageKind)[keyof typeof PageKind];

/** Page 1 begins with the file's header. */
const HEADER_BYTES = 100;
/** What a cell keeps in its page before the rest goes into overflow pages, as SQLite computes it from the page's size. */
const MAX_LOCAL_TABLE = PAGE_BYTES - 35;
const MAX_LOCAL_INDEX = Math.floor(((PAGE_BYTES - 12) * 64) / 255) - 23;
const MIN_LOCAL = Math.floor(((PAGE_BYTES - 12) * 32) / 255) - 23;
const OVERFLOW_BYTES = PAGE_BYTES - 4;
/** Larger than any row of ours: a length beyond it is damage. */
const MAX_PAYLOAD_BYTES = 512 * 1024 * 1024;

export function headerAt(page: number): number {
  return page === 1 ? HEADER_BYTES : 0;
}

export function kindOf({ page, content }: PageImage): PageKind | undefined {
  const kind = content[headerAt(page)];
  return Object.values(PageKind).find((known) => known === kind);
}

/** Where the page's own list says that cells begin. Nonsense is left out. */
export function cellOffsets({ page, content }: PageImage, kind: PageKind): readonly number[] {
  const at = headerAt(page);
  const listAt = at + (isInterior(kind) ? 12 : 8);
  const count = content.readUInt16BE(at + 3);
  const offsets: number[] = [];
  for (let index = 0; index < count && listAt + index * 2 + 2 <= PAGE_BYTES; index += 1) {
    const offset = content.readUInt16BE(listAt + index * 2);
    if (offset >= listAt && offset < PAGE_BYTES - 3) offsets.push(offset);
  }
  return offsets;
}

export function isInterior(kind: PageKind): boolean {
  return kind === PageKind.interiorIndex || kind === PageKind.interiorTable;
}

/** Pages below an interior one, in order. */
export function childrenOf(image: PageImage, kind: PageKind): readonly number[] {
  const offsets = cellOffsets(image, kind);
  const rightmost = image.content.readUInt32BE(headerAt(image.page) + 8);
  return [...offsets.map((offset) => image.content.readUInt32BE(offset)), rightmost];
}

/** The cell that begins there, or undefined where none can. */
export function cellAt(image: PageImage, kind: PageKind, offset: number): Cell | undefined {
  let at = kind === PageKind.interiorIndex ? offset + 4 : offset;
  const payload = varint(image.content, at);
  if (payload === undefined || payload.value < 2 || payload.value > MAX_PAYLOAD_BYTES) return undefined;
  at = payload.end;
  let rowid = 0;
  if (kind === PageKind.leafTable) {
    const number = varint(image.content, at);
    if (number === undefined) return undefined;
    [rowid, at] = [number.value, number.end];
  }
  const cell = { image, rowid, payloadBytes: payload.value, payloadAt: at };
  return at + localBytes(cell, kind) <= PAGE_BYTES ? cell : undefined;
}

function localBytes({ payloadBytes }: Pick<Cell, 'payloadBytes'>, kind: PageKind): number {
  const most = kind === PageKind.leafTable ? MAX_LOCAL_TABLE : MAX_LOCAL_INDEX;
  if (payloadBytes <= most) return payloadBytes;
  const wanted = MIN_LOCAL + ((payloadBytes - MIN_LOCAL) % OVERFLOW_BYTES);
  return wanted <= most ? wanted : MIN_LOCAL;
}

/**
 * The whole payload, or undefined where its pages do not lead to the end. `follow` says which image of an overflow page
 * belongs to this cell.
 */
export function payloadOf(
  cell: Cell,
  kind: PageKind,
  follow: (page: number) => PageImage | undefined,
): Buffer | undefined {
  const { content } = cell.image;
  const local = localBytes(cell, kind);
  if (local === cell.payloadBytes) return content.subarray(cell.payloadAt, cell.payloadAt + local);
  if (cell.payloadAt + local + 4 > PAGE_BYTES) return undefined;
  const payload = Buffer.alloc(cell.payloadBytes);
  content.copy(payload, 0, cell.payloadAt, cell.payloadAt + local);
  let next = content.readUInt32BE(cell.payloadAt + local);
  for (let filled = local; filled < payload.length; filled += OVERFLOW_BYTES) {
    const image = follow(next);
    if (image === undefined) return undefined;
    image.content.copy(payload, filled, 4, Math.min(PAGE_BYTES, 4 + payload.length - filled));
    next = image.content.readUInt32BE(0);
  }
  return next === 0 ? payload : undefined;
}

/** The overflow pages of a cell, as its own image and the newest ones lead to them. */
export function overflowPages(cell: Cell, kind: PageKind, images: PageImages): readonly number[] {
  const pages: number[] = [];
  payloadOf(cell, kind, (page) => {
    pages.push(page);
    return images.newest(page);
  });
  return pages;
}

/** The values of a record in the order of its columns, or undefined where this is no record. */
export function valuesOf(payload: Buffer): Value[] | undefined {
  const header = varint(payload, 0);
  if (header === undefined || header.value > payload.length) return undefined;
  const values: Value[] = [];
  let at = header.value;
  for (let typeAt = header.end; typeAt < header.value;) {
    const type = varint(payload, typeAt);
    if (type === undefined) return undefined;
    typeAt = type.end;
    const bytes = bytesOf(type.value);
    if (bytes === undefined || at + bytes > payload.length) return undefined;
    const value = valueAt(payload, type.value, at, bytes);
    if (value === undefined) return undefined;
    values.push(value);
    at += bytes;
  }
  return at === payload.length ? values : undefined;
}

const SMALL_TYPES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0] as const;

function bytesOf(type: number): number | undefined {
  return type >= 12 ? Math.floor((type - 12) / 2) : SMALL_TYPES[type];
}

function valueAt(payload: Buffer, type: number, at: number, bytes: number): Value | undefined {
  if (type === 0) return null;
  if (type === 8 || type === 9) return type - 8;
  if (type === 7) return payload.readDoubleBE(at);
  if (type === 6) {
    const value = Number(payload.readBigInt64BE(at));
    return Number.isSafeInteger(value) ? value : undefined;
  }
  if (type < 6) return payload.readIntBE(at, bytes);
  const content = payload.subarray(at, at + bytes);
  return type % 2 === 0 ? content : content.toString('utf8');
}

/** SQLite's variable-length number. Beyond 2^53 there is none in a vault. */
export function varint(bytes: Uint8Array, at: number): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let index = 0; index < 8; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return undefined;
    value = value * 128 + (byte & 127);
    if (value > Number.MAX_SAFE_INTEGER) return undefined;
    if (byte < 128) return { value, end: at + index + 1 };
  }
  return undefined;
}
