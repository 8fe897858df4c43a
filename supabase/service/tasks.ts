import type { Database } from './database.ts';
import type { Metrics } from './http/metrics.ts';
import type { TokenCheck } from './http/token-check.ts';
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
  readonly isHolder: () => boolean;
}

/** Everything the service does again and again. */
export function openTasks(_context: TaskContext): AsyncDisposable & { readonly all: readonly Task[] } {
  return { all: [], [Symbol.asyncDispose]: async () => undefined };
}
