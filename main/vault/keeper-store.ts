import { BackupStore, isBackupJob } from './backup/backup-store.ts';
import type { Sqlite } from './database.ts';
import type { Head } from './head-table.ts';
import { SeekStore } from './history/seek-store.ts';
import { SegmentStore } from './history/segment-store.ts';
import { ProjectionTable } from './projection-table.ts';
import type { KeeperJobs, Request } from './protocol.ts';
import { titleOf, type ScriptChanges } from './script-changes.ts';
import { ScriptTable } from './script-table.ts';
import { SearchTable } from './search-table.ts';
import { SnapshotTable, type Snapshot } from './snapshot-table.ts';
import { UpdateLog } from './update-log.ts';

/** What the keeper has made, on its way into the file. Each job belongs inside a transaction of the writer. */
export class KeeperStore {
  readonly #changes: ScriptChanges;
  readonly #scripts: ScriptTable;
  readonly #segments: SegmentStore;
  readonly #seeks: SeekStore;
  readonly #log: UpdateLog;
  readonly #snapshots: SnapshotTable;
  readonly #projections: ProjectionTable;
  readonly #search: SearchTable;
  readonly #backups: BackupStore;

  constructor(db: Sqlite, changes: ScriptChanges) {
    this.#changes = changes;
    this.#scripts = new ScriptTable(db);
    this.#segments = new SegmentStore(db);
    this.#seeks = new SeekStore(db);
    this.#log = new UpdateLog(db);
    this.#snapshots = new SnapshotTable(db);
    this.#projections = new ProjectionTable(db);
    this.#search = new SearchTable(db);
    this.#backups = new BackupStore(db);
  }

  /** Answers whether it was taken. */
  store(job: Exclude<Request<KeeperJobs>, { name: 'store-checkup' }>): boolean {
    if (isBackupJob(job)) return this.#backups.store(job);
    if (job.name === 'remake-texts') return this.#remakeTexts();
    const head = this.#changes.headOf(job.input.scriptId);
    switch (job.name) {
      case 'store-snapshot':
        return this.#storeSnapshot(head, job.input.snapshot);
      case 'store-segment':
        return this.#segments.store(head, job.input.run, job.input);
      case 'store-seek':
        return this.#seeks.store(head, job.input);
      case 'store-texts':
        for (const textId of job.input.remove) this.#search.remove(textId);
        for (const text of job.input.put) this.#search.put(head.script, text);
        return true;
      case 'store-projection':
        this.#projections.write(head.script, job.input.projection);
        return true;
      default:
        return job satisfies never;
    }
  }

  #remakeTexts(): true {
    this.#projections.forgetAll();
    this.#search.forgetAll();
    for (const { scriptId, title } of this.#scripts.list()) {
      this.#search.put(this.#changes.scriptOf(scriptId).script, titleOf(title));
    }
    return true;
  }

  /** A snapshot never stands for a log that this vault does not have, and never goes back behind the one there is. */
  #storeSnapshot(head: Head, snapshot: Snapshot): boolean {
    const chain = this.#log.chainAt(head, snapshot.ordinal);
    const isOurs = chain !== undefined && snapshot.ordinal <= head.count && Buffer.from(snapshot.chain).equals(chain);
    const isNewer = (this.#snapshots.newest(head.script)?.ordinal ?? 0) < snapshot.ordinal;
    if (!isOurs || !isNewer) return false;
    this.#snapshots.replace(head.script, snapshot);
    return true;
  }
}
