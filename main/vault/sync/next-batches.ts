import * as Y from 'yjs';
import { PersonId } from '../../../app/ids.ts';
import { isReadable } from '../../../app/script/read-updates.ts';
import type { Batch } from '../../../app/sync/facts.ts';
import type { Sqlite } from '../database.ts';
import { failureOf } from '../failures.ts';
import type { Head } from '../head-table.ts';
import { AuthorTable } from '../history/author-table.ts';
import type { Stretch } from '../history/history-log.ts';
import { writtenBy } from '../history/written-by.ts';
import { sha256 } from '../seal.ts';
import { Origin, UpdateLog, type NamedUpdate } from '../update-log.ts';
import { batchIdOf } from './batch-id.ts';
import type { BatchRow } from './batch-table.ts';
import type { Lanes } from './lanes.ts';

/** What one batch holds at most; an update that is larger by itself is one. */
const MAX_UPDATES = 256;
const MAX_BYTES = 256 * 1024;
/**
 * So many updates are merged in one call, about 2 ms of typing: whoever types meanwhile waits for no more. Who has more
 * waiting asks again.
 */
const MAX_MERGED = 256;

export interface Most {
  readonly batches: number;
  readonly bytes: number;
}

/** Makes batches of what is in none, and gives those that wait. Belongs inside a transaction. */
export class NextBatches {
  readonly #account: string;
  readonly #lanes: Lanes;
  readonly #log: UpdateLog;
  readonly #authors: AuthorTable;

  constructor(db: Sqlite, { account, lanes }: { readonly account: string; readonly lanes: Lanes }) {
    this.#account = account;
    this.#lanes = lanes;
    this.#log = new UpdateLog(db);
    this.#authors = new AuthorTable(db);
  }

  /** What waits, oldest first, as far as `most` allows, and one at least. What is held is left where it is. */
  of(head: Head, { most, at }: { readonly most: Most; readonly at: number }): readonly Batch[] {
    const { heldTo } = this.#lanes.rows.of(head.script);
    const basket = new Basket(most, this.#account);
    for (const row of this.#lanes.batches.waiting(head.script, { behind: heldTo, limit: Math.max(1, most.batches) })) {
      if (!basket.hasRoom) return basket.batches;
      basket.add(...this.#withBytes(head, row));
    }
    let merged = 0;
    for (const gap of this.#lanes.gaps(head)) {
      for (let from = Math.max(gap.from, heldTo + 1); from <= gap.to;) {
        if (!basket.hasRoom || merged >= MAX_MERGED) return basket.batches;
        const [row, bytes] = this.#make(head, { from, to: gap.to }, at);
        basket.add(row, bytes);
        merged += row.last - row.first + 1;
        from = row.last + 1;
      }
    }
    return basket.batches;
  }

  #make(head: Head, gap: Stretch, at: number): [BatchRow, Uint8Array] {
    const run = this.#run(head, gap);
    const { updates, bytes } = mergeable(run);
    const [first] = updates;
    if (first === undefined) throw failureOf('damaged');
    const sha = sha256(bytes);
    const row: BatchRow = {
      batchId: batchIdOf(head.scriptId, idsOf(updates), sha),
      script: head.script,
      first: gap.from,
      last: gap.from + updates.length - 1,
      state: 'waiting',
      reason: null,
      position: null,
      format: first.format,
      madeAt: at,
      claimedAuthor: this.#authorOf(head, first),
      sha,
    };
    this.#lanes.add(row, bytes);
    return [row, bytes];
  }

  /**
   * What can be one batch, from the gap's beginning on: one format, one author, and not too much. What cannot be read goes
   * by itself, because whoever leaves it out leaves out the whole batch.
   */
  #run(head: Head, { from, to }: Stretch): readonly NamedUpdate[] {
    const updates = this.#log.readFrom(head, from, Math.min(MAX_UPDATES, to - from + 1));
    const [first] = updates;
    if (first === undefined) throw failureOf('damaged');
    const author = this.#authorOf(head, first);
    const run = [first];
    let size = first.bytes.length;
    if (!isReadable(first.bytes)) return run;
    for (const update of updates.slice(1, Math.min(MAX_UPDATES, to - from + 1))) {
      size += update.bytes.length;
      const isOfOne = update.format === first.format && this.#authorOf(head, update) === author;
      if (!isOfOne || size > MAX_BYTES || !isReadable(update.bytes)) break;
      run.push(update);
    }
    return run;
  }

  /** Of what was once received, and is known of no server any more. */
  #authorOf({ script }: Head, { origin, bytes }: NamedUpdate): PersonId | null {
    if (origin !== Origin.received) return null;
    const clientId = writtenBy(bytes);
    const person = clientId === null ? undefined : this.#authors.find(script, clientId)?.personId;
    return PersonId.safeParse(person).data ?? null;
  }

  /** What the server had and lost is put together again. Where it comes out differently it is another batch. */
  #withBytes(head: Head, row: BatchRow): [BatchRow, Uint8Array] {
    const kept = this.#lanes.batches.bytesOf(row.batchId);
    if (kept !== null) return [row, kept];
    const updates = this.#log.readFrom(head, row.first, row.last - row.first + 1).slice(0, row.last - row.first + 1);
    const bytes = merge(updates);
    const sha = sha256(bytes);
    const isSame = sha.equals(row.sha);
    const again = isSame ? row : { ...row, batchId: batchIdOf(head.scriptId, idsOf(updates), sha), sha };
    this.#lanes.change(row, again, bytes);
    return [again, bytes];
  }
}

/** What is handed out, and whether more may go with it. */
class Basket {
  readonly batches: Batch[] = [];
  readonly #most: Most;
  readonly #account: string;
  #bytes = 0;
  #isFull = false;

  constructor(most: Most, account: string) {
    this.#most = most;
    this.#account = account;
  }

  get hasRoom(): boolean {
    return this.batches.length === 0 || (!this.#isFull && this.batches.length < this.#most.batches);
  }

  add({ batchId, format, claimedAuthor }: BatchRow, bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    if (this.batches.length > 0 && this.#bytes > this.#most.bytes) this.#isFull = true;
    else {
      const author = claimedAuthor === this.#account ? null : claimedAuthor;
      this.batches.push({ batchId, format, bytes, claimedAuthor: author });
    }
  }
}

/** As many of them as can be one: all, unless Yjs finds something in them that it cannot merge. */
function mergeable(run: readonly NamedUpdate[]): {
  readonly updates: readonly NamedUpdate[];
  readonly bytes: Uint8Array;
} {
  try {
    return { updates: run, bytes: merge(run) };
  } catch (error) {
    const alone = run.slice(0, 1);
    if (run.length <= 1) throw error;
    return { updates: alone, bytes: merge(alone) };
  }
}

function merge(updates: readonly NamedUpdate[]): Uint8Array {
  const [first, ...others] = updates;
  if (first === undefined) throw failureOf('damaged');
  return others.length === 0 ? first.bytes : Y.mergeUpdates(updates.map(({ bytes }) => bytes));
}

const idsOf = (updates: readonly NamedUpdate[]): readonly Uint8Array[] => updates.map(({ id }) => id);
