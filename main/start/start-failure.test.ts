import { expect, test } from 'vitest';
import { Failure } from '../../app/failure.ts';
import { failureOf, words } from '../vault/failures.ts';
import { startFailure } from './start-failure.ts';

test.each(['newer-version', 'damaged', 'foreign', 'busy', 'disk-full', 'read-only-disk'] as const)(
  '[WIN-11] when starting fails with %s, what happened comes first, then what is safe and what to do',
  (name) => {
    const { message, detail } = startFailure(failureOf(name));
    expect(`${message} ${detail}`).toBe(words[name]);
    expect(message).toMatch(/^[A-Z].+\.$/);
    expect(detail.split('. ').length).toBeGreaterThanOrEqual(2);
  },
);

test('[WIN-11] a bug at the start is told without its own words', () => {
  for (const error of [new TypeError('x is not a function'), new Failure('unexpected', 'secret')]) {
    expect(startFailure(error)).toEqual({
      message: 'Galley could not start.',
      detail:
        'Your scripts were not touched. Start it again; if that does not help, install Galley anew over this one.',
    });
  }
});
