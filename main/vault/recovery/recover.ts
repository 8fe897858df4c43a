import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { IncidentId, RecoveryReason, type RecoveryProgress } from '../../../app/ipc/recovery.ts';
import { openDatabase, transact, type Sqlite } from '../database.ts';
import { flushFolder } from '../folder.ts';
import { HeadTable } from '../head-table.ts';
import { FILE_NAME } from '../protocol.ts';
import type { Examined } from './examine.ts';
import { findRows, type FoundRows } from './find-rows.ts';
import { IncidentTable } from './incident-table.ts';
import { PageImages } from './page-images.ts';
import { rebuild } from './rebuild.ts';
import type { RescueSource } from './rescue-source.ts';
import { SET_ASIDE, setAside, writeDurably } from './set-aside.ts';
import { Witness, type Testimony } from './witness.ts';

export const JOURNAL = 'recovery.json';
const REBUILT = 'vault.rebuilt.db';

/** What is under way. On disk from before the first step until after the last, so that a kill at any moment loses nothing. */
const Journal = z.object({
  incidentId: IncidentId,
  foundAt: z.number(),
  reason: RecoveryReason,
  usesRows: z.boolean(),
  usesWal: z.boolean(),
  changed: z.array(z.string()),
  /** Name of the folder in `set-aside`. */
  folder: z.string(),
  /** The step that was begun last; steps before it are done. */
  step: z.enum(['set-aside', 'rebuild', 'put-in-place']),
});
type Journal = z.output<typeof Journal>;

export interface RecoverOptions {
  /** The account's own folder. */
  readonly folder: string;
  readonly account: string;
  /** Of a new vault, where the old file no longer says its own. */
  readonly vaultId: string;
  readonly at: number;
  readonly newId: () => string;
  /** Opened only when there is something to recover. */
  readonly openSources: () => readonly RescueSource[];
  readonly onProgress?: (progress: RecoveryProgress) => void;
}

/** Says whether a recovery was begun and not ended. */
export function isRecovering(folder: string): boolean {
  return existsSync(join(folder, JOURNAL));
}

/** Writes down that the file in this folder is to be set aside and built again; the next `recover` does it. */
export function beginRecovery(
  found: Extract<Examined, { kind: 'unusable' }>,
  { folder, at, newId }: Pick<RecoverOptions, 'folder' | 'at' | 'newId'>,
): void {
  const { reason, usesRows, usesWal, changed } = found;
  const incidentId = IncidentId.parse(newId());
  const day = new Date(at).toISOString().slice(0, 19).replaceAll(':', '-');
  const name = `${day}-${reason}-${incidentId.slice(0, 8)}`;
  const journal = { incidentId, foundAt: at, reason, usesRows, usesWal, changed: [...changed], folder: name };
  write(folder, { ...journal, step: 'set-aside' });
}

/**
 * Sets the file aside and builds a new one of everything in it that proves itself, and of what other places have. Goes on
 * where an earlier one was stopped. Nothing is ever written into what was set aside.
 */
export function recover(options: RecoverOptions): void {
  const { folder, onProgress } = options;
  let journal = Journal.parse(JSON.parse(readFileSync(join(folder, JOURNAL), 'utf8')));
  const aside = join(folder, SET_ASIDE, journal.folder);
  if (journal.step === 'set-aside') {
    onProgress?.({ step: 'setting-aside', share: 0 });
    setAside(folder, aside);
    journal = write(folder, { ...journal, step: 'rebuild' });
  }
  if (journal.step === 'rebuild') {
    removeRebuilt(folder);
    build(journal, { ...options, from: join(aside, FILE_NAME) });
    journal = write(folder, { ...journal, step: 'put-in-place' });
  }
  // Between these two the place is empty: whatever appeared there since is set aside as well.
  if (existsSync(join(folder, REBUILT))) {
    if (existsSync(join(folder, FILE_NAME)) || existsSync(join(folder, `${FILE_NAME}-wal`))) setAside(folder, aside);
    renameSync(join(folder, REBUILT), join(folder, FILE_NAME));
  }
  Witness.forget(folder);
  flushFolder(folder);
  rmSync(join(folder, JOURNAL));
  flushFolder(folder);
}

function build(journal: Journal, { from, ...options }: RecoverOptions & { readonly from: string }): void {
  const { folder, account, vaultId, newId, at, openSources, onProgress } = options;
  const path = join(folder, REBUILT);
  using opened = new DisposableStack();
  const sources = openSources();
  for (const source of sources) opened.use(source);
  // Stays open: the rows of a long log are read when they are written.
  const images = opened.use(PageImages.open(from, { usesWal: journal.usesWal }));
  const found = journal.usesRows
    ? findRows(images, {
        onProgress: (done, total) => onProgress?.({ step: 'reading', share: done / Math.max(1, total) }),
      })
    : NOTHING_FOUND;
  const built = rebuild(found, {
    path,
    vaultId,
    account,
    at,
    reason: journal.reason,
    changed: journal.changed,
    sources,
    newId,
    onProgress: (done, total) => onProgress?.({ step: 'rebuilding', share: done / Math.max(1, total) }),
  });
  onProgress?.({ step: 'checking', share: 0 });
  using closing = new DisposableStack();
  const db = closing.adopt(openDatabase(path, { purpose: 'write' }), (it) => it.close());
  const isSound = db.pragma('integrity_check', { simple: true }) === 'ok';
  if (!isSound) throw new Error('The file that was built anew does not hold together.');
  const report = { ...built, knownUntil: knownBeyond(db, Witness.read(folder)) };
  const isWhole =
    report.touched.every(({ lost }) => lost.length === 0) &&
    report.otherLost.length === 0 &&
    report.knownUntil === null;
  const { incidentId, foundAt } = journal;
  const incident = { incidentId, foundAt, checkup: null, scriptId: null, setAside: journal.folder, report };
  transact(db, () => new IncidentTable(db).write({ ...incident, state: isWhole ? 'repaired' : 'partly-repaired' }));
}

/** Until when edits had been saved, where what was built does not reach as far as the witness saw. */
function knownBeyond(db: Sqlite, testimony: Testimony | undefined): number | null {
  if (testimony === undefined || new HeadTable(db).lastTurn() >= testimony.turn) return null;
  return testimony.at;
}

const NOTHING_FOUND: FoundRows = {
  rows: new Map(),
  updates: [],
  titles: new Map(),
  whole: new Set(['script', 'head']),
  unread: new Map(),
};

/** A half-built file is nobody's. */
function removeRebuilt(folder: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `${REBUILT}${end}`), { force: true });
}

function write(folder: string, journal: Journal): Journal {
  writeDurably(join(folder, JOURNAL), `${JSON.stringify(journal, null, 2)}\n`);
  return journal;
}
