import type { SyncChange, SyncOther, SyncRequest } from './sync-calls.ts';

/** What is of no one script, or only read. */
export const syncOthers: Readonly<Record<SyncOther['name'], true>> = {
  'sync-lanes': true,
  'sync-lane': true,
  'sync-provable': true,
  'sync-store-access': true,
  'sync-access': true,
  'sync-places': true,
  'sync-bring-again': true,
};

/** Whether it changes something of one script. */
export function isSyncChange(request: SyncRequest): request is SyncChange {
  return !(request.name in syncOthers);
}

export function isSyncRequest<R extends { readonly name: string }>(request: R): request is Extract<R, SyncRequest> {
  return request.name.startsWith('sync-');
}
