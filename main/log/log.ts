import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CallName } from '../../app/ipc/contract.ts';
import { describeError } from '../../app/log-safe.ts';

/** All that may be written beside an event's name; there is no field for words, titles, names or paths. */
export interface LogFields {
  readonly call?: CallName;
  readonly error?: unknown;
  /** A word of Electron's or of ours, such as why a process ended. */
  readonly reason?: string;
  readonly code?: number;
  readonly count?: number;
  readonly windowId?: number;
}
type Level = 'info' | 'warn' | 'error';

const MAX_FILE_BYTES = 1024 * 1024;
const KEPT_FILES = 3;

/** The local log: one JSON object a line, in a few files of bounded size, sent nowhere. */
export class Log {
  readonly #path: string;
  readonly #now: () => Date;

  private constructor(path: string, now: () => Date) {
    this.#path = path;
    this.#now = now;
  }

  static open(path: string, now: () => Date): Log {
    mkdirSync(dirname(path), { recursive: true });
    return new Log(path, now);
  }

  info(event: string, fields: LogFields = {}): void {
    this.#write('info', event, fields);
  }

  warn(event: string, fields: LogFields = {}): void {
    this.#write('warn', event, fields);
  }

  error(event: string, fields: LogFields = {}): void {
    this.#write('error', event, fields);
  }

  #write(level: Level, event: string, { error, ...fields }: LogFields): void {
    const report = error === undefined ? {} : { error: describeError(error) };
    const line = `${JSON.stringify({ at: this.#now().toISOString(), level, event, ...fields, ...report })}\n`;
    try {
      this.#rotate(line.length);
      appendFileSync(this.#path, line);
    } catch (cause) {
      // A full disk must not stop the program because it could not be noted; the console is the last place to say so.
      process.stderr.write(`${line}log not written: ${describeError(cause).code ?? 'unknown'}\n`);
    }
  }

  #rotate(addedBytes: number): void {
    const size = statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
    if (size + addedBytes <= MAX_FILE_BYTES) return;
    rmSync(`${this.#path}.${KEPT_FILES - 1}`, { force: true });
    for (let n = KEPT_FILES - 2; n >= 1; n -= 1) {
      if (statSync(`${this.#path}.${n}`, { throwIfNoEntry: false }))
        renameSync(`${this.#path}.${n}`, `${this.#path}.${n + 1}`);
    }
    renameSync(this.#path, `${this.#path}.1`);
  }
}
