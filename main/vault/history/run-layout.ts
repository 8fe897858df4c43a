import { failureOf } from '../failures.ts';
import type { LoggedUpdate } from '../update-log.ts';

/** An update as it stood in the log; its ordinal, digest and chain follow from where it stands. */
export type Entry = Pick<LoggedUpdate, 'id' | 'format' | 'origin' | 'savedAt' | 'bytes'>;

/** So many updates of one length are laid out byte position by byte position; longer ones are words, and stay together. */
const MIN_COLUMN = 8;
const MAX_COLUMN_BYTES = 64;

const ID_BYTES = 16;
/** Of a rising id: milliseconds, version, running number; what follows is its window's own. */
const STAMP_BYTES = 8;

/**
 * Lays a run of the log out so that it compresses well: each kind of value in a column of its own, times as steps, ids by
 * what they do not share with the id before, and updates of one length position by position, because the same key in the
 * same cell differs from the last one in two or three places. Nothing is left out: `decodeRun` gives the run back.
 */
export function encodeRun(run: readonly Entry[]): Buffer {
  const out = new ByteWriter();
  out.number(run.length);
  for (const { format } of run) out.number(format);
  for (const { origin } of run) out.number(origin);
  let time = 0;
  for (const { savedAt } of run) {
    out.step(savedAt - time);
    time = savedAt;
  }
  encodeIds(run, out);
  for (const { bytes } of run) out.number(bytes.length);
  const all = run.map(({ bytes }) => bytes);
  for (const group of columnsOf(all.map(({ length }) => length))) {
    const members = group.map((index) => all[index] ?? new Uint8Array());
    if (isColumn(members.length, members[0]?.length ?? 0)) out.transposed(members);
    else for (const bytes of members) out.bytes(bytes);
  }
  return out.done();
}

/** @throws Failure `damaged` when these are not bytes that `encodeRun` has made. */
export function decodeRun(run: Uint8Array): readonly Entry[] {
  const input = new ByteReader(run);
  const indexes = Array.from({ length: input.count() }, (_, index) => index);
  const formats = indexes.map(() => input.number());
  const origins = indexes.map(() => input.number());
  let time = 0;
  const times = indexes.map(() => (time += input.step()));
  const ids = decodeIds(times, input);
  const lengths = indexes.map(() => input.number());
  const all: Uint8Array[] = [];
  for (const group of columnsOf(lengths)) {
    const length = lengths[group[0] ?? 0] ?? 0;
    const members = isColumn(group.length, length)
      ? input.transposed(group.length, length)
      : group.map(() => input.bytes(length));
    group.forEach((index, at) => (all[index] = members[at] ?? new Uint8Array()));
  }
  input.end();
  return indexes.map((index) => ({
    id: ids[index] ?? new Uint8Array(),
    format: formats[index] ?? 0,
    origin: origins[index] ?? 0,
    savedAt: times[index] ?? 0,
    bytes: all[index] ?? new Uint8Array(),
  }));
}

function isColumn(members: number, length: number): boolean {
  return members >= MIN_COLUMN && length <= MAX_COLUMN_BYTES;
}

/** The places of each length, in the order in which the lengths first come. */
function columnsOf(lengths: readonly number[]): Iterable<readonly number[]> {
  const groups = new Map<number, number[]>();
  for (const [index, length] of lengths.entries()) {
    const group = groups.get(length);
    if (group === undefined) groups.set(length, [index]);
    else group.push(index);
  }
  return groups.values();
}

/** A rising id of the same window as the one before it: how long before saving it was made, and its number. Else whole. */
function encodeIds(run: readonly Entry[], out: ByteWriter): void {
  const rising = run.map(({ id }, index) => isRising(id) && endsAlike(id, run[index - 1]?.id));
  for (const is of rising) out.number(is ? 1 : 0);
  for (const [index, { id, savedAt }] of run.entries()) {
    if (rising[index] !== true) continue;
    out.step(savedAt - millisecondsOf(id));
    out.number(numberOf(id));
  }
  for (const [index, { id }] of run.entries()) if (rising[index] !== true) out.bytes(id);
}

function decodeIds(times: readonly number[], input: ByteReader): readonly Uint8Array[] {
  const rising = times.map(() => input.number() === 1);
  const stamps = times.map((savedAt, index) =>
    rising[index] === true ? { ms: savedAt - input.step(), number: input.number() } : undefined,
  );
  let before: Uint8Array = new Uint8Array(ID_BYTES);
  return stamps.map((stamp) => {
    before = stamp === undefined ? input.bytes(ID_BYTES) : stamped(stamp, before);
    return before;
  });
}

function isRising(id: Uint8Array): boolean {
  return id.length === ID_BYTES && (id[6] ?? 0) >> 4 === 7;
}

function endsAlike(id: Uint8Array, other: Uint8Array | undefined): boolean {
  if (other === undefined) return false;
  for (let at = STAMP_BYTES; at < ID_BYTES; at += 1) if (id[at] !== other[at]) return false;
  return true;
}

function millisecondsOf(id: Uint8Array): number {
  return id.subarray(0, 6).reduce((value, byte) => value * 256 + byte, 0);
}

function numberOf(id: Uint8Array): number {
  return ((id[6] ?? 0) % 16) * 256 + (id[7] ?? 0);
}

function stamped({ ms, number }: { readonly ms: number; readonly number: number }, before: Uint8Array): Uint8Array {
  if (ms < 0 || ms >= 2 ** 48 || number >= 4_096) throw failureOf('damaged');
  const id = Buffer.from(before);
  id.writeUIntBE(ms, 0, 6);
  id.writeUInt16BE(7 * 4_096 + number, 6);
  return id;
}

/** Whole numbers in sevens of bits, lowest first; steps with their sign as the lowest bit. */
class ByteWriter {
  #bytes = Buffer.allocUnsafe(64 * 1024);
  #at = 0;

  number(value: number): void {
    this.#grow(8);
    let left = value;
    while (left > 127) {
      this.#bytes[this.#at++] = 128 + (left % 128);
      left = Math.floor(left / 128);
    }
    this.#bytes[this.#at++] = left;
  }

  step(value: number): void {
    this.number(value < 0 ? -value * 2 - 1 : value * 2);
  }

  bytes(bytes: Uint8Array): void {
    this.#grow(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** The first byte of each, then the second of each, and so on. All are of one length. */
  transposed(rows: readonly Uint8Array[]): void {
    const length = rows[0]?.length ?? 0;
    this.#grow(length * rows.length);
    for (let column = 0; column < length; column += 1) {
      for (const row of rows) this.#bytes[this.#at++] = row[column] ?? 0;
    }
  }

  done(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  #grow(by: number): void {
    if (this.#at + by <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#at + by));
    larger.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = larger;
  }
}

class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  number(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw failureOf('damaged');
      value += (byte % 128) * scale;
      if (!Number.isSafeInteger(value)) throw failureOf('damaged');
      if (byte < 128) return value;
    }
  }

  step(): number {
    const value = this.number();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** How many entries follow: each takes a byte at least. */
  count(): number {
    const value = this.number();
    if (value > this.#bytes.length) throw failureOf('damaged');
    return value;
  }

  bytes(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw failureOf('damaged');
    const bytes = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }

  transposed(rows: number, length: number): Uint8Array[] {
    const columns = this.bytes(rows * length);
    return Array.from({ length: rows }, (_, row) => {
      const bytes = new Uint8Array(length);
      for (let column = 0; column < length; column += 1) bytes[column] = columns[column * rows + row] ?? 0;
      return bytes;
    });
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw failureOf('damaged');
  }
}
