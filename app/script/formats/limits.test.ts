import { expect, test } from 'vitest';
import { textOf } from '../content.ts';
import { MAX_CELL_BYTES, MAX_ROWS, MAX_SCENES } from '../limits.ts';
import { checkLimits } from './check-limits.ts';
import { parseFountain } from './fountain.ts';
import { parseMarkdown } from './markdown.ts';
import type { ParsedScript } from './parsed-script.ts';
import { parsePlainText } from './plain-text.ts';

const parseTable = (rows: string): ParsedScript => parseMarkdown(`| Video | Audio |\n|-|-|\n${rows}`);

const bytes = (text: string): number => new TextEncoder().encode(text).length;

test.for([
  ['Fountain', parseFountain],
  ['Markdown', parseMarkdown],
  ['plain text', parsePlainText],
] as const)('[FORMAT-9] %s: a cell longer than 64 KB becomes rows that fit, and no word goes', ([, parse]) => {
  const words = Array.from({ length: 30_000 }, (_, index) => `žluť${index}`).join(' ');
  const { scenes, rowCount, notes } = parse(words);
  const cells = scenes.flatMap(({ rows }) => rows.map(({ video, audio }) => textOf(video) + textOf(audio)));
  expect(cells.join('')).toBe(words);
  expect(cells.filter((cell) => bytes(cell) > MAX_CELL_BYTES)).toEqual([]);
  expect([rowCount, cells.length]).toEqual([6, 6]);
  expect(notes).toContain('Cells longer than 64 KB became several rows.');
});

test.for([
  ['Fountain', parseFountain, 'Words.\n\n', 'rows', MAX_ROWS],
  ['Markdown', parseMarkdown, 'Words.\n\n', 'rows', MAX_ROWS],
  ['plain text', parsePlainText, 'Words.\n\n', 'rows', MAX_ROWS],
  ['a table', parseTable, '| a | b |\n', 'rows', MAX_ROWS],
  ['Fountain', parseFountain, 'INT. A\n\n', 'scenes', MAX_SCENES],
  ['Markdown', parseMarkdown, '## A\n\n', 'scenes', MAX_SCENES],
  ['plain text', parsePlainText, 'KITCHEN\n\n', 'scenes', MAX_SCENES],
] as const)(
  '[FORMAT-10] %s: the most rows and scenes are taken, one more is refused in plain words',
  { timeout: 60_000 },
  ([, parse, one, what, most]) => {
    expect(() => checkLimits(parse(one.repeat(most)))).not.toThrow();
    expect(() => checkLimits(parse(one.repeat(most + 1)))).toThrow(
      expect.objectContaining({
        code: 'too-large',
        message:
          `This file would become more than ${most.toLocaleString('en')} ${what}, which is the most a script holds. ` +
          'Nothing was imported and the file is unchanged. Split it into several files and import them one by one.',
      }),
    );
  },
);

test('[FORMAT-9] a heading too long for the outline goes on in a row', () => {
  const heading = `INT. ${'a very long corridor '.repeat(60)}- DAY`;
  const [scene] = parseFountain(heading).scenes;
  expect(`${scene?.heading} ${textOf(scene?.rows[0]?.video ?? [])}`).toBe(heading);
  expect(scene?.heading?.length).toBeLessThanOrEqual(500);
});

test.for([
  ['Fountain', parseFountain, (name: string) => `@${name}\nWords.`],
  ['a table', parseMarkdown, (name: string) => `| Speaker | Audio |\n|-|-|\n| ${name} | Words. |`],
  ['plain text', parsePlainText, (name: string) => `AUDIO (${name}): Words.`],
] as const)('[FORMAT-9] %s: a name too long for one who speaks stays in the words', ([, parse, said]) => {
  const [long, longest] = ['Anna '.repeat(20), 'Anna '.repeat(22)].map((name) => `${name}the Second`);
  for (const name of [long, longest, 'A'.repeat(5_000)]) {
    const [row] = parse(said(name ?? '')).scenes.flatMap(({ rows }) => rows);
    expect(`${row?.speaker ?? ''}${textOf(row?.video ?? [])}${textOf(row?.audio ?? [])}`).toContain(name);
    expect((row?.speaker ?? '').length).toBeLessThanOrEqual(100);
  }
});
