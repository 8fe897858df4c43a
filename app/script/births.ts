import * as Y from 'yjs';
import { CELL_KINDS, cleanText, newCell, normalized, splitContent, textOf, type CellContent } from './content.ts';
import { clocksOfContent, seenFrom, type Deletion } from './deletion.ts';
import { MAX_CELL_BYTES, MAX_HEADING_CHARACTERS, MAX_ROW_SECONDS, MAX_SPEAKER_CHARACTERS } from './limits.ts';
import type { Place } from './place.ts';

/** What a new row says. */
export interface RowContent {
  readonly video?: CellContent;
  readonly audio?: CellContent;
  readonly speaker?: string | null;
  /** The length somebody set; otherwise it follows from the words. */
  readonly secondsSet?: number | null;
}

/** A row, complete: both cells with their block and text, even when empty. They are never replaced. */
export function bornRow(place: Place, { video = [], audio = [], speaker, secondsSet }: RowContent): Y.Map<unknown> {
  const row = new Y.Map<unknown>();
  row.set('place', place);
  row.set('video', newCell(video));
  row.set('audio', newCell(audio));
  const name = cleanSpeaker(speaker);
  if (name !== null) row.set('speaker', name);
  const seconds = cleanSeconds(secondsSet);
  if (seconds !== null) row.set('seconds', seconds);
  return row;
}

/** A copy of a row with everything this build does not know about it, under another id and place. */
export function copiedRow(place: Place, source: Y.Map<unknown>): Y.Map<unknown> {
  const row = new Y.Map<unknown>();
  for (const [key, value] of source.entries()) {
    if (key !== 'deleted') row.set(key, value instanceof Y.AbstractType ? value.clone() : value);
  }
  row.set('place', place);
  for (const kind of CELL_KINDS) if (!(source.get(kind) instanceof Y.XmlFragment)) row.set(kind, newCell([]));
  return row;
}

export function bornScene(place: Place, heading: string): Y.Map<unknown> {
  const scene = new Y.Map<unknown>();
  scene.set('place', place);
  scene.set('heading', new Y.Text(cleanHeading(heading)));
  return scene;
}

export function copiedScene(place: Place, source: Y.Map<unknown>): Y.Map<unknown> {
  const scene = new Y.Map<unknown>();
  for (const [key, value] of source.entries()) {
    if (key !== 'deleted') scene.set(key, value instanceof Y.AbstractType ? value.clone() : value);
  }
  scene.set('place', place);
  if (!(source.get('heading') instanceof Y.Text)) scene.set('heading', new Y.Text());
  return scene;
}

/** Call once the row or scene is in its document: its author has seen exactly what it was born with. */
export function markBorn(map: Y.Map<unknown>, deletion: Omit<Deletion, 'seen'>): void {
  map.set('deleted', { ...deletion, seen: seenFrom(clocksOfContent(map)) } satisfies Deletion);
}

/** One row for each 64 KB of its longer cell; the speaker goes on speaking, a set length stays with the first. */
export function splitRow({ video = [], audio = [], speaker, secondsSet }: RowContent): readonly RowContent[] {
  const seen = splitContent(normalized(video), MAX_CELL_BYTES);
  const heard = splitContent(normalized(audio), MAX_CELL_BYTES);
  return Array.from({ length: Math.max(seen.length, heard.length) }, (_, i) => ({
    video: seen[i] ?? [],
    audio: heard[i] ?? [],
    speaker: heard[i] === undefined ? null : (speaker ?? null),
    secondsSet: i === 0 ? (secondsSet ?? null) : null,
  }));
}

/** About how large a row's words are: an upper bound in UTF-8 bytes. */
export const sizeOf = ({ video = [], audio = [] }: RowContent): number =>
  (textOf(video).length + textOf(audio).length) * 3;

/** One line, no space around it, at most 100 characters; null for none. */
export function cleanSpeaker(speaker: string | null | undefined): string | null {
  const name = oneLine(speaker ?? '', MAX_SPEAKER_CHARACTERS);
  return name === '' ? null : name;
}

export const cleanHeading = (heading: string): string => oneLine(heading, MAX_HEADING_CHARACTERS);

/** Seconds from 0 to a day, or null. */
export function cleanSeconds(seconds: number | null | undefined): number | null {
  return typeof seconds === 'number' && seconds >= 0 && seconds <= MAX_ROW_SECONDS ? seconds : null;
}

function oneLine(text: string, maxCharacters: number): string {
  return cleanText(text.slice(0, maxCharacters * 4))
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, maxCharacters)
    .toWellFormed()
    .trimEnd();
}
