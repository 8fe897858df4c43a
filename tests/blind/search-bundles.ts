import { randomBytes } from 'node:crypto';
import { zstdDecompressSync } from 'node:zlib';
import { makeBundle, readBundle } from '../../main/health/blind/bundle-file.ts';
import { plantedLog } from '../support/planted-log.ts';
import { holdsWord, plantedWord } from '../support/planted-words.ts';
import { Random } from '../support/random.ts';

export interface Searched {
  readonly bundles: number;
  readonly planted: number;
  /** Words that were not even in the log: the search, or the planting, would be worth nothing. */
  readonly missing: readonly string[];
  readonly found: readonly string[];
}

const WORDS_PER_BUNDLE = 1_000;

/** Plants so many words in scripts, makes bundles of them and searches these: raw, unfolded, and update by update. */
export async function searchBundles({
  seed,
  words,
}: {
  readonly seed: number;
  readonly words: number;
}): Promise<Searched> {
  const found: string[] = [];
  const missing: string[] = [];
  let planted = 0;
  let bundles = 0;
  for (; planted < words; bundles += 1) {
    const log = plantedLog(new Random(seed + bundles), Math.min(WORDS_PER_BUNDLE, words - planted), plantedWord);
    planted += log.words.length;
    const file = await makeBundle(
      {
        updates: log.updates.map((bytes, n) => ({ ordinal: n + 1, format: 1 + (n % 2), origin: 1, savedAt: n, bytes })),
        snapshot: { ordinal: log.updates.length, bytes: log.updates[0] ?? randomBytes(1) },
        isWhole: true,
      },
      { at: 0, appVersion: '0.1.0', pause: async () => undefined },
      new AbortController().signal,
    );
    const { updates } = await readBundle(file);
    const inside = updates.map(({ update }) => Buffer.from(update ?? '', 'base64'));
    const bundle = Buffer.concat([file, zstdDecompressSync(file), ...inside]);
    const original = Buffer.concat(log.updates);
    for (const spellings of log.words) {
      if (!spellings.some((spelling) => original.includes(spelling))) missing.push(...spellings.slice(0, 1));
      found.push(...spellings.filter((spelling) => holdsWord(bundle, spelling)));
    }
  }
  return { bundles, planted, missing, found };
}
