import { PersonId, UpdateId } from '../ids.ts';

/** The format of updates that this build and its server know: a Yjs update, V1. */
export const YJS_V1 = 1;

/** One update of a script's log on its way from the server. */
export interface Frame {
  readonly id: UpdateId;
  /** 1 to 255. Unknown formats are stored, not applied. */
  readonly format: number;
  readonly bytes: Uint8Array;
  /** Index in the list of people that comes with the frames, 0 to 254. */
  readonly pushedBy: number;
  /** Who wrote it first, as the pusher says it: an index likewise; undefined for the pusher. */
  readonly author: number | undefined;
}

/** u32 length of bytes, u8 format, 16 bytes of id, u8 pusher, u8 author; all big-endian. */
export const FRAME_HEADER_BYTES = 23;
/** So many people one list can hold: the last number stands for nobody. */
export const MAX_PEOPLE = 255;
const NOBODY = 255;

/** Frames as they travel: each `u32 length ‖ u8 format ‖ 16 B id ‖ u8 pusher ‖ u8 author or 255 ‖ bytes`, no gaps. */
export function encodeFrames(frames: readonly Frame[]): Uint8Array<ArrayBuffer> {
  const length = frames.reduce((sum, { bytes }) => sum + FRAME_HEADER_BYTES + bytes.length, 0);
  const all = new Uint8Array(length);
  const view = new DataView(all.buffer);
  let at = 0;
  for (const { id, format, bytes, pushedBy, author } of frames) {
    view.setUint32(at, bytes.length);
    view.setUint8(at + 4, format);
    all.set(uuidToBytes(id), at + 5);
    view.setUint8(at + 21, pushedBy);
    view.setUint8(at + 22, author ?? NOBODY);
    all.set(bytes, at + FRAME_HEADER_BYTES);
    at += FRAME_HEADER_BYTES + bytes.length;
  }
  return all;
}

/** Reads what `encodeFrames` or the server made. The bytes are views of `all`. Throws for anything else. */
export function decodeFrames(all: Uint8Array, people: number): readonly Frame[] {
  const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
  const frames: Frame[] = [];
  let at = 0;
  while (at < all.length) {
    if (at + FRAME_HEADER_BYTES > all.length) throw new RangeError('A frame ends within its header.');
    const end = at + FRAME_HEADER_BYTES + view.getUint32(at);
    if (end > all.length) throw new RangeError('A frame is longer than what came.');
    const pushedBy = view.getUint8(at + 21);
    const author = view.getUint8(at + 22);
    if (pushedBy >= people || (author !== NOBODY && author >= people)) {
      throw new RangeError('A frame names nobody of its list.');
    }
    frames.push({
      id: UpdateId.parse(bytesToUuid(all.subarray(at + 5, at + 21))),
      format: view.getUint8(at + 4),
      bytes: all.subarray(at + FRAME_HEADER_BYTES, end),
      pushedBy,
      author: author === NOBODY ? undefined : author,
    });
    at = end;
  }
  return frames;
}

/** The 16 bytes that a UUID's digits name, as Postgres' uuid_send gives them. Called for each update of a log: quick. */
export function uuidToBytes(uuid: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(16);
  let digits = 0;
  for (let at = 0; at < uuid.length && digits < 32; at += 1) {
    const digit = valueOf(uuid.charCodeAt(at));
    if (digit < 0) continue;
    bytes[digits >> 1] = digits % 2 === 0 ? digit << 4 : (bytes[digits >> 1] ?? 0) | digit;
    digits += 1;
  }
  return bytes;
}

/** Of a hexadecimal digit; -1 for a hyphen. */
function valueOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const HYPHENS_BEFORE = [4, 6, 8, 10];

export function bytesToUuid(bytes: Uint8Array): string {
  let uuid = '';
  for (let at = 0; at < 16; at += 1) uuid += (HYPHENS_BEFORE.includes(at) ? '-' : '') + (HEX[bytes[at] ?? 0] ?? '');
  return uuid;
}

/** A person of a ring's list. */
export const bytesToPerson = (bytes: Uint8Array): PersonId => PersonId.parse(bytesToUuid(bytes));
