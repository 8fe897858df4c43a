import { hash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import type * as z from 'zod';
import { chainAfter, chainToHex, hexToChain, type Cursor } from '../../app/server/chain.ts';
import { decodeFrames, FRAME_HEADER_BYTES, type Frame } from '../../app/server/frames.ts';
import type { Pulled as PulledResult } from '../../app/server/log-calls.ts';
import type { Pulled } from '../../app/sync/ports.ts';

type Result = z.output<typeof PulledResult>;

const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');

/** Main's loop has windows to serve: after so many updates (about 2 ms) others come first. */
const UPDATES_AT_ONCE = 128;

/**
 * What a pull from `from` on brought, held against its own chain and hash. Undefined when it does not hold: something on
 * the way, or at the server, changed it.
 */
export async function readPulled(from: Cursor, result: Result): Promise<Pulled | undefined> {
  const { head, epoch } = result;
  switch (result.kind) {
    case 'diverged':
      return { kind: 'diverged', head, epoch };
    case 'snapshot': {
      const state = bytesOf(result.bytes);
      if (state === undefined || result.position <= from.position || result.position > head) return undefined;
      if (Buffer.from(sha256(state)).toString('hex') !== result.sha256) return undefined;
      const page = { from, state, to: { position: result.position, chain: result.chain } };
      return { kind: 'snapshot', page, head, epoch };
    }
    case 'updates': {
      const page = await readUpdates(from, result);
      return page === undefined ? undefined : { kind: 'updates', page, head, epoch };
    }
    default:
      return result satisfies never;
  }
}

type UpdatesPage = (Pulled & { kind: 'updates' })['page'];

async function readUpdates(from: Cursor, result: Result & { kind: 'updates' }): Promise<UpdatesPage | undefined> {
  const all = bytesOf(result.frames);
  if (all === undefined || result.first !== from.position + 1) return undefined;
  const people = result.people.map(({ id, name }) => ({ personId: id, name }));
  const updates = [];
  let running: Uint8Array = hexToChain(from.chain);
  for (let at = 0; at < all.length;) {
    const end = endOfRun(all, at);
    const frames = framesOf(all.subarray(at, end), people.length);
    if (frames === undefined) return undefined;
    for (const { id, format, bytes, pushedBy, author } of frames) {
      running = chainAfter(running, { id, bytes }, sha256);
      const pusher = people[pushedBy];
      if (pusher === undefined) return undefined;
      const claimed = author === undefined ? undefined : people[author];
      updates.push({ id, format, bytes, pushedBy: pusher.personId, claimedAuthor: claimed?.personId ?? null });
    }
    at = end;
    if (at < all.length) await breathe();
  }
  const to = { position: from.position + updates.length, chain: chainToHex(running) };
  if (updates.length !== result.count || to.chain !== result.chain || to.position > result.head) return undefined;
  return { from, updates, to, people };
}

/** Where the next few frames end; the end of everything where their lengths lead beyond it. */
function endOfRun(all: Uint8Array, at: number): number {
  const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
  let end = at;
  for (let count = 0; count < UPDATES_AT_ONCE && end + FRAME_HEADER_BYTES <= all.length; count += 1) {
    end += FRAME_HEADER_BYTES + view.getUint32(end);
  }
  return end === at || end > all.length ? all.length : end;
}

/** Undefined for what is no base64: Buffer passes over what it does not know, and everything here is held to a hash. */
function bytesOf(base64: string): Uint8Array | undefined {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== Math.floor((base64.replace(/=+$/, '').length * 3) / 4)) return undefined;
  // Out of the memory that Buffers share, and no Buffer: these bytes go on to other threads.
  return new Uint8Array(bytes);
}

function framesOf(bytes: Uint8Array, people: number): readonly Frame[] | undefined {
  try {
    return decodeFrames(bytes, people);
  } catch (error) {
    // What cannot be decoded is a page that does not hold.
    if (error instanceof RangeError || isInvalid(error)) return undefined;
    throw error;
  }
}

const isInvalid = (error: unknown): boolean => error instanceof Error && error.name === 'ZodError';
