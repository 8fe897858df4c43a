import type * as z from 'zod';
import { failureOf } from './failures.ts';

/**
 * A row as the schema says it was written.
 * @throws Failure `damaged` when it is anything else: nobody but this program writes into the file.
 */
export function parseRow<S extends z.ZodType>(schema: S, row: unknown): z.output<S> {
  const parsed = schema.safeParse(row);
  if (!parsed.success) throw failureOf('damaged', { cause: parsed.error });
  return parsed.data;
}
