import * as z from 'zod';
import type { Sqlite } from './database.ts';
import { seal } from './seal.ts';

export interface Session {
  readonly session: number;
  readonly appVersion: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
}

/** One row per opening of the vault; a row without an end tells that the last run did not close it. */
export class SessionTable {
  readonly #last;
  readonly #write;

  constructor(db: Sqlite) {
    this.#last = db.prepare('SELECT coalesce(max(session), 0) FROM session').pluck();
    this.#write = db.prepare(
      `INSERT INTO session (session, app_version, started_at, ended_at, seal) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (session) DO UPDATE SET ended_at = excluded.ended_at, seal = excluded.seal`,
    );
  }

  start({ appVersion, at }: { readonly appVersion: string; readonly at: number }): Session {
    const session = { session: z.int().parse(this.#last.get()) + 1, appVersion, startedAt: at, endedAt: null };
    this.#save(session);
    return session;
  }

  end(session: Session, { at }: { readonly at: number }): void {
    this.#save({ ...session, endedAt: at });
  }

  #save(session: Session): void {
    this.#write.run(session.session, session.appVersion, session.startedAt, session.endedAt, sealOf(session));
  }
}

function sealOf({ session, appVersion, startedAt, endedAt }: Session): Buffer {
  return seal([session, appVersion, startedAt, endedAt]);
}
