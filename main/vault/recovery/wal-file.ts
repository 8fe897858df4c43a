import { PAGE_BYTES } from '../database.ts';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const FRAME_BYTES = FRAME_HEADER_BYTES + PAGE_BYTES;
/** What a disk writes whole, at least. */
const SECTOR_BYTES = 512;
/** The last bit says in which order the checksums read their words. */
const MAGIC = 0x377f0682;

/** One page as a transaction wrote it into the WAL. */
export interface WalFrame {
  readonly page: number;
  /** Size of the database in pages after the transaction that ends here; 0 for every other frame. */
  readonly pagesAfter: number;
  /** Of the present generation, its checksum is right given the one before it, and its transaction ended. */
  readonly isSound: boolean;
  readonly content: Buffer;
}

export type WalState =
  /** There is none, or nothing in it. */
  | 'empty'
  /** Every transaction in it can be read. A last one that was never finished is no damage: nobody was told it is saved. */
  | 'whole'
  /** A transaction cannot be read although a later one was begun: it had been on disk. */
  | 'broken'
  /** The header cannot be read. Whether that lost anything, the file must tell. */
  | 'headless';

export interface WalFile {
  readonly state: WalState;
  /** First of the two salts, which rises by one whenever the file is begun anew; null when it cannot be read. */
  readonly salt: number | null;
  /** In order; also what is left of an earlier generation, or of a transaction that never ended. */
  readonly frames: readonly WalFrame[];
}

const NOTHING: WalFile = { state: 'empty', salt: null, frames: [] };

/** Reads a WAL without SQLite, which ends at the first frame it cannot read and says nothing of what comes after. */
export function readWal(bytes: Buffer): WalFile {
  if (bytes.length < HEADER_BYTES) return NOTHING;
  const slots = Math.floor((bytes.length - HEADER_BYTES) / FRAME_BYTES);
  const isBigEndian = (bytes.readUInt32BE(0) & 1) === 1;
  const sum = checksum(bytes, { from: 0, to: 24, seed: [0, 0], isBigEndian });
  const hasHeader =
    (bytes.readUInt32BE(0) & ~1) >>> 0 === MAGIC &&
    bytes.readUInt32BE(8) === PAGE_BYTES &&
    sum[0] === bytes.readUInt32BE(24) &&
    sum[1] === bytes.readUInt32BE(28);
  if (!hasHeader && slots === 0) return NOTHING;
  const saltAt = hasHeader ? 16 : HEADER_BYTES + 8;
  const frames: WalFrame[] = [];
  const present: Present[] = [];
  let seed: readonly [number, number] = hasHeader ? sum : [0, 0];
  for (let slot = 0; slot < slots; slot += 1) {
    const at = HEADER_BYTES + slot * FRAME_BYTES;
    const own = checksum(bytes, { from: at, to: at + 8, seed, isBigEndian });
    const whole = checksum(bytes, { from: at + FRAME_HEADER_BYTES, to: at + FRAME_BYTES, seed: own, isBigEndian });
    const written = [bytes.readUInt32BE(at + 16), bytes.readUInt32BE(at + 20)] as const;
    // Without a header the first frame's sum has nothing to be compared with.
    const isRight = (whole[0] === written[0] && whole[1] === written[1]) || (!hasHeader && slot === 0);
    const [page, pagesAfter] = [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)];
    const isPresent = bytes.compare(bytes, saltAt, saltAt + 8, at + 8, at + 16) === 0;
    // Where a sector ends between these words and the salts, the words may be of an earlier generation and the salts not.
    const isOfOnePiece = (at + 8) % SECTOR_BYTES !== 0;
    if (isPresent) present.push({ slot, isRight, isEnd: pagesAfter !== 0 && (isRight || isOfOnePiece) });
    const content = bytes.subarray(at + FRAME_HEADER_BYTES, at + FRAME_BYTES);
    frames.push({ page, pagesAfter, content, isSound: isPresent && isRight });
    seed = written;
  }
  const lastEnd = present.findLast(({ isEnd }) => isEnd)?.slot ?? -1;
  const judged = frames.map((frame, slot) => (slot > lastEnd ? { ...frame, isSound: false } : frame));
  if (!hasHeader) return { state: 'headless', salt: null, frames: judged };
  return { state: isBroken(present) ? 'broken' : 'whole', salt: bytes.readUInt32BE(16), frames: judged };
}

/** A frame with the header's salts. What else is in the file is of an earlier generation and long in the database. */
interface Present {
  readonly slot: number;
  readonly isRight: boolean;
  readonly isEnd: boolean;
}

/** Frames go to disk in order of transactions, and the next is begun only when the last is safe. */
function isBroken(present: readonly Present[]): boolean {
  const firstBad = present.findIndex(({ slot, isRight }, index) => !isRight || slot !== index);
  if (firstBad < 0) return false;
  const end = present.findIndex(({ isEnd }, index) => index >= firstBad && isEnd);
  return end >= 0 && end < present.length - 1;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly seed: readonly [number, number];
  readonly isBigEndian: boolean;
}

/** The WAL's own sum over pairs of 32-bit words. */
function checksum(bytes: Buffer, { from, to, seed, isBigEndian }: Stretch): readonly [number, number] {
  let [one, two] = seed;
  for (let at = from; at < to; at += 8) {
    one = (one + (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + two) >>> 0;
    two = (two + (isBigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + one) >>> 0;
  }
  return [one, two];
}
