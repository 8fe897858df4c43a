import { expect, test } from 'vitest';
import { Failure } from './failure.ts';
import { describeError } from './log-safe.ts';

const WORDS = 'The lighthouse keeper said nothing';

test('[IPC-6] a report of an error holds its kind, code and place, never its words', () => {
  const error = new Failure('damaged', WORDS, { cause: new TypeError(`${WORDS}\n    at ${WORDS}`) });
  error.stack = [
    `Failure: ${WORDS}`,
    '    at openScript (file:///people/ana.kovac/Galley%20App/out/main/vault.js:10:5)',
    '    at async C:\\People\\Ana\\main.js:3:1',
    '    at new Vault (/people/ana/out/main/vault.js:1:2)',
  ].join('\n');
  const report = describeError(error);
  expect(report).toMatchObject({
    name: 'Failure',
    code: 'damaged',
    frames: ['openScript vault.js:10:5', 'main.js:3:1', 'new Vault vault.js:1:2'],
    cause: { name: 'TypeError' },
  });
  expect(JSON.stringify(report)).not.toMatch(/lighthouse|ana/i);
});

test('[IPC-6] names and codes that are really sentences are left out', () => {
  const error = Object.assign(new Error('x'), { name: WORDS, code: WORDS, stack: '' });
  expect(describeError(error)).toEqual({ name: 'Error', frames: [] });
  expect(describeError(WORDS)).toEqual({ name: 'string', frames: [] });
});

test('[IPC-6] a circle of causes ends', () => {
  const error = new Error('x');
  error.cause = error;
  expect(JSON.stringify(describeError(error)).match(/"name"/g)?.length).toBe(5);
});
