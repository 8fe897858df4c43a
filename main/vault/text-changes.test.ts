import { expect, test } from 'vitest';
import { textChanges } from './text-changes.ts';

test('[SEARCH-5] only what changed is written: typing in one cell of many changes one', () => {
  const stored = Array.from({ length: 1_000 }, (_, index) => ({
    textId: index,
    cell: 'audio' as const,
    place: `row ${index}`,
    text: 'words',
  }));
  const wanted = stored.slice(1).map(({ cell, place, text }) => ({ cell, place, text }));
  const typed = wanted.with(500, { cell: 'audio', place: 'row 501', text: 'other words' });
  expect(textChanges(stored, wanted)).toEqual({ put: [], remove: [0] });
  expect(textChanges(stored, typed)).toEqual({ put: [typed[500]], remove: [0] });
  expect(textChanges([], wanted.slice(0, 2))).toEqual({ put: wanted.slice(0, 2), remove: [] });
  expect(textChanges(stored.slice(0, 1), [{ cell: 'video', place: 'row 0', text: 'words' }])).toEqual({
    put: [{ cell: 'video', place: 'row 0', text: 'words' }],
    remove: [0],
  });
});
