import { setImmediate } from 'node:timers/promises';
import type { RecordedLog, RecordedUpdate } from '../../../app/blind/record.ts';
import { Failure } from '../../../app/failure.ts';
import type { ScriptId } from '../../../app/ids.ts';
import type { Sqlite } from '../../vault/database.ts';
import { HistoryLog } from '../../vault/history/history-log.ts';
import { SnapshotTable, stateOf } from '../../vault/snapshot-table.ts';
import { makeBundle } from './bundle-file.ts';

export interface RecordOptions {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly appVersion: string;
}

/** So many updates are read at a time before somebody else has a turn. */
const UPDATES_PER_TURN = 256;

/** Makes bundles for support of what a vault holds, in small pieces, so that a search asked meanwhile is answered. */
export class LogRecorder implements Disposable {
  readonly #log: HistoryLog;
  readonly #snapshots: SnapshotTable;
  readonly #closing = new AbortController();

  constructor(db: Sqlite) {
    this.#log = new HistoryLog(db);
    this.#snapshots = new SnapshotTable(db);
  }

  /**
   * The bytes of the bundle. A log that is damaged is recorded as far as it can be read, and the bundle says so.
   * @throws Failure `not-found`
   */
  async record(scriptId: ScriptId, options: RecordOptions): Promise<Uint8Array> {
    const { signal } = this.#closing;
    const snapshot = this.#snapshot(scriptId);
    const log = await this.#read(scriptId, signal);
    return makeBundle({ ...log, snapshot }, { ...options, pause: () => setImmediate() }, signal);
  }

  [Symbol.dispose](): void {
    this.#closing.abort();
  }

  async #read(scriptId: ScriptId, signal: AbortSignal): Promise<Omit<RecordedLog, 'snapshot'>> {
    const updates: RecordedUpdate[] = [];
    try {
      for (const update of this.#log.read(scriptId)) {
        updates.push(update);
        if (updates.length % UPDATES_PER_TURN !== 0) continue;
        await setImmediate();
        signal.throwIfAborted();
      }
      return { updates, isWhole: true };
    } catch (error) {
      if (!isDamage(error)) throw error;
      return { updates, isWhole: false };
    }
  }

  #snapshot(scriptId: ScriptId): RecordedLog['snapshot'] {
    try {
      const snapshot = this.#snapshots.newest(this.#log.headOf(scriptId).script);
      return snapshot === undefined ? null : { ordinal: snapshot.ordinal, bytes: stateOf(snapshot) };
    } catch (error) {
      if (!isDamage(error)) throw error;
      return null;
    }
  }
}

const isDamage = (error: unknown): boolean => error instanceof Failure && error.code === 'damaged';
