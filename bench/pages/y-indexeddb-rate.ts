import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import { offer } from './offer.ts';

/** Hands every update to y-indexeddb at once, as a burst does, and answers the milliseconds until all are stored. */
offer(async ({ updates }: { readonly updates: readonly string[] }) => {
  const bytes = updates.map((update) => Uint8Array.from(atob(update), (letter) => letter.charCodeAt(0)));
  const doc = new Y.Doc();
  const store = new IndexeddbPersistence(`burst-${performance.now()}`, doc);
  await store.whenSynced;
  const start = performance.now();
  for (const update of bytes) store._storeUpdate(update, null);
  // A transaction on the same store begins when those before it have ended.
  await stored(store.db, bytes.length);
  const tookMs = performance.now() - start;
  await store.clearData();
  return { tookMs };
});

function stored(db: IDBDatabase | null, count: number): Promise<void> {
  const request = db?.transaction(['updates'], 'readwrite').objectStore('updates').count();
  return new Promise((resolve, reject) => {
    if (request === undefined) return reject(new Error('The store is not open.'));
    request.onerror = () => reject(request.error ?? new Error('The store could not be read.'));
    request.onsuccess = () =>
      request.result >= count ? resolve() : reject(new Error(`${request.result} of ${count} updates are stored.`));
  });
}
