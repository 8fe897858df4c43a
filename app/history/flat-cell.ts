import * as Y from 'yjs';
import { BLOCK } from '../script/content.ts';

/** A stretch of a cell's text under the same attributes, known to this build or not. */
export interface FlatRun {
  /** Where it begins in the cell's text. */
  readonly start: number;
  readonly text: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The text it lies in and where there; null for the line feed between two blocks, which nobody typed. */
  readonly home: { readonly text: Y.XmlText; readonly at: number } | null;
}

export interface FlatCell {
  readonly text: string;
  readonly runs: readonly FlatRun[];
  /** The texts of the cell, in order, also those that are empty. */
  readonly homes: readonly Y.XmlText[];
}

/** A cell as one text, with the place of every character; null for a cell that holds what this build does not know. */
export function flatCell(cell: Y.XmlFragment): FlatCell | null {
  const runs: FlatRun[] = [];
  const homes: Y.XmlText[] = [];
  let start = 0;
  const add = (text: string, attributes: FlatRun['attributes'], home: FlatRun['home']): void => {
    runs.push({ start, text, attributes, home });
    start += text.length;
  };
  for (const [index, block] of cell.toArray().entries()) {
    if (!(block instanceof Y.XmlElement) || block.nodeName !== BLOCK) return null;
    if (index > 0) add('\n', {}, null);
    for (const text of block.toArray()) {
      if (!(text instanceof Y.XmlText)) return null;
      homes.push(text);
      let at = 0;
      const delta: readonly { readonly insert?: unknown; readonly attributes?: Record<string, unknown> }[] =
        text.toDelta();
      for (const { insert, attributes = {} } of delta) {
        if (typeof insert !== 'string') return null;
        add(insert, attributes, { text, at });
        at += insert.length;
      }
    }
  }
  return { text: runs.map(({ text }) => text).join(''), runs, homes };
}

/** The runs of a stretch, cut to it. */
export function slicedRuns({ runs }: FlatCell, from: number, to: number): readonly FlatRun[] {
  return runs.flatMap((run) => {
    const cut = Math.max(from, run.start) - run.start;
    const text = run.text.slice(cut, Math.max(0, to - run.start));
    if (text === '') return [];
    const home = run.home === null ? null : { text: run.home.text, at: run.home.at + cut };
    return [{ ...run, start: run.start + cut, text, home }];
  });
}
