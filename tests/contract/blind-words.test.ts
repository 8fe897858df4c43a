import { expect, test } from 'vitest';
import { searchBundles } from '../blind/search-bundles.ts';

test('[BLIND-1] none of five hundred words planted in every place of a script is in its bundle', async () => {
  const { planted, missing, found } = await searchBundles({ seed: Number(process.env['SEED'] ?? 1), words: 500 });
  expect(planted).toBeGreaterThanOrEqual(500);
  expect(missing).toEqual([]);
  expect(found).toEqual([]);
});
