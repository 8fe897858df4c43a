import { setImmediate } from 'node:timers/promises';
import * as z from 'zod';
import type { Chore, ChoreTurn } from '../chores.ts';
import { failureOf } from '../failures.ts';
import type { Sqlite } from '../database.ts';
import type { KeeperJobs, KeeperNote } from '../protocol.ts';
import type { Questions } from '../questions.ts';
import type { TypingPace } from '../history/pace.ts';
import { CheckupTable, type StoredCheckup } from './checkup-table.ts';
import { fullCheck, type Finding } from './full-check.ts';

export interface CheckChoreParts {
  readonly db: Sqlite;
  readonly writer: Pick<Questions<KeeperJobs>, 'ask'>;
  readonly tell: (note: KeeperNote) => void;
  /** Milliseconds that only go forward. */
  readonly elapsed: () => number;
  readonly pace: Pick<TypingPace, 'rest' | 'hurry'>;
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
const Sessions = z.array(z.tuple([z.number(), z.number().nullable()]));

/** Looks at everything after an unclean end, every week, and when it is asked to. */
export class CheckChore implements Chore {
  readonly name = 'check';
  readonly #parts: CheckChoreParts;
  #isAsked = false;

  constructor(parts: CheckChoreParts) {
    this.#parts = parts;
  }

  /** The next run looks, whatever is due. */
  ask(): void {
    this.#isAsked = true;
  }

  /** The last full look. @throws Failure `closed` when there has been none: the keeper was closing. */
  last(): StoredCheckup {
    const last = new CheckupTable(this.#parts.db).list('full', 1)[0];
    if (last === undefined) throw failureOf('closed');
    return last;
  }

  async run({ at, signal }: ChoreTurn): Promise<void> {
    const reason = this.#isAsked ? 'asked' : this.#due(at);
    if (reason === null) return;
    this.#isAsked = false;
    const { writer, tell, elapsed, pace } = this.#parts;
    const began = elapsed();
    const look = (): Promise<readonly Finding[] | null> => this.#look(signal);
    const findings = await (reason === 'asked' ? pace.hurry(look) : look());
    tell({ note: 'checking', share: null });
    // One that was not finished says nothing; it is due again.
    if (findings === null) return;
    const durationMs = Math.round(elapsed() - began);
    const telling = findings.filter(({ kind }) => kind !== 'unreadable').length;
    const checkup = {
      kind: 'full',
      reason,
      startedAt: at,
      endedAt: at + durationMs,
      durationMs,
      findings: telling,
    } as const;
    await writer.ask('store-checkup', { checkup });
    for (const { kind, scriptId, what } of findings)
      tell({ note: 'trouble', scriptId, error: new Error(`${kind}: ${what}`) });
    if (findings.some(({ kind }) => kind === 'damage')) tell({ note: 'damage-found' });
    else if (findings.some(({ kind }) => kind === 'index')) await writer.ask('remake-texts', {});
  }

  async #look(signal: AbortSignal): Promise<readonly Finding[] | null> {
    const { elapsed, pace } = this.#parts;
    const found: Finding[] = [];
    let told = -1;
    let began = elapsed();
    for (const { share, findings } of fullCheck(this.#parts.db)) {
      found.push(...findings);
      if (Math.floor(share * 100) > told) this.#parts.tell({ note: 'checking', share });
      told = Math.floor(share * 100);
      // Whoever searches, types or closes comes first.
      await setImmediate();
      await pace.rest(elapsed() - began, signal);
      if (signal.aborted) return null;
      began = elapsed();
    }
    return found;
  }

  #due(at: number): 'unclean-end' | 'weekly' | null {
    const { db } = this.#parts;
    const last = new CheckupTable(db).list('full', 1)[0];
    const [present, before] = Sessions.parse(
      db.prepare('SELECT started_at, ended_at FROM session ORDER BY session DESC LIMIT 2').raw().all(),
    );
    const isSince = last !== undefined && present !== undefined && last.startedAt >= present[0];
    if (before !== undefined && before[1] === null && !isSince) return 'unclean-end';
    const from = last?.startedAt ?? z.number().parse(db.prepare('SELECT created_at FROM vault').pluck().get());
    // A clock that was set back makes it due as well.
    return Math.abs(at - from) >= WEEK_MS ? 'weekly' : null;
  }
}
