import * as z from 'zod';
import type { Database, PoolUse } from '../database.ts';
import { HoldReason } from '../log-events.ts';
import { position } from '../rows.ts';
import type { SessionLink } from '../session-link.ts';
import type { BreakerState } from './breaker.ts';

const Behind = z.object({
  script_id: z.uuid(),
  head: position,
  position,
  held_reason: HoldReason.nullable(),
  attempts: z.int(),
});
const Refusals = z.object({ kind: z.string(), count: position });

/** How many scripts are listed; those furthest behind come first. */
const LISTED = 100;

export interface DetailedHealth {
  readonly pool: PoolUse;
  readonly breaker: BreakerState;
  readonly isHolder: boolean;
  /** When Postgres last answered on the session's connection. */
  readonly heardAt: string | null;
  readonly scripts: readonly z.output<typeof Behind>[];
  /** Attempts on rights in the last five minutes, by kind. */
  readonly refusals: Readonly<Record<string, number>>;
}

interface Here {
  readonly database: Database;
  readonly breaker: BreakerState;
  readonly link: Pick<SessionLink, 'isHolder' | 'heardAt'>;
}

export async function detailedHealth({ database, breaker, link }: Here, signal: AbortSignal): Promise<DetailedHealth> {
  return database.transact(async (transaction) => {
    const scripts = await transaction.query(
      Behind,
      `select progress.script_id, script.head, progress.position, progress.held_reason, progress.attempts
       from private.script_progress as progress join public.scripts as script on script.id = progress.script_id
       where script.head <> progress.position or progress.held_reason is not null
       order by script.head - progress.position desc, progress.script_id limit $1`,
      [LISTED],
    );
    const refusals = await transaction.query(
      Refusals,
      `select kind, count(*) from public.security_events
       where at > pg_catalog.now() - interval '5 minutes' group by kind order by kind`,
    );
    return {
      pool: database.use,
      breaker,
      isHolder: link.isHolder,
      heardAt: link.heardAt?.toISOString() ?? null,
      scripts,
      refusals: Object.fromEntries(refusals.map(({ kind, count }) => [kind, count])),
    };
  }, signal);
}
