import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { LOCAL_JWT_SECRET } from '../../../supabase/local/keys.ts';
import { Random } from '../../support/random.ts';
import { untruths } from './full-replay.ts';
import { finish, openServiceWorld, type ServiceWorld } from './service-world.ts';
import { anyScript, push, Writer } from './writer.ts';

export interface CampaignOptions {
  readonly seed: number;
  readonly writers: number;
}

export interface Killed {
  /** The statement at which it died. */
  readonly statement: number;
  /** Written by its predecessors and itself so far, over all scripts. */
  readonly position: number;
  readonly findings: readonly string[];
}

const MAIN = join(import.meta.dirname, '../../../supabase/service/main.ts');
const PRELOAD = join(import.meta.dirname, 'dies-at-statement.preload.ts');
/** Two loops of about fifteen statements a turn: the first turns in every place, and what follows them. */
const STATEMENTS = 60;
/** So many pushes of each writer fall into one life of the service. */
const PUSHES = 5;

/** Kills the real service at statements that chance names, while people push. */
export class KillCampaign implements AsyncDisposable {
  readonly service: ServiceWorld;
  readonly #random: Random;
  readonly #scripts: readonly string[];
  readonly #writers: readonly Writer[];

  private constructor(service: ServiceWorld, random: Random, scripts: readonly string[], writers: readonly Writer[]) {
    this.service = service;
    this.#random = random;
    this.#scripts = scripts;
    this.#writers = writers;
  }

  static async open({ seed, writers: count }: CampaignOptions): Promise<KillCampaign> {
    const service = await openServiceWorld(seed);
    const { world } = service;
    const { people, random } = world;
    const scripts: string[] = [];
    const writers: Writer[] = [];
    for (const half of [0, 1]) {
      const scriptId = await world.script();
      const base = anyScript(random);
      await push(people.admin, scriptId, base, random);
      scripts.push(scriptId);
      for (let index = half; index < count; index += 2) {
        const person = [people.admin, people.internal, people.freelancer][index % 3] ?? people.admin;
        writers.push(new Writer(person, scriptId, { seed: seed * 1_000 + index + 1, base }));
      }
    }
    return new KillCampaign(service, new Random(seed), scripts, writers);
  }

  /** Starts the service and people's writing, and looks at what is there when the service has died. */
  async kill(): Promise<Killed> {
    const statement = 1 + this.#random.below(STATEMENTS);
    const child = this.#start({ GALLEY_TEST_DIES_AT: String(statement) });
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    await Promise.race([said(child, 'service.started'), exited]);
    const dead = new AbortController();
    void exited.then(() => dead.abort());
    await Promise.all([exited, ...this.#writers.map((writer) => write(writer, dead.signal))]);
    const wasKilled = child.signalCode === 'SIGKILL';
    const findings = wasKilled ? await this.#findings({ mayLag: true }) : [`ended by itself: ${child.exitCode}`];
    return { statement, position: await this.#position(), findings };
  }

  /** What is not true when a service has been left in peace until it had read everything. */
  async settle(): Promise<readonly string[]> {
    const task = this.service.scripts();
    await finish(task, this.service);
    return this.#findings({ mayLag: false });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.service[Symbol.asyncDispose]();
  }

  #start(environment: Readonly<Record<string, string>>): ChildProcess {
    return spawn(process.execPath, ['--import', PRELOAD, MAIN], {
      env: {
        ...environment,
        GALLEY_SERVICE_PORT: '0',
        GALLEY_DATABASE_URL: this.service.world.database.url('postgres'),
        SUPABASE_JWT_SECRET: LOCAL_JWT_SECRET,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  }

  async #findings(options: { readonly mayLag: boolean }): Promise<readonly string[]> {
    const found = await Promise.all(this.#scripts.map((scriptId) => untruths(this.service, scriptId, options)));
    return found.flat();
  }

  async #position(): Promise<number> {
    const [row] = await this.service.query('select sum(position)::int as position from private.script_progress');
    return Number(row?.['position'] ?? 0);
  }
}

/** Edits and pushes until its share is done or the service is dead; what is under way then still arrives. */
async function write(writer: Writer, signal: AbortSignal): Promise<void> {
  for (let pushes = 0; pushes < PUSHES && !signal.aborted; pushes++) {
    writer.edit(2);
    await writer.push();
  }
}

/** Resolves when the process has logged an event; what it logs afterwards is read and forgotten. */
function said(child: ChildProcess, event: string): Promise<void> {
  return new Promise((resolve) => {
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes(`"event":"${event}"`)) resolve();
    });
  });
}
