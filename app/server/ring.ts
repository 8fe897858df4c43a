import type { PersonId } from '../ids.ts';
import { limits } from './limits.ts';
import { bytesToPerson, decodeFrames, encodeFrames, uuidToBytes, type Frame } from './frames.ts';

/**
 * What is broadcast once for each call that added to a script's log, on `script:<id>:<epoch>` under the event `ring`.
 * It is a doorbell: a lost one costs delay. Whoever stands at `first - 1` with this very chain may apply the frames at
 * once; anybody else pulls.
 */
export interface Ring {
  /** Position of the first of the updates. */
  readonly first: number;
  readonly count: number;
  /** The log's chain before them, 32 bytes: a reader with another one has another history. */
  readonly chainBefore: Uint8Array;
  /** Undefined when a ring with them would be over 64 KB. */
  readonly updates: { readonly people: readonly PersonId[]; readonly frames: readonly Frame[] } | undefined;
}

/** The event under which a script's old topic is rung, with nothing in it, when its epoch has changed. */
export const EPOCH_EVENT = 'epoch';
export const RING_EVENT = 'ring';

/** u64 first, u32 count, 32 bytes of chain; then, if it carries its updates, u8 people, 16 bytes each, and the frames. */
const HEAD_BYTES = 44;

export function encodeRing({ first, count, chainBefore, updates }: Ring): Uint8Array<ArrayBuffer> {
  const people = updates === undefined ? [] : updates.people;
  const frames = updates === undefined ? new Uint8Array() : encodeFrames(updates.frames);
  const listBytes = updates === undefined ? 0 : 1 + people.length * 16;
  const all = new Uint8Array(HEAD_BYTES + listBytes + frames.length);
  const view = new DataView(all.buffer);
  view.setBigUint64(0, BigInt(first));
  view.setUint32(8, count);
  all.set(chainBefore, 12);
  if (updates === undefined) return all;
  view.setUint8(HEAD_BYTES, people.length);
  people.forEach((person, index) => all.set(uuidToBytes(person), HEAD_BYTES + 1 + index * 16));
  all.set(frames, HEAD_BYTES + listBytes);
  return all;
}

/** Reads what the server broadcast. Throws for anything else: then only a pull tells. */
export function decodeRing(all: Uint8Array): Ring {
  if (all.length < HEAD_BYTES || all.length > limits.ringBytes) throw new RangeError('This is not a ring.');
  const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
  const first = Number(view.getBigUint64(0));
  const count = view.getUint32(8);
  if (!Number.isSafeInteger(first) || first < 1 || count < 1) throw new RangeError('A ring names no positions.');
  const head = { first, count, chainBefore: all.subarray(12, HEAD_BYTES) };
  if (all.length === HEAD_BYTES) return { ...head, updates: undefined };
  const people = view.getUint8(HEAD_BYTES);
  const framesAt = HEAD_BYTES + 1 + people * 16;
  if (framesAt > all.length) throw new RangeError('A ring ends within its list of people.');
  const frames = decodeFrames(all.subarray(framesAt), people);
  if (frames.length !== count) throw new RangeError('A ring has another number of updates than it says.');
  const person = (_: unknown, index: number): PersonId =>
    bytesToPerson(all.subarray(HEAD_BYTES + 1 + index * 16, HEAD_BYTES + 17 + index * 16));
  return { ...head, updates: { people: Array.from({ length: people }, person), frames } };
}
