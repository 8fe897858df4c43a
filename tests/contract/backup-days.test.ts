import { expect, test } from 'vitest';
import { simulateDays } from '../backups/simulate.ts';

/** `npm run test:backups` does the same for 100 days and 200,000 updates. */
test('[BACKUP-4] on every simulated day there is exactly what retention promises, and each backup says what was written', async () => {
  const { faults, updates, kept } = await simulateDays({ days: 16, updates: 800, seed: 7 });
  expect(faults).toEqual([]);
  expect(updates).toBe(800);
  expect(kept).toBeGreaterThan(7);
});
