import { Database } from './database.ts';
import { detailedHealth } from './http/detailed-health.ts';
import { HttpServer, type HttpServerOptions } from './http/http-server.ts';
import { Metrics } from './http/metrics.ts';
import { openProof } from './http/proof.ts';
import { RateLimit } from './http/rate-limit.ts';
import { answerQuestion, type Routes } from './http/routes.ts';
import { ServiceLog } from './service-log.ts';
import type { ServiceSettings } from './settings.ts';
import { realSurroundings, type Surroundings } from './surroundings.ts';
import { openTasks } from './tasks.ts';
import { Work } from './work.ts';

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
    await using opening = new AsyncDisposableStack();
    const database = opening.use(Database.open({ url: settings.database.transaction, ...settings.database, log }));
    const { tokens, breakerState } = opening.use(openProof({ settings, now, log }));
    const metrics = new Metrics({
      pool: () => database.use,
      breakerOpen: () => breakerState() === 'open',
      isHolder: () => work.link.isHolder,
    });
    const work: Work = Work.begin({ settings, database, log, metrics, surroundings, tokens, openTasks });
    let isForced = false;
    opening.defer(async () => void ({ isForced } = await work.stop()));
    const routes: Routes = {
      tokens,
      limit: new RateLimit({ perMinute: REQUESTS_PER_MINUTE, now }),
      health: () => ({ isWell: now().getTime() - (work.link.heardAt?.getTime() ?? -Infinity) < HEARTBEAT_MS }),
      detailedHealth: () => detailedHealth({ database, breaker: breakerState(), link: work.link }, work.ending),
      metrics: () => metrics.text(),
    };
    const answer: HttpServerOptions['answer'] = async (question) => {
      const given = await answerQuestion(question, routes);
      metrics.answered(given.status);
      return given;
    };
    const server = opening.use(await HttpServer.open({ port: settings.port, log, answer }));
    log.info('service.started', { port: server.port });
    const open = opening.move();
    const stop = async (): Promise<void> => {
      const startedAt = performance.now();
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

function toOutput(line: string): void {
  process.stdout.write(`${line}\n`);
}
