import { expect, test } from 'vitest';
import { ScriptId } from '../../app/ids.ts';
import type { ScriptSummary } from '../../app/ipc/contract.ts';
import { Random } from '../../tests/support/random.ts';
import { FIRST_SORTING, nextSorting, sortScripts } from './sort-scripts.ts';

const random = new Random(7);

function script(title: string, seconds: number, editedAt: number): ScriptSummary {
  const scriptId = ScriptId.parse(random.uuid());
  return {
    scriptId,
    title,
    seconds,
    editedAt,
    createdAt: 0,
    trashedAt: null,
    scenes: 1,
    rows: 1,
    words: 1,
    readOnly: null,
  };
}

const scripts = [script('Take 10', 90, 3), script('take 2', 30, 5), script('Étude', 30, 4)];
const titles = (list: readonly ScriptSummary[]): readonly string[] => list.map(({ title }) => title);

test('[LIB-2] the newest edit comes first until another order is chosen', () => {
  expect(titles(sortScripts(scripts, FIRST_SORTING))).toEqual(['take 2', 'Étude', 'Take 10']);
});

test('[LIB-2] titles sort as people read them: no case, accents beside their letter, numbers by value', () => {
  expect(titles(sortScripts(scripts, { by: 'title', descending: false }))).toEqual(['Étude', 'take 2', 'Take 10']);
});

test('[LIB-2] equal lengths fall back to the title', () => {
  expect(titles(sortScripts(scripts, { by: 'length', descending: false }))).toEqual(['Étude', 'take 2', 'Take 10']);
});

test('[LIB-2] choosing a column again turns it round', () => {
  const byTitle = nextSorting(FIRST_SORTING, 'title');
  expect(byTitle).toEqual({ by: 'title', descending: false });
  expect(nextSorting(byTitle, 'title')).toEqual({ by: 'title', descending: true });
  expect(nextSorting(byTitle, 'length')).toEqual({ by: 'length', descending: true });
});
