import { externalLink } from '../../links.ts';
import type { CellContent, Marks } from '../content.ts';

/**
 * One cell as Markdown that reads back as the same runs. Where Markdown's own signs would be ambiguous (inside a word,
 * at a space) or do not exist, tags say the same.
 */
export function printCell(content: CellContent): string {
  const printed = content.map((run, index) => {
    const before = content[index - 1]?.text.at(-1) ?? '';
    const after = content[index + 1]?.text.at(0) ?? '';
    return printRun(run.text, run.marks ?? {}, { isApart: isGap(before) && isGap(after) });
  });
  return guardEnds(printed.map((part, index) => guardFromImage(part, printed[index + 1])).join(''));
}

/** One line of words without marks: a heading, a title, a speaker. */
export const printWords = (words: string): string =>
  guardEnds(escapeSigns(words.replaceAll('\n', ' ')).replaceAll('#', '\\#'));

function printRun(text: string, marks: Marks, { isApart }: { readonly isApart: boolean }): string {
  const signs = isApart && /^\S/.test(text) && /\S$/.test(text);
  let printed = escapeSigns(text).replaceAll('\n', '<br>');
  if (marks.highlight) printed = `<mark>${printed}</mark>`;
  if (marks.underline) printed = `<u>${printed}</u>`;
  if (marks.strike) printed = signs ? `~~${printed}~~` : `<s>${printed}</s>`;
  if (marks.italic) printed = signs ? `*${printed}*` : `<em>${printed}</em>`;
  if (marks.bold) printed = signs ? `**${printed}**` : `<strong>${printed}</strong>`;
  const href = marks.link === undefined ? null : externalLink(marks.link.href);
  return href === null ? printed : `[${printed}](<${href.replaceAll(/[\\<>|&*_~`]/g, '\\$&')}>)`;
}

/** What Markdown would take for something else; NUL, which it cannot hold, goes. */
const escapeSigns = (text: string): string => text.replaceAll('\0', '').replaceAll(/[\\`*_[\]<>&|~]/g, '\\$&');

/** Space at either end of a cell is no part of it unless it is spelled out. */
const guardEnds = (printed: string): string =>
  printed.replace(/^[ \t]|[ \t]$/g, (space) => (space === ' ' ? '&#32;' : '&#9;'));

/** An exclamation mark before a link would make a picture of it. */
const guardFromImage = (printed: string, next = ''): string =>
  printed.endsWith('!') && next.startsWith('[') ? `${printed.slice(0, -1)}\\!` : printed;

const isGap = (character: string): boolean => character === '' || /[ \n]/.test(character);
