import { expect, test } from 'vitest';
import { ScriptId } from '../../app/ids.ts';
import type { BackedUpSummary, BroughtBack } from '../../app/ipc/backups.ts';
import { broughtWords, differenceWords, failureWords, keptWords, lossWords, sizeWords } from './backup-words.ts';

const script: BackedUpSummary = {
  scriptId: ScriptId.parse('6b0d2a52-6f1c-4c53-9e0a-0a8f5d7c1e11'),
  title: 'Harbour',
  isTrashed: false,
  editedAt: 0,
  isCarried: false,
  scenes: 60,
  rows: 240,
  words: 3_000,
  now: { scenes: 60, rows: 240, words: 3_000 },
};
const brought: BroughtBack = { kind: 'edits', scenes: 0, rows: 0, cells: 0, keptAsNow: 0, isIncomplete: false };

test('[BACKUP-13] sizes are said in words and numbers a person uses', () => {
  expect([0, 900, 20_480, 1_500_000, 420_000_000, 3e9].map(sizeWords)).toEqual([
    '1 KB',
    '1 KB',
    '20 KB',
    '1.4 MB',
    '401 MB',
    '2.8 GB',
  ]);
});

test('[BACKUP-13] the difference to now is said by what a person would miss', () => {
  expect(differenceWords(script)).toBe('As long as now');
  expect(differenceWords({ ...script, now: { scenes: 4, rows: 241, words: 3_000 } })).toBe(
    'Now 56 scenes fewer, 1 row more',
  );
  expect(differenceWords({ ...script, now: null })).toBe('Not on this device any more');
});

test('[BACKUP-13] why a backup is kept is one sentence', () => {
  expect(keptWords([])).toBeNull();
  expect(keptWords(['day'])).toBe('Kept because it is the last of its day.');
  expect(keptWords(['newest', 'day', 'month'])).toBe(
    'Kept because it is the newest, the last of its day and the last of its month.',
  );
});

test('[BACKUP-8] an alarm names the measure that lost the most', () => {
  const before = { at: 0, scenes: 60, rows: 240, words: 3_000 };
  expect(lossWords({ before, after: { scenes: 4, rows: 40, words: 400 } })).toBe('lost 56 of its 60 scenes');
  expect(lossWords({ before, after: { scenes: 60, rows: 240, words: 900 } })).toBe('lost 2,100 of its 3,000 words');
  expect(lossWords({ before, after: { scenes: 60, rows: 240, words: 0 } })).toBe('lost all of its 3,000 words');
  expect(lossWords({ before: null, after: { scenes: 1, rows: 1, words: 1 } })).toBe('has only 1 word left');
});

test('[BACKUP-10] what came back is counted, and what was left as it is is not kept silent', () => {
  expect(broughtWords('Harbour', { ...brought, scenes: 56, rows: 224 })).toBe(
    'Back in “Harbour”: 56 scenes, 224 rows.',
  );
  expect(broughtWords('Harbour', { ...brought, cells: 1, keptAsNow: 2 })).toBe(
    'Back in “Harbour”: 1 cell. 2 cells said something else by now and were left as they are.',
  );
  expect(broughtWords('Harbour', { ...brought, kind: 'nothing' })).toBe(
    'Nothing of this backup is missing in “Harbour”.',
  );
  expect(broughtWords('Harbour', { ...brought, kind: 'script', isIncomplete: true })).toBe(
    '“Harbour” is back in the library, with its history. Part of it cannot be read in this backup any more.',
  );
});

test('[BACKUP-13] a failure says what happened, what is safe and what to do', () => {
  for (const code of ['disk-full', 'read-only-disk', 'damaged', 'busy']) {
    const sentences = failureWords(code).split(/[.;] /);
    expect(sentences.length, code).toBeGreaterThanOrEqual(3);
    expect(failureWords(code)).toMatch(/[Ee]arlier backups are as they were|earlier backups are as they were/);
  }
});
