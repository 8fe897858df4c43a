import { appendFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { errorReporter, type ErrorReport } from './error-report.ts';
import { logEvents, type LogEventName, type LogFields, type LogTag } from './events.ts';
import { LogTags } from './log-tags.ts';

export type LogLevel = 'info' | 'warn' | 'error';

export interface LogOptions {
  /** Made when it is not there. */
  readonly folder: string;
  /** The folder that the program's own code lies in: only places in it are written down. */
  readonly program: string;
  readonly now: () => Date;
  /** Makes a UUID. */
  readonly newId: () => string;
  readonly maxDayBytes?: number;
}

export const KEPT_DAYS = 7;
const MAX_DAY_BYTES = 2 * 1024 * 1024;
/** Kept free in each day's file for the entry that says it is full. */
const LAST_WORDS_BYTES = 256;
const DAY_MS = 24 * 60 * 60 * 1000;
const DAY_FILE = /^galley-(\d{4}-\d\d-\d\d)\.jsonl$/;
/** What an earlier build wrote. */
const OLDER_FILE = /^galley\.log(?:\.\d)?$/;

const schemas: ReadonlyMap<string, z.ZodType<Readonly<Record<string, unknown>>>> = new Map(
  Object.entries(logEvents).map(([name, fields]) => [name, z.strictObject(fields)]),
);

/**
 * The local log: one JSON object a line, one file a day, seven days, sent nowhere. What can be written is the table in
 * events.ts; there is no way past it, so that no script's words, titles, names, tokens or paths come in.
 */
export class Log {
  readonly #options: LogOptions;
  readonly #tags: LogTags;
  readonly #report: (error: unknown) => ErrorReport;
  #day = '';
  #dayBytes = 0;
  #dayIsFull = false;
  #lost = 0;

  private constructor(options: LogOptions, tags: LogTags) {
    this.#options = options;
    this.#tags = tags;
    this.#report = errorReporter(options.program);
  }

  /** Never fails: a program whose log cannot be written has to run all the same. */
  static open(options: LogOptions): Log {
    return new Log(options, LogTags.open(options.folder, options.newId));
  }

  info<E extends LogEventName>(event: E, ...fields: FieldsOf<E>): void {
    this.#write('info', event, fields[0] ?? {});
  }

  warn<E extends LogEventName>(event: E, ...fields: FieldsOf<E>): void {
    this.#write('warn', event, fields[0] ?? {});
  }

  error<E extends LogEventName>(event: E, ...fields: FieldsOf<E>): void {
    this.#write('error', event, fields[0] ?? {});
  }

  /** What stands for a script here. */
  tagOf(scriptId: string): LogTag {
    return this.#tags.tagOf(scriptId);
  }

  get folder(): string {
    return this.#options.folder;
  }

  /** Entries that could not be written since the last one that could. */
  get lost(): number {
    return this.#lost;
  }

  #write(level: LogLevel, event: LogEventName, fields: object): void {
    const now = this.#options.now();
    const line = this.#lineOf(now, level, event, fields);
    try {
      this.#turnTo(dayOf(now));
      if (this.#dayIsFull) {
        this.#lost += 1;
        return;
      }
      if (this.#lost > 0) this.#append(this.#lineOf(now, 'warn', 'log.lost', { count: this.#lost }));
      this.#lost = 0;
      const room = (this.#options.maxDayBytes ?? MAX_DAY_BYTES) - LAST_WORDS_BYTES - this.#dayBytes;
      if (line.length <= room) return this.#append(line);
      this.#dayIsFull = true;
      this.#lost += 1;
      this.#append(this.#lineOf(now, 'warn', 'log.day-full', {}));
    } catch {
      // A full disk must not stop the program because that could not be noted; the next entry that fits says so.
      this.#lost += 1;
      this.#day = '';
    }
  }

  #lineOf(now: Date, level: LogLevel, event: LogEventName, fields: object): string {
    const parsed = schemas.get(event)?.safeParse(fields);
    // Fields that are not what the table says are our fault, and are left out whole rather than trusted.
    const said = parsed?.success ? parsed.data : { fields: 'refused' };
    const { error, ...plain } = said;
    const report = 'error' in said ? { error: this.#report(error) } : {};
    return `${JSON.stringify({ at: now.toISOString(), level, event, ...plain, ...report })}\n`;
  }

  #append(line: string): void {
    appendFileSync(join(this.#options.folder, fileOf(this.#day)), line, { mode: 0o600 });
    this.#dayBytes += Buffer.byteLength(line);
  }

  #turnTo(day: string): void {
    if (day === this.#day) return;
    const { folder, maxDayBytes = MAX_DAY_BYTES } = this.#options;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    removeOlder(folder, day);
    this.#dayBytes = statSync(join(folder, fileOf(day)), { throwIfNoEntry: false })?.size ?? 0;
    this.#dayIsFull = this.#dayBytes > maxDayBytes - LAST_WORDS_BYTES;
    this.#day = day;
  }
}

type FieldsOf<E extends LogEventName> = keyof LogFields<E> extends never ? [] : [fields: LogFields<E>];

/** The days whose entries are here, newest first. */
export function loggedDays(folder: string): readonly string[] {
  return readdirSync(folder)
    .map((name) => DAY_FILE.exec(name)?.[1])
    .filter((day) => day !== undefined)
    .toSorted()
    .reverse();
}

export const fileOf = (day: string): string => `galley-${day}.jsonl`;

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

/** A clock that was set back leaves days of the future: they stay while there is room for them among the seven. */
function removeOlder(folder: string, today: string): void {
  const oldest = dayOf(new Date(Date.parse(today) - (KEPT_DAYS - 1) * DAY_MS));
  const others = loggedDays(folder).filter((day) => day !== today);
  const past = others.filter((day) => day >= oldest && day < today);
  const future = others.filter((day) => day > today).reverse();
  const staying = new Set([...past, ...future.slice(0, KEPT_DAYS - 1 - past.length)]);
  for (const day of others) if (!staying.has(day)) rmSync(join(folder, fileOf(day)), { force: true });
  for (const name of readdirSync(folder)) if (OLDER_FILE.test(name)) rmSync(join(folder, name), { force: true });
}
