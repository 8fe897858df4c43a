import { expect, test } from 'vitest';
import { ScriptId } from '../../app/ids.ts';
import { RecoveryReason, type RecoveredScript, type RecoveryReport } from '../../app/ipc/recovery.ts';
import { bannerWords, exactMoment, reportWords } from './report-words.ts';

const AT = Date.UTC(2026, 10, 20, 10, 12, 8);
const whole: RecoveryReport = {
  version: 1,
  reason: 'damaged',
  scripts: 14,
  untouched: 14,
  touched: [],
  otherLost: [],
  knownUntil: null,
};
const script: RecoveredScript = {
  scriptId: ScriptId.parse('7d1f7f3c-6c2b-4c7e-9d5e-0a1b2c3d4e5f'),
  title: 'Harbour',
  saved: 7,
  lost: [],
  healed: [],
  wordsFrom: [],
  isWaiting: false,
  isEndKnown: true,
  isTitleGuessed: false,
};

function linesOf(changes: Partial<RecoveredScript>): readonly string[] | undefined {
  const report = { ...whole, untouched: 13, touched: [{ ...script, ...changes }] };
  return reportWords({ report, setAside: '/somewhere' }).scripts[0]?.lines;
}

test('[RECOVER-12] one lost edit is told with its number, its moment and its size', () => {
  const lost = [{ first: 8, last: 8, from: AT, to: AT, bytes: 214, words: 'gone' as const }];
  expect(linesOf({ lost })).toEqual([`Edit 8, written ${exactMoment(new Date(AT))}, 214 bytes, could not be read.`]);
});

test('[RECOVER-12] a stretch whose rows are gone is told by the moments before and after it', () => {
  const lost = [{ first: 3, last: 90, from: AT, to: AT + 60_000, bytes: null, words: 'kept' as const }];
  expect(linesOf({ lost })).toEqual([
    `Edits 3 to 90, written between ${exactMoment(new Date(AT))} and ${exactMoment(new Date(AT + 60_000))}, could not be read as single steps; what they said is in the script, from a snapshot.`,
  ]);
  expect(linesOf({ lost: [{ first: 3, last: 90, from: AT, to: null, bytes: null, words: 'gone' }] })).toEqual([
    `Edits 3 to 90, written after ${exactMoment(new Date(AT))}, could not be read.`,
  ]);
});

test('[RECOVER-12] what came back is told with where it came from', () => {
  expect(linesOf({ healed: [{ first: 3, last: 4, source: 'the backup of 19 November' }] })).toEqual([
    'Edits 3 to 4 came back exactly, from the backup of 19 November.',
  ]);
});

test('[RECOVER-12] every reason says what happened, what is safe and what to do, in words of the interface', () => {
  for (const reason of RecoveryReason.options) {
    for (const scripts of [0, 1, 14]) {
      for (const untouched of new Set([0, Math.max(0, scripts - 1), scripts])) {
        const report = { ...whole, reason, scripts, untouched, knownUntil: AT };
        const { title, happened, safe, advice } = reportWords({ report, setAside: null });
        for (const text of [title, happened, safe, advice, bannerWords({ report })]) {
          expect(text).not.toMatch(/!|sorry|vault|please|undefined|\bNaN\b|\b1 scripts/i);
          expect(text.length).toBeGreaterThan(20);
        }
      }
    }
  }
});

test('[RECOVER-11] the line at the top says whether anything was lost', () => {
  expect(bannerWords({ report: whole })).toMatch(/Nothing in your scripts was lost/);
  const lost = [{ first: 8, last: 8, from: AT, to: AT, bytes: 2, words: 'gone' as const }];
  expect(bannerWords({ report: { ...whole, touched: [{ ...script, lost }] } })).toMatch(/could not be read/);
});
