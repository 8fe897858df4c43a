import * as z from 'zod';
import { Bytes } from '../../app/bytes.ts';
import type { Sqlite } from './database.ts';
import { seal } from './seal.ts';

const Row = z.object({
  session: z.int(),
  app_version: z.string(),
  started_at: z.number(),
  ended_at: z.number().nullable(),
  seal: Bytes,
});

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
    this.#last = db.prepare(
      'SELECT session, app_version, started_at, ended_at, seal FROM session ORDER BY session DESC LIMIT 1',
    );
    this.#write = db.prepare(
      `INSERT INTO session (session, app_version, started_at, ended_at, seal) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (session) DO UPDATE SET ended_at = excluded.ended_at, seal = excluded.seal`,
    );
  }

  /** How the run before this one ended. A row that is not what was written counts as unclean. */
  lastEnd(): 'first' | 'clean' | 'unclean' {
    const found = this.#last.get();
    if (found === undefined) return 'first';
    const {
      session,
      app_version: appVersion,
      started_at: startedAt,
      ended_at: endedAt,
      seal: sealed,
    } = Row.parse(found);
    return endedAt !== null && sealOf({ session, appVersion, startedAt, endedAt }).equals(sealed) ? 'clean' : 'unclean';
  }

  start({ appVersion, at }: { readonly appVersion: string; readonly at: number }): Session {
    const found = this.#last.get();
    const session = {
      session: found === undefined ? 1 : Row.parse(found).session + 1,
      appVersion,
      startedAt: at,
      endedAt: null,
    };
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
