import type { CellContent } from '../../content.ts';
import type { RowContent } from '../../births.ts';

export interface Said {
  readonly speaker?: string;
  readonly words?: string;
  /** Sound or music heard with the words: a line of its own, in italics. */
  readonly cue?: string;
  readonly seconds?: number;
}

/** One row as a template writes it down. */
export function row(seen: string, { speaker, words, cue, seconds }: Said = {}): RowContent {
  const said = words === undefined ? [] : [{ text: cue === undefined ? words : `${words}\n` }];
  const audio: CellContent = cue === undefined ? said : [...said, { text: cue, marks: { italic: true } }];
  return {
    video: seen === '' ? [] : [{ text: seen }],
    audio,
    speaker: speaker ?? null,
    secondsSet: seconds ?? null,
  };
}
