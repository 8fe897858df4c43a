import { Database } from '../../../supabase/service/database.ts';
import { Metrics } from '../../../supabase/service/http/metrics.ts';
import { Replayer, type ReplayLimits } from '../../../supabase/service/scripts/replayer.ts';
import { ScriptTurns } from '../../../supabase/service/scripts/script-turns.ts';
import { ServiceLog } from '../../../supabase/service/service-log.ts';
import type { Task } from '../../../supabase/service/task-loop.ts';
import { openWorld, type World } from '../log/world.ts';

export interface ServiceWorld extends AsyncDisposable {
  readonly world: World;
  /** As the service connects. */
  readonly database: Database;
  readonly log: ServiceLog;
  readonly metrics: Metrics;
  /** What the service has written down so far. */
  readonly logged: readonly string[];
  readonly signal: AbortSignal;
  /** Reading scripts as the service does, without its loop. */
  readonly scripts: (limits?: ReplayLimits) => ScriptTurns;
  /** Rows of a query by the superuser. */
  readonly query: (text: string, values?: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>;
}

/** A small world at the server, and the parts of a service that work on it when they are told to. */
export async function openServiceWorld(seed = 1): Promise<ServiceWorld> {
  await using opening = new AsyncDisposableStack();
  const world = opening.use(await openWorld(seed));
  const logged: string[] = [];
  const log = new ServiceLog({ write: (line) => logged.push(line), now: () => new Date() });
  const database = opening.use(Database.open({ url: world.database.url('postgres'), poolSize: 10, log }));
  const metrics = new Metrics({ pool: () => database.use, breakerOpen: () => false, isHolder: () => true });
  const replayers = opening.use(new AsyncDisposableStack());
  const opened = opening.move();
  return {
    world,
    database,
    log,
    metrics,
    logged,
    signal: new AbortController().signal,
    scripts: (limits) => new ScriptTurns({ database, replayer: replayers.use(new Replayer(limits)), log, metrics }),
    query: async (text, values = []) => (await world.database.admin.query(text, [...values])).rows,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Has a task do everything that is due; answers in how many turns. */
export async function finish(task: Task, { signal }: Pick<ServiceWorld, 'signal'>): Promise<number> {
  let turns = 0;
  while (await task.run(signal)) turns += 1;
  return turns;
}
