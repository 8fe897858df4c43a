import type { MessagePort } from 'node:worker_threads';
import type { FailureCode } from '../../app/failure.ts';
import type { MomentId, ScriptId, UpdateId } from '../../app/ids.ts';
import type { DiskRoom } from '../../app/disk-room.ts';
import type { AwayLog } from '../../app/ipc/briefing.ts';
import type { OpenedScript, ScriptSummary, SearchHit } from '../../app/ipc/contract.ts';
import type { Author, Moment, PastScript, Timeline } from '../../app/ipc/history.ts';
import type { Spread, StoredHealth } from '../../app/ipc/health.ts';
import type { Storage, Unsent } from '../../app/ipc/storage.ts';
import type { IncidentId, RecoveryProgress } from '../../app/ipc/recovery.ts';
import type { ScriptGlance } from '../../app/ipc/script-glance.ts';
import type { PlainScript } from '../../app/script/plain-script.ts';
import type { MomentChange } from './history/history-changes.ts';
import type { NewSeekPoint } from './history/seek-store.ts';
import type { PackedRun } from './history/segments.ts';
import type { MomentRow } from './history/moment-table.ts';
import type { NewMoment } from './history/script-history.ts';
import type { BackupCalls } from './backup/backup-calls.ts';
import type { BackupJobs } from './backup/backup-jobs.ts';
import type { Progress } from './backup/make-backup.ts';
import type { Projection } from './projection-table.ts';
import type { Findable } from './search-text.ts';
import type { StoredCheckup } from './recovery/checkup-table.ts';
import type { StoredIncident } from './recovery/incident-table.ts';
import type { Snapshot } from './snapshot-table.ts';
import type { UnsentOfScript } from './sync/vault-belongings.ts';
import type { SyncCalls } from './sync/sync-calls.ts';

/** The vault's file inside its account's folder. */
export const FILE_NAME = 'vault.db';

// What the vault's client and its threads say to each other. Both ends are ours: typed, not parsed.

export interface NewUpdate {
  readonly updateId: UpdateId;
  readonly format: number;
  /** One V1 update. */
  readonly bytes: Uint8Array;
}

/** An update that has been in a log before, as it stood there. */
export interface BroughtUpdate extends NewUpdate {
  readonly origin: number;
  readonly savedAt: number;
}

export interface BroughtScript {
  readonly title: string;
  readonly createdAt: number;
  readonly trashedAt: number | null;
  readonly updates: readonly BroughtUpdate[];
  readonly moments: readonly Omit<MomentRow, 'script'>[];
}

/** The moment that an imported script's history begins with. */
export interface ImportedFrom {
  readonly momentId: MomentId;
  /** The file's name. */
  readonly name: string;
}

interface OfScript {
  readonly scriptId: ScriptId;
}

/** Workers have no clock: `at` is main's time of asking, in milliseconds since 1970. */
interface Timed {
  readonly at: number;
}

/** Null for what has not happened yet. */
export interface WriterTimings {
  readonly commits: Spread | null;
  readonly opens: Spread | null;
}

/** A question's name, what it takes, what it answers. */
export interface WriterCalls extends SyncCalls {
  /** Writes down that the file is to be set aside and built again when it is next opened. */
  'begin-recovery': { input: Timed; output: void };
  incidents: { input: object; output: readonly StoredIncident[] };
  'incident-seen': { input: { readonly incidentId: IncidentId }; output: void };
  checkups: { input: object; output: readonly StoredCheckup[] };
  append: { input: OfScript & Timed & { readonly update: NewUpdate }; output: void };
  create: {
    input: OfScript &
      Timed & { readonly title: string; readonly updates: readonly NewUpdate[]; readonly imported?: ImportedFrom };
    output: void;
  };
  /** A script that is not here comes back with its log as it was: same ids, times and chain. */
  'bring-script': { input: OfScript & Timed & BroughtScript; output: void };
  rename: { input: OfScript & Timed & { readonly title: string }; output: void };
  trash: { input: OfScript & Timed; output: void };
  restore: { input: OfScript & Timed; output: void };
  list: { input: object; output: readonly ScriptSummary[] };
  /** Null where opening takes no longer than looking, and where there is no readable text as of the last update. */
  'read-glance': { input: OfScript; output: ScriptGlance | null };
  'open-script': { input: OfScript; output: OpenedScript };
  'name-moment': { input: NewMoment & Timed; output: Moment };
  'change-moment': { input: OfScript & Timed & MomentChange; output: void };
  'remove-script': { input: OfScript & Timed & { readonly confirmedUnsent: number }; output: void };
  /** Answered when everything asked before is on disk. */
  flush: { input: object; output: void };
  /** How long commits and openings took. */
  timings: { input: object; output: WriterTimings };
  /** Which vault this is, so that one that comes back after its disk was away can be told from another. */
  'vault-id': { input: object; output: string };
  /** The other end of the keeper's line, which replaces an earlier one. */
  'meet-keeper': { input: { readonly line: MessagePort }; output: void };
  close: { input: Timed; output: void };
}

