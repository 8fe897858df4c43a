import { textOf } from '../content.ts';
import type { PlainRow, PlainScript } from '../plain-script.ts';
import { readLabel } from './labels.ts';
import { printCell, printWords } from './print-markdown-cell.ts';
import { printLength } from './print-length.ts';

interface Column {
  readonly header: string;
  readonly rule: string;
  readonly print: (row: PlainRow) => string;
}

/**
 * A script as Markdown that people can read and `parseMarkdown` reads back equal: a heading and a table for each scene,
 * marks, links, speakers, lengths that somebody set, lines as `<br>`. Columns that would be empty throughout are left
 * away. The file ends with a line feed.
 */
export function printMarkdown(script: PlainScript, title: string): string {
  const columns = columnsFor(script);
  const blocks = script.scenes.flatMap(({ heading, rows }) => [
    ...(heading === null ? [] : [`## ${printWords(heading)}`.trimEnd()]),
    ...(rows.length === 0 ? [] : [printTable(columns, rows)]),
  ]);
  return `${[`# ${printWords(title)}`, ...blocks].join('\n\n')}\n`;
}

function columnsFor({ layout, scenes }: PlainScript): readonly Column[] {
  const rows = scenes.flatMap((scene) => scene.rows);
  const columns: (Column | false)[] = [
    { header: '#', rule: '--:', print: ({ number }) => String(number ?? '') },
    (layout === 'av' || rows.some(({ video }) => video.length > 0)) && {
      header: 'Video',
      rule: '---',
      print: ({ video }) => printCell(video),
    },
    rows.some(hasSpeaker) && { header: 'Speaker', rule: '---', print: ({ speaker }) => printWords(speaker ?? '') },
    { header: 'Audio', rule: '---', print: ({ audio }) => printCell(audio) },
    rows.some(({ secondsSet }) => secondsSet !== null) && {
      header: 'Length',
      rule: '--:',
      print: ({ secondsSet }) => (secondsSet === null ? '' : printLength(secondsSet)),
    },
  ];
  return columns.filter((column) => column !== false);
}

/** Words that only look as if they began with a name need the column too, or they would be read as a speaker's. */
const hasSpeaker = ({ speaker, audio }: PlainRow): boolean =>
  speaker !== null || readLabel(textOf(audio))?.kind === 'name';

function printTable(columns: readonly Column[], rows: readonly PlainRow[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ header }) => header)),
    line(columns.map(({ rule }) => rule)),
    ...rows.map((row) => line(columns.map(({ print }) => print(row)))),
  ].join('\n');
}
