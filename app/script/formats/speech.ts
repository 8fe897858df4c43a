import { sliceContent, textOf, type CellContent } from '../content.ts';
import { MAX_SPEAKER_CHARACTERS } from '../limits.ts';
import { readLabel, type Label, type Speakers } from './labels.ts';
import { trimContent } from './runs.ts';

/** The label that a line starts with. One that leads somewhere is a link first, and stays in the words. */
export function labelOf(content: CellContent): Label | undefined {
  const label = readLabel(textOf(content).slice(0, 2 * MAX_SPEAKER_CHARACTERS));
  if (label === undefined) return undefined;
  const isLink = sliceContent(content, 0, label.wordsAt).some(({ marks }) => marks?.link !== undefined);
  return isLink ? undefined : label;
}

/** What a label leaves of its line. */
export const wordsAfter = (content: CellContent, label: Label): CellContent =>
  trimContent(sliceContent(content, label.wordsAt, Infinity));

/** Words that begin with who says them. A name set in bold, colon or not included, needs no other sign of speaking. */
export function readSpeech(
  content: CellContent,
  speakers: Speakers,
): { readonly speaker: string; readonly words: CellContent } | undefined {
  const label = labelOf(content);
  if (label?.kind !== 'name') return undefined;
  const [first] = content;
  const isBold = first?.marks?.bold === true && first.text.length >= label.name.length;
  if (!isBold && !speakers.has(label.name)) return undefined;
  return { speaker: label.name, words: wordsAfter(content, label) };
}
