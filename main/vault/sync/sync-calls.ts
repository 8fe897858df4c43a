import type { ProjectId, ScriptId, UpdateId } from '../../../app/ids.ts';
import type { Batch, HeldReason, Lane, RefusedReason } from '../../../app/sync/facts.ts';
import type { ScriptPlace } from '../../../app/sync/places.ts';
import type { Access, Acknowledged, Page, Registered, SnapshotPage, Stored } from '../../../app/sync/ports.ts';

interface OfScript {
  readonly scriptId: ScriptId;
}

/** Workers have no clock: `at` is main's time of asking, in milliseconds since 1970. */
interface Timed {
  readonly at: number;
}

/** What the sync engine asks of the vault, `LocalLog`, and what people do in projects, as calls. Each is one transaction, or a savepoint in a group's. */
export interface SyncCalls {
  'sync-lanes': { input: object; output: readonly Lane[] };
  'sync-lane': { input: OfScript; output: Lane };
  'sync-batches': {
    input: OfScript & Timed & { readonly most: { readonly batches: number; readonly bytes: number } };
    output: readonly Batch[];
  };
  'sync-acknowledge': { input: OfScript & Timed & { readonly acknowledged: readonly Acknowledged[] }; output: Lane };
  'sync-receive': { input: OfScript & Timed & { readonly page: Page }; output: Stored };
  'sync-snapshot': { input: OfScript & Timed & { readonly page: SnapshotPage }; output: Stored };
  'sync-hold': { input: OfScript & Timed & { readonly reason: HeldReason }; output: Lane };
  'sync-release': { input: OfScript & Timed; output: Lane };
  'sync-set-aside': {
    input: OfScript & Timed & { readonly batchId: UpdateId; readonly reason: RefusedReason };
    output: Lane;
  };
  'sync-send-again': { input: OfScript & Timed; output: Lane };
  'sync-retry': {
    input: OfScript & Timed & { readonly attempts: number; readonly retryAt: number | null };
    output: Lane;
  };
  'sync-registered': { input: OfScript & Timed & { readonly server: Registered }; output: Lane };
  'sync-begin-healing': { input: OfScript & Timed; output: Lane };
  'sync-provable': {
    input: OfScript & { readonly after: UpdateId | null; readonly limit: number };
    output: readonly UpdateId[];
  };
  'sync-lost': { input: OfScript & Timed & { readonly ids: readonly UpdateId[] }; output: Lane };
  'sync-end-healing': { input: OfScript & Timed; output: Lane };
  'sync-store-access': { input: Timed & { readonly access: Access }; output: readonly Lane[] };
  'sync-access': { input: object; output: Access | null };
  /** A script of this device belongs to a project from now on. */
  'sync-join': { input: OfScript & Timed & { readonly projectId: ProjectId }; output: Lane };
  'sync-settle-title': { input: OfScript & Timed & { readonly keep: 'mine' | 'theirs' }; output: Lane };
  /** The person has read everything up to an ordinal of this log. */
  'sync-mark-read': { input: OfScript & Timed & { readonly ordinal: number | 'all' }; output: void };
  /** A script that was removed from this device comes back with the next access. */
  'sync-bring-again': { input: OfScript; output: void };
  'sync-places': { input: object; output: readonly ScriptPlace[] };
}

export type SyncRequest = {
  [N in keyof SyncCalls]: { readonly name: N; readonly input: SyncCalls[N]['input'] };
}[keyof SyncCalls];

/** Those that change something of one script: they share a group's transaction with what is typed. */
export type SyncChange = Extract<SyncRequest, { readonly input: OfScript & Timed }>;
export type SyncOther = Exclude<SyncRequest, SyncChange>;
