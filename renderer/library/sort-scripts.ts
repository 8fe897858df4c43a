import type { ScriptSummary } from '../../app/ipc/contract.ts';

export type SortKey = 'title' | 'length' | 'when';

export interface Sorting {
  readonly by: SortKey;
  readonly descending: boolean;
}

export const FIRST_SORTING: Sorting = { by: 'when', descending: true };

/** Asking for the column that sorts already turns it round; any other column starts the way people look for it. */
export function nextSorting(now: Sorting, by: SortKey): Sorting {
  return now.by === by ? { by, descending: !now.descending } : { by, descending: by !== 'title' };
}

export function sortScripts(scripts: readonly ScriptSummary[], { by, descending }: Sorting): readonly ScriptSummary[] {
  const compare = comparisons[by];
  const ascending = scripts.toSorted((one, other) => compare(one, other) || byTitle(one, other));
  return descending ? ascending.toReversed() : ascending;
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function byTitle(one: ScriptSummary, other: ScriptSummary): number {
  return collator.compare(one.title, other.title) || (one.scriptId < other.scriptId ? -1 : 1);
}

/** The last edit, or in the trash the moment it came there. */
const when = ({ trashedAt, editedAt }: ScriptSummary): number => trashedAt ?? editedAt;

const comparisons: Readonly<Record<SortKey, (one: ScriptSummary, other: ScriptSummary) => number>> = {
  title: byTitle,
  length: (one, other) => one.seconds - other.seconds,
  when: (one, other) => when(one) - when(other),
};
