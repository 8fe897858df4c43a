import type { ScriptId } from '../../../app/ids.ts';
import type { Lane } from '../../../app/sync/facts.ts';
import type { Stored } from '../../../app/sync/ports.ts';
import type { Sqlite } from '../database.ts';
import { RemovalTable } from '../history/removal-table.ts';
import type { ScriptChanges, Staged } from '../script-changes.ts';
import { ScriptTable } from '../script-table.ts';
import { AccessStore } from './access-store.ts';
import { AccessTables } from './access-tables.ts';
import type { BatchRow, BatchState } from './batch-table.ts';
import { START } from './cursor-table.ts';
import { Lanes } from './lanes.ts';
import type { LaneRow } from './lane-table.ts';
import { UpdateLog } from '../update-log.ts';
import { NextBatches } from './next-batches.ts';
import { ReadMarkTable } from './read-mark-table.ts';
import { Receive } from './receive.ts';
import type { SyncCalls, SyncChange, SyncOther } from './sync-calls.ts';

type Input<N extends keyof SyncCalls> = SyncCalls[N]['input'];

/** Answers what the sync engine asks. Each call belongs inside a transaction, which writes the staged heads at its end. */
export class SyncDesk {
  readonly #changes: ScriptChanges;
  readonly #scripts: ScriptTable;
  readonly #lanes: Lanes;
  readonly #next: NextBatches;
  readonly #receive: Receive;
  readonly #access: AccessStore;
  readonly #removals: RemovalTable;
  readonly #marks: ReadMarkTable;
  readonly #log: UpdateLog;

  constructor(db: Sqlite, { account, changes }: { readonly account: string; readonly changes: ScriptChanges }) {
    this.#changes = changes;
    this.#scripts = new ScriptTable(db);
    const lanes = new Lanes(db);
    const tables = new AccessTables(db);
    this.#removals = new RemovalTable(db);
    this.#marks = new ReadMarkTable(db);
    this.#log = new UpdateLog(db);
    this.#lanes = lanes;
    this.#next = new NextBatches(db, { account, lanes });
    this.#receive = new Receive(db, { account, lanes, changes, people: tables });
    this.#access = new AccessStore({ tables, lanes, changes, scripts: this.#scripts, removals: this.#removals });
  }

  /** @throws Failure `not-found` for a script that is of no project, `damaged` */
  apply({ name, input }: SyncChange, staged: Staged): unknown {
    const { scriptId } = input;
    switch (name) {
      case 'sync-batches':
        return this.#next.of(this.#ofProject(scriptId, staged).head, input);
      case 'sync-acknowledge':
        return this.#acknowledge(input, staged);
      case 'sync-receive':
        return this.#stored(scriptId, staged, this.#receive.page(input.page, { ...input, staged }));
      case 'sync-snapshot':
        return this.#stored(scriptId, staged, this.#receive.snapshot(input.page, { ...input, staged }));
      case 'sync-hold': {
        const { head } = this.#ofProject(scriptId, staged);
        return this.#write(scriptId, staged, { heldTo: head.count, heldBecause: input.reason });
      }
      case 'sync-release':
        return this.#write(scriptId, staged, { heldTo: 0, heldBecause: null });
      case 'sync-set-aside':
        return this.#setAside(input, staged);
      case 'sync-send-again':
        return this.#sendAgain(input, staged);
      case 'sync-retry':
        return this.#retry(input, staged);
      case 'sync-registered':
        this.#access.register(this.#changes.scriptOf(scriptId), input.server);
        return this.#lane(scriptId, staged);
      case 'sync-begin-healing':
        return this.#beginHealing(scriptId, staged);
      case 'sync-lost':
        return this.#lost(input, staged);
      case 'sync-end-healing':
        return this.#write(scriptId, staged, { isHealing: false });
      case 'sync-join':
        this.#access.join(this.#changes.scriptOf(scriptId), input.projectId);
        // What was written before is no news to whoever brings it.
        this.#markRead({ ...input, ordinal: 'all' }, staged);
        return this.#lane(scriptId, staged);
      case 'sync-mark-read':
        return this.#markRead(input, staged);
      case 'sync-settle-title':
        this.#access.settleTitle(this.#changes.scriptOf(scriptId), input.keep);
        return this.#lane(scriptId, staged);
      default:
        return name satisfies never;
    }
  }

  /** What is of no one script. */
  answer({ name, input }: SyncOther, staged: Staged): unknown {
    switch (name) {
      case 'sync-lanes':
        return this.#all(staged);
      case 'sync-lane':
        return this.#lane(input.scriptId, staged);
      case 'sync-provable':
        return this.#provable(input, staged);
      case 'sync-store-access':
        this.#access.store(input.access, { at: input.at, staged });
        return this.#all(staged);
      case 'sync-access':
        return this.#access.last();
      case 'sync-bring-again':
        return this.#removals.forget(input.scriptId);
      case 'sync-places':
        return this.#access.places();
      default:
        return name satisfies never;
    }
  }

  /** Something was taken back, or a script is gone: what is remembered is read again. */
  forget(): void {
    this.#lanes.forget();
  }

  #all(staged: Staged): readonly Lane[] {
    return this.#scripts
      .ofProjects()
      .map((script) => this.#lanes.lane(script, this.#changes.headIn(script.scriptId, staged)));
  }

