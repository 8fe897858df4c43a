import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import * as z from 'zod';
import { Bytes } from '../../app/bytes.ts';
import { ScriptId, UpdateId } from '../../app/ids.ts';
import type { AccountKey } from '../../app/ipc/account.ts';

/** A row that the vault has not acknowledged, under the id and with the bytes that it will have there. */
export const KeptRow = z.object({
  scriptId: ScriptId,
  updateId: UpdateId,
  format: z.int(),
  update: Bytes,
  /** How many edits the row holds, for telling a person. */
  edits: z.int(),
  /** When it was kept, in milliseconds since 1970, and its place among those of that moment. */
  at: z.number(),
  turn: z.int(),
});
export type KeptRow = z.output<typeof KeptRow>;

/** The lifeboat: holds rows on this device while the vault cannot. Shared by all windows; it outlives them. */
export interface EmergencyStore {
  /** Resolves when all these rows are on disk, and not before; all of them or none. The same row again is harmless. */
  keep(rows: readonly KeptRow[]): Promise<void>;
  /** Every row, in the order in which they were kept. */
  read(): Promise<readonly KeptRow[]>;
  /** Lets go of rows: only of those that the vault has acknowledged. */
  forget(updateIds: readonly UpdateId[]): Promise<void>;
}

const NAME = 'galley-emergency';
/** y-indexeddb's store for what belongs to a document beside its updates. */
const ROWS = 'custom';
const UPDATES = 'updates';

/**
 * On IndexedDB. y-indexeddb opens and lays out the database; rows go in and out through transactions of our own, because
 * the library neither says when an update is on disk nor keeps its id (docs/adr/0306-the-emergency-store.md).
 */
export class IndexedEmergencyStore implements EmergencyStore {
  readonly #account: AccountKey | Promise<AccountKey>;
  #database: Promise<IDBDatabase> | null = null;

  /** Each account has a store of its own: rows never leave under another one. */
  constructor(account: AccountKey | Promise<AccountKey>) {
    this.#account = account;
  }

  async keep(rows: readonly KeptRow[]): Promise<void> {
    await this.#transact('readwrite', ({ rows: store }) => {
      for (const row of rows) store.put(row, row.updateId);
    });
  }

  async read(): Promise<readonly KeptRow[]> {
    const request = await this.#transact('readonly', ({ rows }) => rows.getAll());
    // What does not read as a row was put there by nobody we know; it stays where it is.
    const rows = request.result.flatMap((found) => KeptRow.safeParse(found).data ?? []);
    return rows.toSorted((a, b) => a.at - b.at || a.turn - b.turn);
  }

  async forget(updateIds: readonly UpdateId[]): Promise<void> {
    await this.#transact('readwrite', ({ rows, updates }) => {
      for (const updateId of updateIds) rows.delete(updateId);
      // The library writes the state of its own, empty document at every opening.
      updates.clear();
    });
  }

  /** Resolves when the transaction is complete, with what the work answered; on disk, when it wrote. */
  async #transact<T>(mode: IDBTransactionMode, work: (stores: Stores) => T): Promise<T> {
    const database = await this.#open();
    const transaction = this.#begin(database, mode);
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const result = work({ rows: transaction.objectStore(ROWS), updates: transaction.objectStore(UPDATES) });
    transaction.addEventListener('complete', () => resolve(result));
    // Also after an error of one request: nothing of the transaction is kept then.
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('The transaction was ended.')));
    return promise;
  }

  #begin(database: IDBDatabase, mode: IDBTransactionMode): IDBTransaction {
    try {
      // Strict: without it "complete" means that the operating system has the bytes, not the disk.
      return database.transaction([ROWS, UPDATES], mode, { durability: 'strict' });
    } catch (error) {
      // The browser has closed the connection: the next attempt opens another.
      if (error instanceof DOMException && error.name === 'InvalidStateError') this.#database = null;
      throw error;
    }
  }

  #open(): Promise<IDBDatabase> {
    if (this.#database === null) {
      const opening = openDatabase(this.#account);
      this.#database = opening;
      opening.catch(() => (this.#database = null));
    }
    return this.#database;
  }
}

async function openDatabase(account: AccountKey | Promise<AccountKey>): Promise<IDBDatabase> {
  const whose = await account;
  return new IndexeddbPersistence(whose === 'local' ? NAME : `${NAME}-${whose}`, new Y.Doc())._db;
}

interface Stores {
  readonly rows: IDBObjectStore;
  readonly updates: IDBObjectStore;
}
