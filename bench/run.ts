import { readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { lineOf, type Benchmark } from './benchmark.ts';

/** `npm run bench [-- --only B1,B4]`: one JSON line per benchmark. Ends with 1 when one fails to run, never for a missed goal. */
const { values } = parseArgs({ options: { only: { type: 'string' } } });
const wanted = values.only?.toUpperCase().split(',');

const found = readdirSync(import.meta.dirname)
  .flatMap((name) => /^b(\d+)\.ts$/.exec(name)?.[1] ?? [])
  .map(Number)
  .toSorted((one, other) => one - other)
  .map((number) => ({ id: `B${number}`, file: join(import.meta.dirname, `b${number}.ts`) }));

const unknown = wanted?.filter((id) => !found.some((each) => each.id === id)) ?? [];
if (unknown.length > 0) throw new Error(`There is no benchmark ${unknown.join(', ')}.`);

for (const { id, file } of found) {
  if (wanted !== undefined && !wanted.includes(id)) continue;
  try {
    const benchmark = (await import(pathToFileURL(file).href)) as Benchmark;
    console.log(JSON.stringify(lineOf(id, await benchmark.run())));
  } catch (error) {
    process.exitCode = 1;
    console.error(`${id} could not be measured:`, error);
  }
}
