/** What pressing Enter does to the text around the caret. Offsets count UTF-16 units. */
export interface LineBreak {
  /** How much before the caret goes: the marker of an empty list line. */
  readonly removed: number;
  readonly inserted: string;
}

const MARKER = /^(\s*)([-–•*]|\d{1,3}[.)])(\s+)/;

/** A list is lines with markers: a new line goes on with the list, Enter on an empty one ends it. */
export function lineBreakAt(text: string, offset: number): LineBreak {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(start, offset);
  const [whole = '', indent = '', marker = '', space = ''] = MARKER.exec(before) ?? [];
  if (whole === '') return { removed: 0, inserted: '\n' };
  const end = text.indexOf('\n', offset);
  const after = text.slice(offset, end === -1 ? text.length : end);
  if (before === whole && after === '') return { removed: whole.length, inserted: '' };
  const number = /^\d+/.exec(marker)?.[0];
  const next = number === undefined ? marker : marker.replace(number, String(Number(number) + 1));
  return { removed: 0, inserted: `\n${indent}${next}${space}` };
}
