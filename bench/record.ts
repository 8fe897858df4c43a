import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { Line } from './benchmark.ts';

const FILE = 'docs/measurements.md';
const RECORD = /(<!-- recorded by npm run bench -- --record -->\n)[\s\S]*?(<!-- end -->)/;
const BYTES_PER_GIB = 1024 ** 3;

/** Puts what was measured into docs/measurements.md, the table and the lines it comes from. What was not measured stays. */
export function record(lines: readonly Line[], { data }: { readonly data: string }): void {
  const before = readFileSync(FILE, 'utf8');
  const block = `${describeMachine()} Data: ${data}.\n\n${describeLines(withRecorded(before, lines))}`;
  writeFileSync(
    FILE,
    before.replace(RECORD, (_all, start: string, end: string) => start + block + end),
  );
}

/** The new lines and those already on record for other benchmarks, by their numbers. */
export function withRecorded(text: string, lines: readonly Line[]): readonly Line[] {
  const recorded = (RECORD.exec(text)?.[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
  const kept = recorded.filter(({ id }) => !lines.some((line) => line.id === id));
  return [...kept, ...lines].toSorted((one, other) => numberOf(one) - numberOf(other));
}

const numberOf = ({ id }: Line): number => Number(id.slice(1));

/** A table with every part of every benchmark, and below it the lines as they were printed. */
export function describeLines(lines: readonly Line[]): string {
  const rows = lines.flatMap(({ id, parts }) =>
    parts.map(({ name, ratio, goal, pass }) => `| ${id} | ${name} | ${ratio} | ${goal} | ${pass ? 'yes' : '**no**'} |`),
  );
  const table = ['| # | what | ratio | goal | met |', '|---|---|---|---|---|', ...rows].join('\n');
  const raw = lines.map((line) => JSON.stringify(line)).join('\n');
  return `${table}\n\n\`\`\`json\n${raw}\n\`\`\`\n`;
}

function describeMachine(): string {
  const [processor] = cpus();
  const memory = Math.round(totalmem() / BYTES_PER_GIB);
  return (
    `${cpus().length} × ${processor?.model.trim() ?? 'unknown processor'}, ${memory} GiB, ` +
    `${process.platform} ${process.arch}, Node ${process.version}.`
  );
}
