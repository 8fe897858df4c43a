import { expect, test } from 'vitest';
import { Random } from '../../../tests/support/random.ts';
import { hasShrunkSharply } from './shrinkage.ts';

const SIXTY = { scenes: 60, rows: 480, words: 9_600 };

test('[BACKUP-8] a fault that takes 56 of 60 scenes raises the alarm', () => {
  expect(hasShrunkSharply(SIXTY, { scenes: 4, rows: 32, words: 640 })).toBe(true);
});

test('[BACKUP-8] rows without words, words without rows, and a short script that says nothing any more raise it too', () => {
  expect(hasShrunkSharply(SIXTY, { ...SIXTY, words: 0 })).toBe(true);
  expect(hasShrunkSharply(SIXTY, { ...SIXTY, rows: 100 })).toBe(true);
  expect(hasShrunkSharply({ scenes: 1, rows: 4, words: 40 }, { scenes: 1, rows: 1, words: 0 })).toBe(true);
});

test('[BACKUP-8] ordinary cutting, growing and clearing a note do not', () => {
  expect(hasShrunkSharply(SIXTY, { scenes: 31, rows: 250, words: 5_000 })).toBe(false);
  expect(hasShrunkSharply(SIXTY, { scenes: 70, rows: 900, words: 20_000 })).toBe(false);
  expect(hasShrunkSharply({ scenes: 4, rows: 19, words: 249 }, { scenes: 1, rows: 1, words: 1 })).toBe(false);
  expect(hasShrunkSharply({ scenes: 1, rows: 1, words: 39 }, { scenes: 1, rows: 1, words: 0 })).toBe(false);
});

test('[BACKUP-8] who cuts at most half of a script never raises it, and who loses four fifths of a long one always does', () => {
  for (let seed = 1; seed <= 500; seed += 1) {
    const random = new Random(seed);
    const before = { scenes: 10 + random.below(80), rows: 60 + random.below(900), words: 800 + random.below(20_000) };
    const share = (percent: number, value: number): number => Math.ceil((value * percent) / 100);
    const cut = 50 + random.below(51);
    const after = {
      scenes: share(cut, before.scenes),
      rows: share(cut, before.rows),
      words: share(cut, before.words),
    };
    expect(hasShrunkSharply(before, after), `seed ${seed}`).toBe(false);
    const measure = random.oneOf(['scenes', 'rows', 'words'] as const);
    const lost = { ...after, [measure]: Math.floor(before[measure] / 5) };
    expect(hasShrunkSharply(before, lost), `seed ${seed}, ${measure}`).toBe(true);
  }
});
