import type { PersonId } from '../ids.ts';
import { chainAfter, chainToHex, hexToChain, type Chain, type Cursor } from '../server/chain.ts';
import type { Ring } from '../server/ring.ts';
import type { Batch, RemoteUpdate } from './facts.ts';
import type { Digest, Page, Pushed } from './ports.ts';

/** A stretch of the server's log that came by another way than a pull: a ring, or the answer to a push. */
export interface Heard {
  /** Position of the first of its updates. */
  readonly first: number;
  readonly count: number;
  /** Null when it only says that there are some. */
  readonly updates: readonly RemoteUpdate[] | null;
  /** Null where that is not told. */
  readonly chainBefore: Chain | null;
  readonly chainAfter: Chain | null;
}

/** What can be made of it at a cursor. */
export interface Followed {
  /** Everything that follows the cursor without a gap, as one page. */
  readonly page: Page | null;
  /** Each place within the page, its end included. */
  readonly places: readonly Cursor[];
  /** What lies further on: it may follow once the gap is filled. */
  readonly rest: readonly Heard[];
  /** Only a pull tells what is missing, or whose history this is. */
  readonly needsPull: boolean;
}

/** What is kept of rings beyond a gap: a pull brings them anyway. */
const MOST_REST = 200;

export function ringHeard({ first, count, chainBefore, updates }: Ring): Heard {
  const heard = { first, count, chainBefore: chainToHex(chainBefore), chainAfter: null };
  if (updates === undefined) return { ...heard, updates: null };
  const { people, frames } = updates;
  const read: RemoteUpdate[] = [];
  for (const { id, format, bytes, pushedBy, author } of frames) {
    const pusher = people[pushedBy];
    if (pusher === undefined) return { ...heard, updates: null };
    read.push({
      id,
      format,
      bytes,
      pushedBy: pusher,
      claimedAuthor: author === undefined ? null : (people[author] ?? null),
    });
  }
  return { ...heard, updates: read };
}

/** The page that a push added, where its answer tells: new positions without a gap, up to the log's end. */
export function pushHeard(batches: readonly Batch[], pushed: Pushed, me: PersonId): Heard | null {
  const first = pushed.positions[0];
  if (first === undefined || pushed.head !== first + batches.length - 1) return null;
  if (pushed.positions.some((position, index) => position !== first + index)) return null;
  const updates = batches.map(({ batchId, format, bytes, claimedAuthor }) => ({
    id: batchId,
    format,
    bytes,
    pushedBy: me,
    claimedAuthor,
  }));
  return { first, count: batches.length, updates, chainBefore: null, chainAfter: pushed.chain };
}

/**
 * Goes along what was heard from a cursor on. `trail` are places that this device has passed: a ring from before the
 * cursor is an old one if it fits there, and another history's otherwise.
 */
export function follow(
  cursor: Cursor,
  heard: readonly Heard[],
  trail: ReadonlyMap<number, Chain>,
  { digest, maxBytes }: { readonly digest: Digest; readonly maxBytes: number },
): Followed {
  const updates: RemoteUpdate[] = [];
  const places: Cursor[] = [];
  let to = cursor;
  let bytes = 0;
  let needsPull = false;
  const rest: Heard[] = [];
  for (const each of heard.toSorted((a, b) => a.first - b.first)) {
    const last = each.first + each.count - 1;
    if (last <= to.position) {
      // Within this page or the trail: an old one. Anything else is doubtful, and a pull asks with our own chain.
      const known = trail.get(each.first - 1) ?? chainAt(places, each.first - 1);
      if (each.chainBefore !== null && known !== each.chainBefore) needsPull = true;
      continue;
    }
    if (each.first !== to.position + 1 || bytes > maxBytes) {
      rest.push(each);
      needsPull ||= each.first !== to.position + 1 && bytes <= maxBytes;
      continue;
    }
    const steps = each.updates === null ? null : walk(to, each.updates, digest);
    const end = steps?.at(-1);
    const fits = (each.chainBefore ?? to.chain) === to.chain && (each.chainAfter ?? end?.chain) === end?.chain;
    if (each.updates === null || steps === null || end === undefined || !fits) {
      needsPull = true;
      continue;
    }
    updates.push(...each.updates);
    places.push(...steps);
    bytes += each.updates.reduce((sum, update) => sum + update.bytes.length, 0);
    to = end;
  }
  const page = updates.length === 0 ? null : { from: cursor, updates, to, people: [] };
  return { page, places, rest: rest.length > MOST_REST ? [] : rest, needsPull };
}

/** Every place behind `from`, one for each update. */
export function walk(from: Cursor, updates: readonly RemoteUpdate[], digest: Digest): readonly Cursor[] {
  let chain: Uint8Array = hexToChain(from.chain);
  return updates.map((update, index) => {
    chain = chainAfter(chain, update, (bytes) => digest.sha256(bytes));
    return { position: from.position + index + 1, chain: chainToHex(chain) };
  });
}

/** Whether a page's updates lead from its beginning to its end. */
export function holds({ from, updates, to }: Page, digest: Digest): boolean {
  let chain: Uint8Array = hexToChain(from.chain);
  for (const update of updates) chain = chainAfter(chain, update, (bytes) => digest.sha256(bytes));
  return from.position + updates.length === to.position && chainToHex(chain) === to.chain;
}

function chainAt(places: readonly Cursor[], position: number): Chain | undefined {
  return places.find((place) => place.position === position)?.chain;
}
