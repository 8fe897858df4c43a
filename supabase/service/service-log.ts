import * as z from 'zod';
import { reportError } from './error-report.ts';
import { logEvents, type LogEventName, type LogFields } from './log-events.ts';

type Level = 'info' | 'warn' | 'error';
type FieldsOf<E extends LogEventName> = keyof LogFields<E> extends never ? [] : [fields: LogFields<E>];

const schemas: ReadonlyMap<string, z.ZodType<Readonly<Record<string, unknown>>>> = new Map(
  Object.entries(logEvents).map(([name, fields]) => [name, z.strictObject(fields)]),
);

/**
 * The service's log: one JSON object a line. What can be written is the table in log-events.ts; there is no way past it,
 * so that no script's words, codes, tokens, addresses or keys come in.
 */
export class ServiceLog {
  readonly #write: (line: string) => void;
  readonly #now: () => Date;

  constructor({ write, now }: { readonly write: (line: string) => void; readonly now: () => Date }) {
    this.#write = write;
    this.#now = now;
  }

  info<E extends LogEventName>(event: E, ...fields: FieldsOf<E>): void {
    this.#line('info', event, fields[0] ?? {});
  }

  warn<E extends LogEventName>(event: E, ...fields: FieldsOf<E>): void {
    this.#line('warn', event, fields[0] ?? {});
  }

  error<E extends LogEventName>(event: E, ...fields: FieldsOf<E>): void {
    this.#line('error', event, fields[0] ?? {});
  }

  #line(level: Level, event: LogEventName, fields: object): void {
    const parsed = schemas.get(event)?.safeParse(fields);
    // Fields that are not what the table says are our fault, and are left out whole rather than trusted.
    const said = parsed?.success ? parsed.data : { fields: 'refused' };
    const { error, ...plain } = said;
    const report = 'error' in said ? { error: reportError(error) } : {};
    this.#write(JSON.stringify({ at: this.#now().toISOString(), level, event, ...plain, ...report }));
  }
}