  #lane(scriptId: ScriptId, staged: Staged): Lane {
    return this.#lanes.lane(this.#changes.scriptOf(scriptId), this.#changes.headIn(scriptId, staged));
  }

  #ofProject(scriptId: ScriptId, staged: Staged) {
    const script = this.#changes.scriptOf(scriptId);
    const head = this.#changes.headIn(scriptId, staged);
    const lane = this.#lanes.lane(script, head);
    return { script: script.script, head, lane };
  }

  #stored(scriptId: ScriptId, staged: Staged, fresh: Extract<Stored, { kind: 'stored' }>['fresh'] | undefined): Stored {
    const lane = this.#lane(scriptId, staged);
    return fresh === undefined ? { kind: 'moved', lane } : { kind: 'stored', fresh, lane };
  }

  #write(scriptId: ScriptId, staged: Staged, change: Partial<LaneRow>): Lane {
    const { script } = this.#ofProject(scriptId, staged);
    this.#lanes.write({ ...this.#lanes.rows.of(script), ...change });
    return this.#lane(scriptId, staged);
  }

  #acknowledge({ scriptId, acknowledged }: Input<'sync-acknowledge'>, staged: Staged): Lane {
    const { script } = this.#ofProject(scriptId, staged);
    for (const { batchId, position } of acknowledged) {
      const batch = this.#lanes.batches.find(batchId);
      // What the vault has no batch of was never sent from here.
      if (batch?.script === script && !this.#isOfAnotherHistory(batch, position))
        this.#to(batch, { state: 'acknowledged', reason: null, position }, { bytes: null });
    }
    return this.#lane(scriptId, staged);
  }

  /** The cursor has passed that place with another update there: a server that was restored meanwhile lost the batch. */
  #isOfAnotherHistory({ script, batchId }: BatchRow, position: number): boolean {
    const there = this.#lanes.batches.at(script, position);
    const isPassed = position <= this.#lanes.cursors.of(script).cursor.position;
    return isPassed && there !== undefined && there.batchId !== batchId;
  }

  #setAside({ scriptId, batchId, reason }: Input<'sync-set-aside'>, staged: Staged): Lane {
    const { script } = this.#ofProject(scriptId, staged);
    const batch = this.#lanes.batches.find(batchId);
    if (batch?.script === script && batch.state === 'waiting') this.#to(batch, { state: 'set-aside', reason });
    return this.#lane(scriptId, staged);
  }

  #sendAgain({ scriptId }: Input<'sync-send-again'>, staged: Staged): Lane {
    const { script } = this.#ofProject(scriptId, staged);
    for (const batch of this.#lanes.batches.setAside(script)) this.#to(batch, { state: 'waiting', reason: null });
    return this.#lane(scriptId, staged);
  }

  #retry({ scriptId, attempts, retryAt }: Input<'sync-retry'>, staged: Staged): Lane {
    const { script } = this.#ofProject(scriptId, staged);
    this.#lanes.cursors.write({ ...this.#lanes.cursors.of(script), attempts, retryAt });
    return this.#lane(scriptId, staged);
  }

  #beginHealing(scriptId: ScriptId, staged: Staged): Lane {
    const { script } = this.#ofProject(scriptId, staged);
    this.#lanes.cursors.write({ ...this.#lanes.cursors.of(script), cursor: START });
    return this.#write(scriptId, staged, { isHealing: true });
  }

  #provable({ scriptId, after, limit }: Input<'sync-provable'>, staged: Staged): SyncCalls['sync-provable']['output'] {
    const { script } = this.#ofProject(scriptId, staged);
    const last = after === null ? undefined : this.#lanes.batches.find(after);
    return this.#lanes.batches.provable(script, { behind: last?.script === script ? last.first : 0, limit });
  }

  #lost({ scriptId, ids }: Input<'sync-lost'>, staged: Staged): Lane {
    const { script } = this.#ofProject(scriptId, staged);
    for (const id of ids) {
      const batch = this.#lanes.batches.find(id);
      const wasThere = batch?.state === 'acknowledged' || batch?.state === 'received';
      if (wasThere && batch.script === script) this.#to(batch, { state: 'waiting', reason: null, position: null });
    }
    return this.#lane(scriptId, staged);
  }

  /** Never goes back, except where what was read is of another history. */
  #markRead({ scriptId, ordinal: wanted, at }: Input<'sync-mark-read'>, staged: Staged): void {
    const head = this.#changes.headIn(scriptId, staged);
    const ordinal = wanted === 'all' ? head.count : Math.min(wanted, head.count);
    const before = this.#marks.of(head.script);
    if (before !== undefined && before.ordinal >= ordinal && this.#log.isAt(head, before)) return;
    const chain = ordinal === head.count ? head.chain : this.#log.placeAt(head, ordinal).chain;
    this.#marks.write({ script: head.script, ordinal, chain, readAt: at });
  }

  #to(
    batch: BatchRow,
    change: Pick<BatchRow, 'reason'> & { readonly state: BatchState; readonly position?: number | null },
    { bytes = this.#lanes.batches.bytesOf(batch.batchId) }: { readonly bytes?: Uint8Array | null } = {},
  ): void {
    this.#lanes.change(batch, { ...batch, ...change }, bytes);
  }
}
