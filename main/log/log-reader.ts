import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { ErrorReport } from './error-report.ts';
import { logEvents, type LogEventName } from './events.ts';
import { fileOf, loggedDays, type LogLevel } from './log.ts';

/** One entry as it can be shown: what was written, in plain form. */
export interface LogEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly level: LogLevel;
  readonly event: LogEventName;
  /** The fields as `name value`, with the places of an error last; empty when there are none. */
  readonly detail: string;
}

const LEVELS = ['info', 'warn', 'error'] as const;

/** What stands in a line is believed no more than any other file: it has to be an entry of the table. */
const entries: ReadonlyMap<string, z.ZodType<Readonly<Record<string, unknown>>>> = new Map(
  Object.entries(logEvents).map(([name, fields]) => [
    name,
    z.strictObject({
      ...fields,
      ...('error' in fields ? { error: ErrorReport } : {}),
      at: z.iso.datetime(),
      level: z.enum(LEVELS),
      event: z.literal(name as LogEventName),
    }),
  ]),
);

/** The last entries, newest first. Lines that are none of ours are passed over. */
export async function readLog(folder: string, limit: number): Promise<readonly LogEntry[]> {
  const found: LogEntry[] = [];
  for (const day of loggedDays(folder)) {
    const lines = (await readFile(join(folder, fileOf(day)), 'utf8')).split('\n');
    for (const line of lines.reverse()) {
      if (found.length === limit) return found;
      const entry = entryOf(line);
      if (entry !== undefined) found.push(entry);
    }
  }
  return found;
}

function entryOf(line: string): LogEntry | undefined {
  const value = parseJson(line);
  const parsed = entries.get(nameOf(value))?.safeParse(value);
  if (!parsed?.success) return undefined;
  const { at, level, event, ...fields } = parsed.data;
  return {
    at: Date.parse(String(at)),
    level: level as LogLevel,
    event: event as LogEventName,
    detail: Object.entries(fields)
      .filter(([, value]) => value !== null)
      .map(describe)
      .join(', '),
  };
}

function describe([name, value]: readonly [string, unknown]): string {
  const report = name === 'error' ? ErrorReport.safeParse(value) : undefined;
  return report?.success ? describeReport(report.data) : `${name} ${String(value)}`;
}

function describeReport({ name, code, frames, cause }: ErrorReport): string {
  const kind = code === undefined ? name : `${name} ${code}`;
  const place = frames[0] === undefined ? '' : ` at ${frames[0]}`;
  return `${kind}${place}${cause === undefined ? '' : `, caused by ${describeReport(cause)}`}`;
}

const nameOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'event' in value ? String(value.event) : '';

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // The last line of a file may have been cut by a power failure.
    return undefined;
  }
}
