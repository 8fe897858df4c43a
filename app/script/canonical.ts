import { MARK_NAMES, normalized, type CellContent } from './content.ts';
import type { PlainScript } from './plain-script.ts';

/**
 * One text for everything visible of a script: equal scripts give equal bytes, whatever happened on the way to them.
 * Keys stand in a fixed order; numbers and times are left out because they follow from the rest.
 */
export function canonicalScript({ layout, wordsPerMinute, targetSeconds, scenes }: PlainScript): string {
  return JSON.stringify({
    layout,
    wordsPerMinute,
    targetSeconds,
    scenes: scenes.map(({ id, heading, rows }) => ({
      id,
      heading,
      rows: rows.map((row) => ({
        id: row.id,
        video: canonicalCell(row.video),
        audio: canonicalCell(row.audio),
        speaker: row.speaker,
        seconds: row.secondsSet,
      })),
    })),
  });
}

function canonicalCell(content: CellContent): unknown {
  return normalized(content).map(({ text, marks = {} }) => [
    text,
    ...MARK_NAMES.filter((name) => marks[name] !== undefined).map((name) =>
      name === 'link' ? { link: marks.link?.href } : name,
    ),
  ]);
}
