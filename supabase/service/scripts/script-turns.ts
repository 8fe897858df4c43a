import * as z from 'zod';
import type { Database, Transaction } from '../database.ts';
import type { Metrics } from '../http/metrics.ts';
import type { HoldReason } from '../log-events.ts';
import { position } from '../rows.ts';
import type { ServiceLog } from '../service-log.ts';
import type { Task } from '../task-loop.ts';
import { claimScript, hold, moveOn, type Claimed } from './claim.ts';
import { readLog, type ReadLog } from './log-reader.ts';
import type { Replayer } from './replayer.ts';
import { writeRows } from './row-table.ts';
import { isSnapshotDue } from './snapshot-policy.ts';
import { openBase, removeSnapshot, writeSnapshot, type Base } from './snapshots.ts';

export interface ScriptTurnsOptions {
  readonly database: Database;
  readonly replayer: Pick<Replayer, 'replay'>;
  readonly log: ServiceLog;
  readonly metrics: Pick<Metrics, 'scriptRead' | 'setAside' | 'snapshotWritten' | 'scriptHeld'>;
}

const SetAside = z.object({ position });

/** One script a turn, one transaction a turn: all that was made of what was read, or nothing. */
export class ScriptTurns implements Task {
  readonly name = 'scripts';
  readonly #options: ScriptTurnsOptions;

  constructor(options: ScriptTurnsOptions) {
    this.#options = options;
  }

  run(signal: AbortSignal): Promise<boolean> {
    return this.#options.database.transact(async (transaction) => {
      const claimed = await claimScript(transaction);
      if (claimed === undefined) return false;
      await this.#turn(transaction, claimed, signal);
      return true;
    }, signal);
  }

  async #turn(transaction: Transaction, claimed: Claimed, signal: AbortSignal): Promise<void> {
    const { log, metrics, replayer } = this.#options;
    const { scriptId, written } = claimed;
    const startedAt = performance.now();
    if (claimed.isOtherLog) log.warn('script.restarted', { script: scriptId });
    const base = await openBase(transaction, scriptId);
    const read = await readLog(transaction, scriptId, base.place);
    const wantsState = isSnapshotDue({
      updates: read.updates.length,
      bytes: read.bytes,
      stateBytes: base.state?.byteLength ?? 0,
    });
    const known = await knownSetAside(transaction, scriptId, base);
    const answer = await replayer.replay(
      // A buffer of pg's is a window on a larger one, and would take all of that along into the thread.
      {
        state: base.state,
        updates: read.updates
          .filter((update) => !known.has(update.position))
          .map((update) => ({ ...update, bytes: new Uint8Array(update.bytes) })),
        wantsState,
      },
      signal,
    );
    switch (answer.kind) {
      case 'bad-state':
        // Next time it is read from an older one, or from the beginning.
        return removeSnapshot(transaction, scriptId, base.place.position);
      case 'unreadable-state':
        return this.#hold(transaction, claimed, 'unreadable-state');
      case 'failed':
        log.warn('replay.ended', { reason: answer.reason });
        return this.#hold(transaction, claimed, 'too-costly');
      case 'read':
        break;
      default:
        return answer satisfies never;
    }
    await this.#setAside(transaction, scriptId, answer.setAside);
    if (answer.state !== null) {
      await writeSnapshot(transaction, scriptId, { place: read.place, state: answer.state });
      metrics.snapshotWritten();
      log.info('script.snapshot', {
        script: scriptId,
        position: read.place.position,
        bytes: answer.state.byteLength,
      });
    }
    // Read again from far behind, because a snapshot was lost: the rows are further on, and stay.
    if (read.place.position < written.position) return this.#stop(transaction, claimed, read);
    const changes = await writeRows(transaction, scriptId, { rows: answer.rows, position: read.place.position });
    await moveOn(transaction, scriptId, read.place);
    const milliseconds = Math.round(performance.now() - startedAt);
    const rows = changes.written.length + changes.removed.length;
    metrics.scriptRead({ updates: read.place.position - written.position, rows, seconds: milliseconds / 1_000 });
    log.info('script.read', {
      script: scriptId,
      from: written.position,
      position: read.place.position,
      milliseconds,
      rowsWritten: changes.written.length,
      rowsRemoved: changes.removed.length,
    });
    return this.#stop(transaction, claimed, read);
  }

  /** A script whose head says more than its log holds would else be claimed again and again. */
  async #stop(transaction: Transaction, claimed: Claimed, { stopped, place }: ReadLog): Promise<void> {
    const isFurther = place.position > claimed.written.position;
    const isHeadless = place.position === claimed.written.position && !claimed.isOtherLog;
    if (stopped === null && !isHeadless) return;
    await this.#hold(transaction, isFurther ? { ...claimed, attempts: 0 } : claimed, stopped ?? 'broken-chain');
  }

  async #hold(transaction: Transaction, claimed: Claimed, reason: HoldReason): Promise<void> {
    await hold(transaction, claimed, reason);
    this.#options.metrics.scriptHeld(reason);
    this.#options.log.warn('script.held', {
      script: claimed.scriptId,
      position: claimed.written.position,
      reason,
      attempts: claimed.attempts + 1,
    });
  }

  async #setAside(transaction: Transaction, scriptId: string, positions: readonly number[]): Promise<void> {
    if (positions.length === 0) return;
    const fresh = await transaction.execute(
      `insert into public.script_updates_set_aside (script_id, position, reason)
       select $1, unreadable.position, 'unreadable' from pg_catalog.unnest($2::bigint[]) as unreadable (position)
       on conflict (script_id, position) do nothing`,
      [scriptId, positions],
    );
    this.#options.metrics.setAside(fresh);
    this.#options.log.warn('script.set-aside', { script: scriptId, positions: fresh });
  }
}

/** What was set aside once stays out, so that reading from anywhere leaves out the same. */
async function knownSetAside(transaction: Transaction, scriptId: string, base: Base): Promise<ReadonlySet<number>> {
  const rows = await transaction.query(
    SetAside,
    'select position from public.script_updates_set_aside where script_id = $1 and position > $2',
    [scriptId, base.place.position],
  );
  return new Set(rows.map(({ position: at }) => at));
}
