import { AuditSeals } from './audit/audit-seals.ts';
import type { Database } from './database.ts';
import { EndedSessions } from './http/ended-sessions.ts';
import type { Metrics } from './http/metrics.ts';
import type { TokenCheck } from './http/token-check.ts';
import { KeyCertificates } from './keys/key-certificates.ts';
import { SealingKey } from './keys/sealing-key.ts';
import { InvitationMails } from './mail/invitation-mails.ts';
import { MailCarrier } from './mail/mail-carrier.ts';
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

export interface PlannedTask {
  readonly task: Task;
  /** It is looked for so often when no call came; a call may be lost, and so cost this much delay. */
  readonly pollMs: number;
}

export interface Tasks extends AsyncDisposable {
  readonly planned: readonly PlannedTask[];
}

const SCRIPTS_POLL_MS = 2_000;
const CHORES_POLL_MS = 10_000;
/** A sign-out is noticed this late, where nobody calls. */
const SESSIONS_POLL_MS = 30_000;

/** Everything the service does again and again. */
export function openTasks(context: TaskContext): Tasks {
  const { settings, database, log, metrics, tokens } = context;
  using open = new DisposableStack();
  const replayers = Array.from({ length: settings.scriptsAtOnce }, () => new Replayer());
  const scripts = replayers.map((replayer) => new ScriptTurns({ database, replayer, log, metrics }));
  const chores = [new AuditSeals(context), ...secretChores(context, open)].map((task) => onlyAsHolder(task, context));
  const opened = open.move();
  return {
    planned: [
      ...scripts.map((task) => ({ task, pollMs: SCRIPTS_POLL_MS })),
      ...chores.map((task) => ({ task, pollMs: CHORES_POLL_MS })),
      { task: new EndedSessions({ database, tokens }), pollMs: SESSIONS_POLL_MS },
    ],
    [Symbol.asyncDispose]: async () => {
      opened.dispose();
      await Promise.all(replayers.map((replayer) => replayer[Symbol.asyncDispose]()));
    },
  };
}

/** What needs the service's own secret; without it, it is left out and the log says so. */
function secretChores(context: TaskContext, open: DisposableStack): readonly Task[] {
  const { settings, log } = context;
  if (settings.sealingKey === undefined) log.warn('keys.off');
  if (settings.sealingKey === undefined || settings.mail === undefined) log.info('mail.off');
  if (settings.sealingKey === undefined) return [];
  const sealingKey = new SealingKey(settings.sealingKey);
  const certificates = new KeyCertificates({ ...context, sealingKey });
  if (settings.mail === undefined) return [certificates];
  const carrier = open.use(MailCarrier.open(settings.mail));
  return [certificates, new InvitationMails({ ...context, sealingKey, carrier })];
}

/** Two services that seal or mail would only wait for each other. */
function onlyAsHolder(task: Task, { isHolder }: Pick<TaskContext, 'isHolder'>): Task {
  return { name: task.name, run: async (signal) => isHolder() && (await task.run(signal)) };
}
