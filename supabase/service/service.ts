import { detailedHealth } from './http/detailed-health.ts';
import { Database } from './database.ts';
import { HttpServer } from './http/http-server.ts';
import { Metrics } from './http/metrics.ts';
import { PublicKeys } from './http/public-keys.ts';
import { RateLimit } from './http/rate-limit.ts';
import { answerQuestion, type Routes } from './http/routes.ts';
import { TokenCheck } from './http/token-check.ts';
import { ServiceLog } from './service-log.ts';
import { SessionLink, type Call } from './session-link.ts';
import type { ServiceSettings } from './settings.ts';
import { realSurroundings, type Surroundings } from './surroundings.ts';
import { rest, TaskLoop, type Task } from './task-loop.ts';
import { openTasks } from './tasks.ts';

export interface ServiceOptions {
  readonly settings: ServiceSettings;
  readonly surroundings?: Surroundings;
  /** Gets every line of the log; standard output unless said otherwise. */
  readonly writeLog?: (line: string) => void;
}

/** Postgres answered so recently, or the service says that it is not well. */
const HEARTBEAT_MS = 15_000;
const REQUESTS_PER_MINUTE = 120;

/**
 * The server's own worker: snapshots and rows of scripts, the seal on the audit log, certificates of device keys, mails
 * of invitations. Everything goes on without it, only slower.
 */
export class Service implements AsyncDisposable {
  /** `http://127.0.0.1:<port>`, without a slash at its end. */
  readonly url: string;
  readonly #stop: () => Promise<void>;

  private constructor(url: string, stop: () => Promise<void>) {
    this.url = url;
    this.#stop = stop;
  }

  /** Resolves when HTTP is answered; Postgres may come later, and is waited for. */
  static async open({
    settings,
    surroundings = realSurroundings,
    writeLog = toOutput,
  }: ServiceOptions): Promise<Service> {
    const { now } = surroundings;
    const log = new ServiceLog({ write: writeLog, now });
    const stopping = new AbortController();
    const ending = new AbortController();
    await using opening = new AsyncDisposableStack();
    const database = opening.use(Database.open({ url: settings.database.transaction, ...settings.database, log }));
    const keys =
      settings.proof.kind === 'public-keys'
        ? opening.use(
            PublicKeys.open({
              url: settings.proof.url,
              now,
              onBreaker: (state) => log.warn('breaker.changed', { state }),
            }),
          )
        : undefined;
    const tokens = new TokenCheck({
      key: settings.proof.kind === 'secret' ? Buffer.from(settings.proof.secret) : (keys ?? failKeys()).find,
      secretKey: settings.secretKey,
      now,
    });
    const breakerState = (): string => keys?.breakerState ?? 'closed';
    const metrics = new Metrics({
      pool: () => database.use,
      breakerOpen: () => breakerState() === 'open',
      isHolder: () => link.isHolder,
    });
    const tasks = openTasks({ settings, database, log, metrics, surroundings, tokens, isHolder: () => link.isHolder });
    opening.use(tasks);
    const loops = tasks.planned.map(({ task, pollMs }) => ({
      task,
      loop: new TaskLoop(task, { log, metrics, surroundings, pollMs }),
    }));
    const wake = (name: Task['name']): void =>
      loops.filter(({ task }) => task.name === name).forEach(({ loop }) => loop.wake());
    const hear = (call: Call): void => {
      if (call.kind === 'person') tokens.forgetPerson(call.personId);
      else if (call.kind === 'script') wake('scripts');
      else wake(call.kind);
    };
    const link = new SessionLink({
      url: settings.database.session,
      log,
      surroundings,
      onCall: hear,
      onListening: () => loops.forEach(({ loop }) => loop.wake()),
    });
    const routes: Routes = {
      tokens,
      limit: new RateLimit({ perMinute: REQUESTS_PER_MINUTE, now }),
      health: () => ({ isWell: link.heardAt !== undefined && now().getTime() - link.heardAt.getTime() < HEARTBEAT_MS }),
      detailedHealth: () =>
        detailedHealth(
          { database, breaker: breakerState(), isHolder: link.isHolder, heardAt: link.heardAt },
          ending.signal,
        ),
      metrics: () => metrics.text(),
    };
    const server = opening.use(
      await HttpServer.open({
        port: settings.port,
        log,
        answer: async (question) => {
          const answer = await answerQuestion(question, routes);
          metrics.answered(answer.status);
          return answer;
        },
      }),
    );
    log.info('service.started', { port: server.port });
    const working = Promise.all([
      link.run(stopping.signal),
      ...loops.map(({ loop }) => loop.run({ stopping: stopping.signal, ending: ending.signal })),
    ]);
    const open = opening.move();
    const stop = async (): Promise<void> => {
      const startedAt = performance.now();
      log.info('service.stopping');
      stopping.abort();
      const deadline = new AbortController();
      const late = rest(settings.stopWithinMs, deadline.signal).then(() => deadline.signal.aborted || ending.abort());
      await working;
      deadline.abort();
      await late;
      const isForced = ending.signal.aborted;
      ending.abort();
      await open.disposeAsync();
      log.info('service.stopped', { milliseconds: Math.round(performance.now() - startedAt), isForced });
    };
    let stopped: Promise<void> | undefined;
    return new Service(server.url, () => (stopped ??= stop()));
  }

  /** Finishes what has begun, or rolls it back when that takes longer than `stopWithinMs`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stop();
  }
}

function failKeys(): never {
  throw new Error('There are no keys to prove tokens with.');
}

function toOutput(line: string): void {
  process.stdout.write(`${line}\n`);
}
