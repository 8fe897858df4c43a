import * as z from 'zod';
import { expect, test } from 'vitest';
import { logEvents, LogTag, thrown } from './events.ts';

/** True where a schema takes numbers, a closed list of words or a tag, and nothing that words fit into. */
function isPlain(schema: z.ZodType): boolean {
  if (schema instanceof z.ZodNullable) return isPlain(schema.unwrap() as z.ZodType);
  return (
    schema === LogTag || schema instanceof z.ZodNumber || schema instanceof z.ZodEnum || schema instanceof z.ZodBoolean
  );
}

test('[LOG-1] no field of any event can hold words: numbers, closed lists, tags, and errors that are reduced', () => {
  const wrong = Object.entries(logEvents).flatMap(([event, fields]) =>
    Object.entries<z.ZodType>(fields)
      .filter(([name, schema]) => (name === 'error' ? schema !== thrown : !isPlain(schema)))
      .map(([name]) => `${event}: ${name}`),
  );
  expect(wrong).toEqual([]);
});

test('[LOG-1] every name of an event says what, then how it went', () => {
  expect(Object.keys(logEvents).filter((name) => !/^[a-z]+\.[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
});
