import * as z from 'zod';
import type { RowId } from '../../app/ids.ts';
import { cellText, marksOf, readCell, type CellContent } from '../../app/script/content.ts';
import type { RowContent } from '../../app/script/births.ts';
import type { ScriptModel } from '../../app/script/model.ts';
import { isBlank, wordsFromHtml } from './words-from-html.ts';
import { wordsToNodes } from './words-to-html.ts';

/** Rows in our own form: they come back exactly as they were copied. */
export const ROWS_TYPE = 'application/x-galley-rows';

const Content = z.array(z.object({ text: z.string(), marks: z.record(z.string(), z.unknown()).optional() }));
const Rows = z.array(
  z.object({ video: Content, audio: Content, speaker: z.string().nullable(), secondsSet: z.number().nullable() }),
);

/** Rows for other programs (a table, tab-separated text) and for ourselves. */
export function rowsToClipboard(model: ScriptModel, rowIds: readonly RowId[]): Readonly<Record<string, string>> {
  const table = document.createElement('table');
  const lines: string[] = [];
  const rows: z.output<typeof Rows> = [];
  for (const rowId of rowIds) {
    const [video, audio] = [model.cell({ rowId, kind: 'video' }), model.cell({ rowId, kind: 'audio' })];
    if (!video || !audio) continue;
    const { speaker, secondsSet } = model.row(rowId);
    const line = table.insertRow();
    line.insertCell().append(...wordsToNodes(readCell(video)));
    line.insertCell().append(speaker ?? '');
    line.insertCell().append(...wordsToNodes(readCell(audio)));
    lines.push([cellText(video), speaker ?? '', cellText(audio)].map(quoted).join('\t'));
    rows.push({ video: plain(readCell(video)), audio: plain(readCell(audio)), speaker, secondsSet });
  }
  return { 'text/html': table.outerHTML, 'text/plain': lines.join('\n'), [ROWS_TYPE]: JSON.stringify(rows) };
}

/** Null: this is not rows of ours, or not in a form we know. */
export function rowsFromOwn(text: string): readonly RowContent[] | null {
  try {
    const parsed = Rows.safeParse(JSON.parse(text));
    return parsed.success
      ? parsed.data.map(({ video, audio, ...values }) => ({ video: runs(video), audio: runs(audio), ...values }))
      : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A table of another program. Its columns are told by their heads, else by how many there are. */
export function rowsFromTable(table: HTMLTableElement): readonly RowContent[] {
  const lines = [...table.rows].map((row) => [...row.cells].map((cell) => wordsFromHtml(cell)));
  return rowsFromColumns(lines);
}

/** Tab-separated text of a spreadsheet; null when it is only text that happens to hold a tab. */
export function rowsFromTabs(text: string): readonly RowContent[] | null {
  const lines = parseTabs(text);
  if (lines.length === 0 || lines.some((cells) => cells.length < 2)) return null;
  return rowsFromColumns(lines.map((cells) => cells.map((cell) => [{ text: cell }])));
}

const HEADS = {
  video: /^(video|visuals?|picture|image|what we see|seen)$/i,
  speaker: /^(speaker|character|who|voice)$/i,
  audio: /^(audio|sound|dialogue|narration|vo|v\.o\.|voice-?over|what we hear|heard|words)$/i,
} as const;
type Column = keyof typeof HEADS;

function rowsFromColumns(lines: readonly (readonly CellContent[])[]): readonly RowContent[] {
  const [first = []] = lines;
  const heads = first.map((cell) => {
    const text = cell
      .map((run) => run.text)
      .join('')
      .trim();
    return (Object.keys(HEADS) as Column[]).find((column) => HEADS[column].test(text)) ?? null;
  });
  const isHead = lines.length > 1 && heads.filter((head) => head !== null).length >= 2;
  const body = isHead ? lines.slice(1) : lines;
  const columns = isHead ? heads : guessColumns(body);
  return body
    .map((cells) => {
      const pick = (column: Column): CellContent =>
        columns.flatMap((name, index) => (name === column ? [cells[index] ?? []] : [])).flat();
      const speaker = pick('speaker')
        .map((run) => run.text)
        .join('')
        .trim();
      return { video: pick('video'), audio: pick('audio'), speaker: speaker === '' ? null : speaker };
    })
    .filter((row) => row.speaker !== null || !isBlank(row.video) || !isBlank(row.audio));
}

/** Two columns are picture and sound; three have who speaks between them; a first column of numbers is not words. */
function guessColumns(lines: readonly (readonly CellContent[])[]): readonly (Column | null)[] {
  const width = Math.max(0, ...lines.map((cells) => cells.length));
  const isNumbered =
    width > 2 && lines.every(([cell = []]) => /^\s*\d{0,4}[.)]?\s*$/.test(cell.map((run) => run.text).join('')));
  const names: readonly Column[] = ((): readonly Column[] => {
    switch (width - (isNumbered ? 1 : 0)) {
      case 1:
        return ['audio'];
      case 2:
        return ['video', 'audio'];
      default:
        return ['video', 'speaker', 'audio'];
    }
  })();
  return isNumbered ? [null, ...names] : names;
}

/** As spreadsheets write it: a cell with a tab, a line feed or a quote stands in quotes. */
const quoted = (cell: string): string => (/["\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

function parseTabs(text: string): string[][] {
  const lines: string[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/gy;
  let line: string[] = [];
  const source = text.replaceAll(/\r\n?/g, '\n').replace(/\n+$/, '');
  while (cell.lastIndex <= source.length) {
    const found = cell.exec(source);
    if (!found) break;
    const [, inQuotes, bare = '', end] = found;
    line.push(inQuotes?.replaceAll('""', '"') ?? bare);
    if (end !== '\t') {
      lines.push(line);
      line = [];
    }
    if (end === '') break;
  }
  return lines;
}

const plain = (content: CellContent): z.output<typeof Content> =>
  content.map(({ text, marks }) => (marks === undefined ? { text } : { text, marks: { ...marks } }));

const runs = (content: z.output<typeof Content>): CellContent =>
  content.map(({ text, marks }) => (marks === undefined ? { text } : { text, marks: marksOf(marks) }));
