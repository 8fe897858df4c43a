import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { calls, events } from '../../app/ipc/contract.ts';

const RECORD = 'docs/ipc-surface.json';

/** `UPDATE=1` writes the record anew: any change in what a window may ask is then a diff of one reviewed file. */
test('[IPC-8] the surface between windows and the main process is the one on record', () => {
  const describe = (schema: z.ZodType, io: 'input' | 'output') =>
    z.toJSONSchema(schema, { unrepresentable: 'any', io });
  const surface = {
    calls: Object.fromEntries(
      Object.entries(calls).map(([name, { input, output }]) => [
        name,
        { input: describe(input, 'input'), output: describe(output, 'output') },
      ]),
    ),
    events: Object.fromEntries(Object.entries(events).map(([name, payload]) => [name, describe(payload, 'output')])),
  };
  const text = `${JSON.stringify(surface, null, 2)}\n`;
  if (process.env['UPDATE'] === '1') writeFileSync(RECORD, text);
  expect(text).toBe(readFileSync(RECORD, 'utf8'));
});
