import * as z from 'zod';
import type { Database } from '../database.ts';
import type { Task } from '../task-loop.ts';
import type { TokenCheck } from './token-check.ts';

const Live = z.object({ id: z.uuid() });

/** Forgets the tokens of people who have signed out: their sessions are gone from the database. */
export class EndedSessions implements Task {
  readonly name = 'sessions';
  readonly #database: Database;
  readonly #tokens: TokenCheck;

  constructor({ database, tokens }: { readonly database: Database; readonly tokens: TokenCheck }) {
    this.#database = database;
    this.#tokens = tokens;
  }

  async run(signal: AbortSignal): Promise<boolean> {
    const kept = this.#tokens.keptSessions();
    if (kept.length === 0) return false;
    const live = await this.#database.transact(
      (transaction) =>
        transaction.query(Live, 'select live.id from private.live_sessions($1::uuid[]) as live (id)', [kept]),
      signal,
    );
    const alive = new Set(live.map(({ id }) => id));
    this.#tokens.forgetSessions(new Set(kept.filter((id) => !alive.has(id))));
    return false;
  }
}
