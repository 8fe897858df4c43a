import { textOf } from '../content.ts';
import { readEmphasis } from './fountain-emphasis.ts';
import { isBlank, type LineReader } from './lines.ts';
import type { ParsedScriptBuilder } from './parsed-script-builder.ts';

const BONEYARD_START = '/*';
const BONEYARD_END = '*/';
/** A first line like "FADE IN:" is no title page, hence the list; after it any key may follow. */
const FIRST_KEY =
  /^(?:title|credits?|authors?|written by|source|notes|draft(?: date)?|date|contact|copyright|revision|format|language|episode|series)\s*:/i;
const KEY = /^([^\s:][^:]{0,39}):(.*)$/s;
const MAX_TITLE_PAGE_LINES = 200;

/** The text without its boneyard, the stretches its writer marked as cut. A mark without an end is text. */
export function cutBoneyard(text: string, leaveOut: (cut: string) => void): string {
  const kept: string[] = [];
  let from = 0;
  for (;;) {
    const start = text.indexOf(BONEYARD_START, from);
    const end = start === -1 ? -1 : text.indexOf(BONEYARD_END, start + BONEYARD_START.length);
    if (end === -1) break;
    kept.push(text.slice(from, start));
    leaveOut(text.slice(start + BONEYARD_START.length, end).trim());
    from = end + BONEYARD_END.length;
  }
  kept.push(text.slice(from));
  return kept.join('');
}

/** Takes the title page off the reader: the title is kept, everything else on it is left out. */
export function readTitlePage(reader: LineReader, builder: ParsedScriptBuilder): void {
  while (reader.next !== undefined && isBlank(reader.next)) reader.read();
  if (!FIRST_KEY.test(reader.next ?? '')) return;
  const title: string[] = [];
  let key = '';
  for (let count = 0; count < MAX_TITLE_PAGE_LINES && !isBlank(reader.next); count += 1) {
    const line = reader.read() ?? '';
    const entry = KEY.exec(line);
    if (entry !== null) key = (entry[1] ?? '').trim().toLowerCase();
    const value = entry === null ? line : (entry[2] ?? '');
    if (key === 'title') title.push(textOf(readEmphasis(value.trim())));
    else builder.leaveOut('title-page', line.trim());
  }
  const words = title.filter((line) => line !== '').join(' ');
  if (words !== '') builder.title = words;
}
