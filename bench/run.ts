import { readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { lineOf, type Benchmark, type Line } from './benchmark.ts';
import { record } from './record.ts';

/**
 * `npm run bench [-- --only B1,B4] [--record]`: one JSON line per benchmark, with `--record` also into
 * docs/measurements.md. Ends with 1 when one fails to run, never for a missed goal.
 */
const { values } = parseArgs({ options: { only: { type: 'string' }, record: { type: 'boolean', default: false } } });
const wanted = values.only?.toUpperCase().split(',');

const found = readdirSync(import.meta.dirname)
  .flatMap((name) => /^b(\d+)\.ts$/.exec(name)?.[1] ?? [])
  .map(Number)
  .toSorted((one, other) => one - other)
  .map((number) => ({ id: `B${number}`, file: join(import.meta.dirname, `b${number}.ts`) }));

const unknown = wanted?.filter((id) => !found.some((each) => each.id === id)) ?? [];
if (unknown.length > 0) throw new Error(`There is no benchmark ${unknown.join(', ')}.`);

const lines: Line[] = [];
for (const { id, file } of found) {
  if (wanted !== undefined && !wanted.includes(id)) continue;
  try {
    const benchmark = (await import(pathToFileURL(file).href)) as Benchmark;
    const line = lineOf(id, await benchmark.run());
    lines.push(line);
    console.log(JSON.stringify(line));
  } catch (error) {
    process.exitCode = 1;
    console.error(`${id} could not be measured:`, error);
  }
}
if (values.record) record(lines, { data: process.env['TRACES'] === undefined ? 'made up here' : 'real traces' });
