import { expect, test } from 'vitest';
import { FewFaults } from './few-faults.ts';

test('[LOG-6] a window that fails at every key does not fill the log with one fault', () => {
  const faults = new FewFaults();
  const admitted = Array.from({ length: 10_000 }, () => faults.admit()).filter(Boolean);
  expect(admitted.length).toBe(20);
});
