import type { SyncChange, SyncOther, SyncRequest } from './sync-calls.ts';

const others: Readonly<Record<SyncOther['name'], true>> = {
  'sync-lanes': true,
  'sync-lane': true,
  'sync-provable': true,
  'sync-store-access': true,
  'sync-access': true,
};

/** Whether it changes something of one script. */
export function isSyncChange(request: SyncRequest): request is SyncChange {
  return !(request.name in others);
}
