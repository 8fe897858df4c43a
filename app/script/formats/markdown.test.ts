import { expect, test } from 'vitest';
import { textOf } from '../content.ts';
import { parseMarkdown } from './markdown.ts';

/** Rows as [video, speaker, audio], headings as `# words`. */
const rowsOf = (text: string): readonly unknown[] =>
  parseMarkdown(text).scenes.flatMap(({ heading, rows }) => [
    ...(heading === null ? [] : [`# ${heading}`]),
    ...rows.map(({ video, speaker, audio }) => [textOf(video), speaker, textOf(audio)]),
  ]);

const linksOf = (text: string): readonly unknown[] =>
  parseMarkdown(text).scenes.flatMap(({ rows }) =>
    rows.flatMap(({ audio }) => audio.map(({ text: words, marks }) => [words, marks?.link?.href])),
  );

test.for([
  ['Video and Audio', '| Video | Audio |\n|-|-|\n| A | B |', [['A', null, 'B']]],
  ['the columns the other way round', '| Narration | Visuals |\n|-|-|\n| B | A |', [['A', null, 'B']]],
  ['bold headers', '| **PICTURE** | **SOUND** |\n|-|-|\n| A | B |', [['A', null, 'B']]],
  ['a column for who speaks', '| Video | Who | Dialogue |\n|-|-|-|\n| A | Mei Lin | B |', [['A', 'Mei Lin', 'B']]],
  ['a speaker before the words', '| Video | Audio |\n|-|-|\n| A | VO: B |', [['A', 'VO', 'B']]],
  ['a speaker in bold', '| Video | Audio |\n|-|-|\n| A | **Mei Lin:** B |', [['A', 'Mei Lin', 'B']]],
  ['no column for pictures', '| # | Script |\n|-|-|\n| 1 | B |', [['', null, 'B']]],
  ['unknown columns', '| Video | Audio | Lens |\n|-|-|-|\n| A | B | 50 mm |', [['A\nLens: 50 mm', null, 'B']]],
  [
    'scenes in a column',
    '| Scene | Video | Audio |\n|-|-|-|\n| One | A | B |\n| One | C | |\n| Two | D | |',
    ['# One', ['A', null, 'B'], ['C', null, ''], '# Two', ['D', null, '']],
  ],
  [
    'headers that say nothing',
    '| X | Y |\n|-|-|\n| A | B |',
    [
      ['X', null, 'Y'],
      ['A', null, 'B'],
    ],
  ],
  [
    'lines and pipes in a cell',
    '| Video | Audio |\n|-|-|\n| A<br>B \\| C | `x \\| y` |',
    [['A\nB | C', null, 'x | y']],
  ],
] as const)('[FORMAT-4] a table with %s', ([, text, rows]) => {
  expect(rowsOf(text)).toEqual(rows);
});

test('[FORMAT-4] one heading of the first level at the top is the title, several are scenes', () => {
  expect(parseMarkdown('# A\n\n## B\n\nWords.')).toMatchObject({ title: 'A', scenes: [{ heading: 'B' }] });
  expect(parseMarkdown('# A\n\nWords.\n\n# B')).toMatchObject({
    title: null,
    scenes: [{ heading: 'A' }, { heading: 'B' }],
  });
});

test('[FORMAT-4] a heading directly below a higher one shares its scene', () => {
  expect(rowsOf('# T\n\n## Act\n\n### One\n\nA.\n\n### Two\n\n### Three\n\nB.')).toEqual([
    '# Act – One',
    ['', null, 'A.'],
    '# Two',
    '# Three',
    ['', null, 'B.'],
  ]);
});

test('[FORMAT-4] a table goes on with its columns wherever the file is cut for reading', () => {
  const rows = Array.from({ length: 2_000 }, (_, index) => `| B${index} | A${index} |`);
  expect(rowsOf(['| Audio | Video |', '|-|-|', ...rows].join('\n'))).toEqual(
    rows.map((_, index) => [`A${index}`, null, `B${index}`]),
  );
});

test('[FORMAT-4] a table’s row with too many signs keeps its words in their columns', () => {
  const signs = '*a '.repeat(1_500).trim();
  const { notes } = parseMarkdown(`| Audio | Video |\n|-|-|\n| ${signs} | A |`);
  expect(rowsOf(`| Audio | Video |\n|-|-|\n| ${signs} | A |\n| B | C |`)).toEqual([
    ['A', null, signs],
    ['C', null, 'B'],
  ]);
  expect(notes).toContain('A line with very many formatting signs is kept as typed.');
});

test.for([
  ['[a](https://a.example/x)', [['a', 'https://a.example/x']]],
  ['[a](mailto:ana@a.example)', [['a', 'mailto:ana@a.example']]],
  ['<https://a.example/>', [['https://a.example/', 'https://a.example/']]],
  ['[a][b]\n\n[b]: https://a.example/', [['a', 'https://a.example/']]],
  ['[a](http://a.example/)', [['a', undefined]]],
  ['[a](javascript:alert%281%29)', [['a', undefined]]],
  ['[a](https://user:secret@a.example/)', [['a', undefined]]],
  ['[a](file:///etc/passwd)', [['a', undefined]]],
  ['[a](data:text/html,x)', [['a', undefined]]],
] as const)('[FORMAT-17] %s leads only where links may lead', ([text, links]) => {
  expect(linksOf(text)).toEqual(links);
});

test('[FORMAT-17] a definition far from its use still leads there', () => {
  const far = 'Words between.\n\n'.repeat(2_000);
  expect(linksOf(`[a][b]\n\n${far}[b]: https://a.example/`)[0]).toEqual(['a', 'https://a.example/']);
});

test('[FORMAT-17] HTML is words: nothing of it is carried out, and the person is told', () => {
  const parsed = parseMarkdown('<script>alert(1)</script>\n\nA <img src=x onerror=alert(1)> B <u>C</u>');
  expect(parsed.scenes.flatMap(({ rows }) => rows.map(({ audio }) => audio))).toEqual([
    [{ text: '<script>alert(1)</script>' }],
    [{ text: 'A <img src=x onerror=alert(1)> B ' }, { text: 'C', marks: { underline: true } }],
  ]);
  expect(parsed.notes).toEqual(['HTML is kept as typed, as words.']);
});
