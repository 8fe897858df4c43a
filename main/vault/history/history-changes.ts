import { Failure } from '../../../app/failure.ts';
import type { MomentId } from '../../../app/ids.ts';
import type { Moment } from '../../../app/ipc/history.ts';
import type { Sqlite } from '../database.ts';
import { failureOf } from '../failures.ts';
import type { Head } from '../head-table.ts';
import type { Script } from '../script-table.ts';
import { UpdateLog } from '../update-log.ts';
import { MomentTable, type MomentRow } from './moment-table.ts';
import { RemovalTable } from './removal-table.ts';
import { removeRows } from './remove-rows.ts';
import { momentOf, type NewMoment } from './script-history.ts';
import { UnsentUpdates } from './unsent.ts';

export interface MomentChange {
  readonly momentId: MomentId;
  readonly name?: string;
  readonly removed?: boolean;
}

/** What a person does to a script's history as a whole. Each method belongs inside a transaction of the writer. */
export class HistoryChanges {
  readonly #db: Sqlite;
  readonly #account: string;
  readonly #log: UpdateLog;
  readonly #moments: MomentTable;
  readonly #removals: RemovalTable;
  readonly #unsent: UnsentUpdates;

  constructor(db: Sqlite, { account }: { readonly account: string }) {
    this.#db = db;
    this.#account = account;
    this.#log = new UpdateLog(db);
    this.#moments = new MomentTable(db);
    this.#removals = new RemovalTable(db);
    this.#unsent = new UnsentUpdates(db);
  }

  /**
   * The same moment again answers the one there is.
   * @throws Failure `not-found` for a place the log does not have, `conflict` when the id is another script's.
   */
  nameMoment(head: Head, moment: Omit<NewMoment, 'scriptId'>, { at }: { readonly at: number }): Moment {
    const { momentId, kind, name, ordinal: wanted } = moment;
    const known = this.#moments.find(momentId);
    if (known !== undefined) return momentOf(ofScript(known, head.script));
    const ordinal = wanted ?? head.count;
    if (ordinal > head.count) throw noSuchMoment();
    const { chain } = this.#log.placeAt(head, ordinal);
    const made = { momentId, script: head.script, ordinal, chain, kind, name, madeAt: at, removedAt: null };
    const row: MomentRow = { ...made, personId: this.#account };
    this.#moments.write(row);
    return momentOf(row);
  }

  /** @throws Failure `not-found`, or `conflict` when the id is another script's. */
  changeMoment(head: Head, { momentId, name, removed }: MomentChange, { at }: { readonly at: number }): void {
    const known = this.#moments.find(momentId);
    if (known === undefined) throw noSuchMoment();
    const removedAt = removed === undefined ? known.removedAt : removed ? (known.removedAt ?? at) : null;
    this.#moments.write({ ...ofScript(known, head.script), name: name ?? known.name, removedAt });
  }

  /**
   * Takes everything of a script out of the vault, and writes down that this was on purpose.
   * @throws Failure `conflict` when another number of updates is unsent than the person has seen and confirmed.
   */
  remove(script: Script, head: Head, { confirmedUnsent, at }: { confirmedUnsent: number; at: number }): void {
    const unsent = this.#unsent.count(head);
    if (unsent !== confirmedUnsent) throw moreUnsent();
    const { scriptId, title } = script;
    this.#removals.write({ scriptId, title, count: head.count, chain: head.chain, removedAt: at, unsent });
    removeRows(this.#db, script.script);
  }
}

function ofScript(moment: MomentRow, script: number): MomentRow {
  if (moment.script !== script) throw failureOf('conflict');
  return moment;
}

const noSuchMoment = (): Failure =>
  new Failure(
    'not-found',
    'This moment is not in the script’s history. The script and its other moments are unchanged. Open the history again.',
  );

const moreUnsent = (): Failure =>
  new Failure(
    'conflict',
    'What is only on this device has changed since it was listed, so the script was not removed. Nothing was lost. Look at the list again.',
  );
