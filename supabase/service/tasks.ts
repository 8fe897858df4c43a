import type { Database } from './database.ts';
import type { Metrics } from './http/metrics.ts';
import type { TokenCheck } from './http/token-check.ts';
import { Replayer } from './scripts/replayer.ts';
import { ScriptTurns } from './scripts/script-turns.ts';
import type { ServiceLog } from './service-log.ts';
import type { ServiceSettings } from './settings.ts';
import type { Surroundings } from './surroundings.ts';
import type { Task } from './task-loop.ts';

export interface TaskContext {
  readonly settings: ServiceSettings;
  readonly database: Database;
  readonly log: ServiceLog;
  readonly metrics: Metrics;
  readonly surroundings: Surroundings;
  readonly tokens: TokenCheck;
  /** Whether this is the one service that seals, certifies and mails. */
  readonly isHolder: () => boolean;
}

export interface Tasks extends AsyncDisposable {
  readonly all: readonly Task[];
}

/** Everything the service does again and again. */
export function openTasks({ settings, database, log, metrics }: TaskContext): Tasks {
  const open = new AsyncDisposableStack();
  const scripts = Array.from({ length: settings.scriptsAtOnce }, () => {
    const replayer = open.use(new Replayer());
    return new ScriptTurns({ database, replayer, log, metrics });
  });
  return { all: scripts, [Symbol.asyncDispose]: () => open.disposeAsync() };
}
