import type { StoredText } from './search-table.ts';
import type { Findable } from './search-text.ts';

export interface TextChanges {
  readonly put: readonly Findable[];
  /** The numbers of texts that are no longer there. */
  readonly remove: readonly number[];
}

/** What turns the texts that are stored into the texts that are wanted. Typing changes one cell of thousands. */
export function textChanges(stored: Iterable<StoredText>, wanted: readonly Findable[]): TextChanges {
  const left = new Map(wanted.map((text) => [keyOf(text), text]));
  const remove: number[] = [];
  for (const text of stored) {
    const key = keyOf(text);
    const now = left.get(key);
    if (now === undefined) remove.push(text.textId);
    else if (now.text === text.text) left.delete(key);
  }
  return { put: [...left.values()], remove };
}

function keyOf({ cell, place }: Findable): string {
  return `${cell} ${place}`;
}
