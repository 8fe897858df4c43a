import { expect, test } from 'vitest';
import { trustSystemCertificates } from './certificates.ts';

test("[CLOUD-21] the system's certificates join those of the program, each once", () => {
  const stored = { default: ['a', 'b'], system: ['b', 'c'], bundled: [], extra: [] };
  let trusted: readonly unknown[] = [];
  trustSystemCertificates(
    (error) => {
      throw error;
    },
    {
      getCACertificates: (kind = 'default') => stored[kind],
      setDefaultCACertificates: (certificates) => void (trusted = certificates),
    },
  );
  expect(trusted).toEqual(['a', 'b', 'c']);
});

test('[CLOUD-21] a store that cannot be read leaves everything as it was, and is told', () => {
  const told: unknown[] = [];
  const broken = new Error('no store');
  trustSystemCertificates((error) => told.push(error), {
    getCACertificates: () => {
      throw broken;
    },
    setDefaultCACertificates: () => expect.unreachable('nothing is set'),
  });
  expect(told).toEqual([broken]);
});
