import type { Counts } from './manifest.ts';

/**
 * A script has shrunk sharply when more than half of its scenes, rows or words are gone and that is more than a person
 * takes out in passing: 5 scenes, 20 rows or 250 words, about two pages. A short script that says nothing any more has
 * shrunk as well, once it said something worth a minute of work: 40 words.
 */
const LEAST_LOST: Counts = { scenes: 5, rows: 20, words: 250 };
const LEAST_EMPTIED_WORDS = 40;

export function hasShrunkSharply(before: Counts, after: Counts): boolean {
  const isHalved = (['scenes', 'rows', 'words'] as const).some((measure) => {
    const lost = before[measure] - after[measure];
    return lost * 2 > before[measure] && lost >= LEAST_LOST[measure];
  });
  return isHalved || (after.words === 0 && before.words >= LEAST_EMPTIED_WORDS);
}
