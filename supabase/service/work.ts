import { SessionLink, type Call } from './session-link.ts';
import { rest, TaskLoop } from './task-loop.ts';
import type { PlannedTask, TaskContext, Tasks } from './tasks.ts';

export interface WorkOptions extends Omit<TaskContext, 'isHolder'> {
  readonly openTasks: (context: TaskContext) => Tasks;
}

interface Loop extends PlannedTask {
  readonly loop: TaskLoop;
}

interface Running {
  readonly link: SessionLink;
  readonly tasks: Tasks;
  readonly stopping: AbortController;
  readonly ending: AbortController;
  /** Resolves when all of it has ended. */
  readonly ended: Promise<unknown>;
}

/** The loops of all tasks, and the connection that calls them. It goes on until it is stopped. */
export class Work {
  readonly link: SessionLink;
  readonly #options: WorkOptions;
  readonly #running: Running;

  private constructor(options: WorkOptions, running: Running) {
    this.link = running.link;
    this.#options = options;
    this.#running = running;
  }

  static begin(options: WorkOptions): Work {
    const { settings, log, surroundings, tokens } = options;
    const tasks = options.openTasks({ ...options, isHolder: () => link.isHolder });
    const loops = tasks.planned.map((planned): Loop => ({
      ...planned,
      loop: new TaskLoop(planned.task, { ...options, pollMs: planned.pollMs }),
    }));
    const link: SessionLink = new SessionLink({
      url: settings.database.session,
      log,
      surroundings,
      onCall: (call) => {
        if (call.kind === 'person') tokens.forgetPerson(call.personId);
        else for (const { loop } of loops.filter(isCalledBy(call))) loop.wake();
      },
      onListening: () => loops.forEach(({ loop }) => loop.wake()),
    });
    const [stopping, ending] = [new AbortController(), new AbortController()];
    const signals = { stopping: stopping.signal, ending: ending.signal };
    const ended = Promise.all([link.run(stopping.signal), ...loops.map(({ loop }) => loop.run(signals))]);
    return new Work(options, { link, tasks, stopping, ending, ended });
  }

  /** Aborted when whatever is still under way has to end at once. */
  get ending(): AbortSignal {
    return this.#running.ending.signal;
  }

  /** Finishes what has begun, or has it rolled back when that takes longer than the settings say. */
  async stop(): Promise<{ readonly isForced: boolean }> {
    const { tasks, stopping, ending, ended } = this.#running;
    this.#options.log.info('service.stopping');
    stopping.abort();
    const inTime = new AbortController();
    const late = rest(this.#options.settings.stopWithinMs, inTime.signal).then(
      () => inTime.signal.aborted || ending.abort(),
    );
    await ended;
    inTime.abort();
    await late;
    const isForced = ending.signal.aborted;
    ending.abort();
    await tasks[Symbol.asyncDispose]();
    return { isForced };
  }
}

const isCalledBy =
  (call: Call) =>
  ({ task }: Loop): boolean =>
    task.name === (call.kind === 'script' ? 'scripts' : call.kind);