/** What the keeper asks the writer to store, because only one may write. Each is one transaction. */
export interface KeeperJobs extends BackupJobs {
  /** Answers whether it was taken: not when the log has no such place. */
  'store-snapshot': { input: OfScript & { readonly snapshot: Snapshot }; output: boolean };
  /** Answers whether it was taken: not when it is not, value by value, the rows that would go. */
  'store-segment': { input: OfScript & Timed & { readonly run: PackedRun }; output: boolean };
  'store-seek': { input: OfScript & NewSeekPoint; output: boolean };
  /** A small part of a script's findable text, so that nobody who types waits for it. */
  'store-texts': {
    input: OfScript & { readonly put: readonly Findable[]; readonly remove: readonly number[] };
    output: void;
  };
  'store-projection': { input: OfScript & { readonly projection: Projection }; output: void };
  /** Forgets every readable text and everything that can be found: all of it is made again. */
  'remake-texts': { input: object; output: void };
  'store-checkup': { input: { readonly checkup: StoredCheckup }; output: void };
}

export interface KeeperCalls extends BackupCalls {
  search: { input: { readonly query: string; readonly limit: number }; output: readonly SearchHit[] };
  'read-plain': { input: OfScript; output: PlainScript };
  'read-copy': { input: OfScript; output: readonly Uint8Array[] };
  timeline: { input: OfScript; output: Timeline };
  'past-script': { input: OfScript & { readonly ordinal: number }; output: PastScript };
  authors: { input: OfScript; output: readonly Author[] };
  storage: { input: object; output: Storage };
  unsent: { input: OfScript; output: Unsent };
  'unsent-scripts': { input: object; output: readonly UnsentOfScript[] };
  'used-bytes': { input: object; output: number };
  'away-log': { input: OfScript; output: AwayLog | null };
  /** A script with its log as it stands, for a vault that does not have it. */
  'read-log': { input: OfScript; output: BroughtScript };
  health: { input: object; output: StoredHealth };
  /** A script's whole log without its words, as a bundle's file; see app/blind. */
  'record-blind': { input: OfScript & Timed & { readonly appVersion: string }; output: Uint8Array };
  /** Answered when everything saved so far is indexed and has the snapshots it should have. */
  settle: { input: object; output: void };
  /** Answered when every chore that is due is done. */
  'do-chores': { input: Timed; output: void };
  /** Looks at everything now. */
  check: { input: object; output: StoredCheckup };
  close: { input: object; output: void };
}

/** How much room the disk has for what is typed. */
export interface RoomNote {
  readonly note: 'room';
  readonly room: DiskRoom;
}

/** The writer has let go of the file: who asks next needs a new one. */
export interface LeavingNote {
  readonly note: 'leaving';
}

/** Said without being asked. */
export type WriterNote = { readonly note: 'changed'; readonly at: number };
/** What the writer says to the main process before it is ready: a damaged file is being recovered. */
export type WriterTold = { readonly note: 'recovering'; readonly progress: RecoveryProgress };
export type KeeperNote =
  /** A full check has begun, has come so far (0 to 1), or is over. */
  | { readonly note: 'checking'; readonly share: number | null }
  /** What is stored is not what was written: the file is to be recovered. */
  | { readonly note: 'damage-found' }
  | { readonly note: 'library-changed' }
  | { readonly note: 'backups-changed' }
  /** Null: nothing is being made any more. */
  | { readonly note: 'backup-progress'; readonly progress: Progress | null }
  | RoomNote
  | { readonly note: 'trouble'; readonly scriptId: ScriptId | null; readonly error: unknown };

export type Calls = Record<string, { input: object; output: unknown }>;

/** A call as data, one variant per name. */
export type Request<C> = {
  [N in keyof C]: C[N] extends { input: infer I } ? { readonly name: N; readonly input: I } : never;
}[keyof C];

export interface Asked<C> {
  readonly number: number;
  readonly request: Request<C>;
}

export type Outcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: FailureCode; readonly message: string; readonly cause: unknown }
  | { readonly ok: false; readonly bug: unknown };

/** What one group commit answers, in one message. */
export interface Answered {
  readonly number: number;
  readonly outcome: Outcome;
}

export interface WriterStart {
  /** The account's own folder. */
  readonly folder: string;
  readonly account: string;
  readonly appVersion: string;
  /** Used when the file is made. */
  readonly vaultId: string;
  /** The vault that was open before in this run: no other is opened in its place, and none is made. Absent at the start. */
  readonly expectedVaultId?: string | null;
  readonly at: number;
}

export interface KeeperStart {
  readonly folder: string;
  readonly file: string;
  readonly at: number;
  /** The line to the writer. */
  readonly line: MessagePort;
  /** How long after an edit the index may wait for the next one. */
  readonly indexAfterMs: number;
  /** How long after an edit chores may wait for the next one. */
  readonly choresAfterMs: number;
}
