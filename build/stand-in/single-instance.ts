import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** What a second instance hands over before it leaves. */
const Handover = z.object({ argv: z.array(z.string()), cwd: z.string(), additionalData: z.unknown().optional() });
export type Handover = z.output<typeof Handover>;

const LOCK = 'standin.lock';
const INBOX = 'standin-inbox';

/**
 * One instance per userData folder. The second one hands itself over by a file, synchronously, because it may leave at
 * once; a lock left behind by a killed instance is taken over.
 */
export class SingleInstance implements Disposable {
  readonly #lock: string;
  readonly #inbox: string;
  readonly #watcher: FSWatcher;

  private constructor(lock: string, inbox: string, receive: (handover: Handover) => void) {
    this.#lock = lock;
    this.#inbox = inbox;
    for (const name of readdirSync(inbox)) rmSync(join(inbox, name), { force: true });
    this.#watcher = watch(inbox, () => this.#empty(receive));
    this.#watcher.unref();
  }

  /** Undefined when another instance has the folder; `mine` has then been handed to it. */
  static claim(folder: string, mine: Handover, receive: (handover: Handover) => void): SingleInstance | undefined {
    const lock = join(folder, LOCK);
    const inbox = join(folder, INBOX);
    mkdirSync(inbox, { recursive: true });
    while (!create(lock, identityOf(process.pid))) {
      const holder = read(lock);
      const pid = Number(holder?.split(' ')[0]);
      if (holder !== undefined && holder === identityOf(pid) && !holder.endsWith(' gone')) {
        const name = join(inbox, `${process.pid}-${process.hrtime.bigint()}`);
        writeFileSync(`${name}.part`, JSON.stringify(mine));
        renameSync(`${name}.part`, `${name}.json`);
        return undefined;
      }
      discard(lock, holder);
    }
    return new SingleInstance(lock, inbox, receive);
  }

  [Symbol.dispose](): void {
    this.#watcher.close();
    if (read(this.#lock) === identityOf(process.pid)) rmSync(this.#lock, { force: true });
  }

  #empty(receive: (handover: Handover) => void): void {
    for (const name of readdirSync(this.#inbox)) {
      if (!name.endsWith('.json')) continue;
      const path = join(this.#inbox, name);
      const text = read(path);
      rmSync(path, { force: true });
      if (text !== undefined) receive(Handover.parse(JSON.parse(text)));
    }
  }
}

function create(path: string, content: string): boolean {
  try {
    writeFileSync(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Two instances may find the same dead lock: only the one that moves away exactly what it read goes on. */
function discard(lock: string, expected: string | undefined): void {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch {
    return; // the other instance was quicker
  }
  if (read(aside) !== expected) renameSync(aside, lock);
  else rmSync(aside, { force: true });
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // gone meanwhile
  }
}

/** A process's id and start time; the id alone is given to other programs later. Not alive: no start time. */
function identityOf(pid: number): string {
  const stat = read(`/proc/${pid}/stat`) ?? '';
  // The second field is the program's name in parentheses and may hold spaces; state is the 3rd, start time the 22nd.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const isAlive = fields[0] !== '' && fields[0] !== 'Z';
  return `${pid} ${isAlive ? fields[19] : 'gone'}`;
}
