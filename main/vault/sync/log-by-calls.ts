import type { ScriptId, UpdateId } from '../../../app/ids.ts';
import type { HeldReason, RefusedReason } from '../../../app/sync/facts.ts';
import type { Access, Acknowledged, LocalLog, Page, Registered, SnapshotPage } from '../../../app/sync/ports.ts';
import type { SyncCalls } from './sync-calls.ts';

export interface CallsOptions {
  readonly ask: <N extends keyof SyncCalls>(name: N, input: SyncCalls[N]['input']) => Promise<SyncCalls[N]['output']>;
  readonly now: () => Date;
  /** Scripts, titles or places may be others than before. */
  readonly onLibraryChanged?: () => void;
}

/** The vault as the sync engine sees it, wherever its calls are answered: in the writer's thread, or here. */
export class LogByCalls implements LocalLog {
  readonly #options: CallsOptions;

  constructor(options: CallsOptions) {
    this.#options = options;
  }

  lanes() {
    return this.#options.ask('sync-lanes', {});
  }

  lane(scriptId: ScriptId) {
    return this.#options.ask('sync-lane', { scriptId });
  }

  nextBatches(scriptId: ScriptId, most: { readonly batches: number; readonly bytes: number }) {
    return this.#options.ask('sync-batches', { scriptId, most, at: this.#at() });
  }

  acknowledge(scriptId: ScriptId, acknowledged: readonly Acknowledged[]) {
    return this.#options.ask('sync-acknowledge', { scriptId, acknowledged, at: this.#at() });
  }

  receive(scriptId: ScriptId, page: Page) {
    return this.#options.ask('sync-receive', { scriptId, page, at: this.#at() });
  }

  receiveSnapshot(scriptId: ScriptId, page: SnapshotPage) {
    return this.#options.ask('sync-snapshot', { scriptId, page, at: this.#at() });
  }

  hold(scriptId: ScriptId, reason: HeldReason) {
    return this.#options.ask('sync-hold', { scriptId, reason, at: this.#at() });
  }

  release(scriptId: ScriptId) {
    return this.#options.ask('sync-release', { scriptId, at: this.#at() });
  }

  setAside(scriptId: ScriptId, batchId: UpdateId, reason: RefusedReason) {
    return this.#options.ask('sync-set-aside', { scriptId, batchId, reason, at: this.#at() });
  }

  sendAgain(scriptId: ScriptId) {
    return this.#options.ask('sync-send-again', { scriptId, at: this.#at() });
  }

  setRetry(scriptId: ScriptId, retry: { readonly attempts: number; readonly retryAt: number | null }) {
    return this.#options.ask('sync-retry', { scriptId, ...retry, at: this.#at() });
  }

  async registered(scriptId: ScriptId, server: Registered) {
    const lane = await this.#options.ask('sync-registered', { scriptId, server, at: this.#at() });
    this.#options.onLibraryChanged?.();
    return lane;
  }

  beginHealing(scriptId: ScriptId) {
    return this.#options.ask('sync-begin-healing', { scriptId, at: this.#at() });
  }

  provableIds(scriptId: ScriptId, after: UpdateId | null, limit: number) {
    return this.#options.ask('sync-provable', { scriptId, after, limit });
  }

  lost(scriptId: ScriptId, ids: readonly UpdateId[]) {
    return this.#options.ask('sync-lost', { scriptId, ids, at: this.#at() });
  }

  endHealing(scriptId: ScriptId) {
    return this.#options.ask('sync-end-healing', { scriptId, at: this.#at() });
  }

  async storeAccess(access: Access) {
    const lanes = await this.#options.ask('sync-store-access', { access, at: this.#at() });
    this.#options.onLibraryChanged?.();
    return lanes;
  }

  access() {
    return this.#options.ask('sync-access', {});
  }

  #at(): number {
    return this.#options.now().getTime();
  }
}
