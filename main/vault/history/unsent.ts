import * as z from 'zod';
import type { Sqlite } from '../database.ts';
import type { Head } from '../head-table.ts';
import { parseRow } from '../stored-row.ts';
import type { Stretch } from './history-log.ts';

const Sent = z.array(z.object({ first: z.int(), last: z.int() }));

/** Which updates of a log are on this device alone. */
export class UnsentUpdates {
  readonly #sent;
  readonly #waiting;
  readonly #isHealing;

  constructor(db: Sqlite) {
    this.#sent = db.prepare(
      `SELECT first, last FROM batch WHERE script = ? AND state IN ('acknowledged', 'received') ORDER BY first`,
    );
    this.#waiting = db
      .prepare(
        `SELECT count(*) FROM batch WHERE script = ? AND first <= ? AND last >= ?
           AND state IN ('waiting', 'held', 'set-aside')`,
      )
      .pluck();
    this.#isHealing = db.prepare('SELECT is_healing FROM lane WHERE script = ?').pluck();
  }

  /** Whether a batch that may still be sent, or asked about, holds one of these updates. */
  areWaiting({ script }: Head, { first, last }: { readonly first: number; readonly last: number }): boolean {
    return z.int().parse(this.#waiting.get(script, last, first)) > 0;
  }

  /**
   * In order, none touching another. Whatever no batch says is elsewhere counts as unsent; while it is not known what the
   * server has, so does everything.
   */
  stretches({ script, count }: Head): readonly Stretch[] {
    if (this.#isHealing.get(script) === 1) return gaps([], count);
    return gaps(parseRow(Sent, this.#sent.all(script)), count);
  }

  count(head: Head): number {
    return this.stretches(head).reduce((sum, { from, to }) => sum + to - from + 1, 0);
  }
}

function gaps(sent: z.output<typeof Sent>, count: number): readonly Stretch[] {
  const left: Stretch[] = [];
  let next = 1;
  for (const { first, last } of [...sent, { first: count + 1, last: count + 1 }]) {
    if (first > next) left.push({ from: next, to: Math.min(first - 1, count) });
    next = Math.max(next, last + 1);
  }
  return left.filter(({ from, to }) => from <= to);
}
