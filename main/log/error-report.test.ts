import { expect, test } from 'vitest';
import { Failure } from '../../app/failure.ts';
import { errorReporter } from './error-report.ts';

const WORDS = 'The lighthouse keeper said nothing';
const report = errorReporter('/opt/galley/out');

test('[LOG-1] a report of an error holds its kind, code and place in the program, never its words', () => {
  const error = new Failure('damaged', WORDS, { cause: new TypeError(`${WORDS}\n    at ${WORDS}`) });
  error.stack = [
    `Failure: ${WORDS}`,
    '    at Lighthouse (keeper.js:1:1)',
    '    at the keeper (/lighthouse/keeper.js:1:1)',
    '    at openScript (file:///opt/galley/out/main/vault.js:10:5)',
    '    at async file:///opt/galley/out/main/main.js:3:1',
    '    at async Vault.open (/opt/galley/out/main/vault.js:7:1)',
    '    at new Vault (/opt/galley/out/main/vault.js:1:2)',
    '    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
  ].join('\n');
  const said = report(error);
  expect(said).toEqual({
    name: 'Failure',
    code: 'damaged',
    frames: ['openScript vault.js:10:5', 'main.js:3:1', 'Vault.open vault.js:7:1', 'new Vault vault.js:1:2'],
    cause: { name: 'TypeError', frames: [] },
  });
  expect(JSON.stringify(said)).not.toMatch(/lighthouse|keeper/i);
});

test.each(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'ENOSPC', 'EACCES', 'ERR_WORKER_OUT_OF_MEMORY', 'disk-full'])(
  '[LOG-1] the code %s is told',
  (code) => {
    expect(report(Object.assign(new Error('x'), { code, stack: '' }))).toEqual({ name: 'Error', code, frames: [] });
  },
);

test('[LOG-1] names and codes that are not of our lists are left out', () => {
  for (const word of [WORDS, 'Lighthouse', 'LIGHTHOUSE', 'ELIGHT']) {
    const error = Object.assign(new Error('x'), { name: word, code: word, stack: '' });
    expect(report(error)).toEqual({ name: 'Error', frames: [] });
  }
  expect(report(WORDS)).toEqual({ name: 'string', frames: [] });
});

test('[LOG-1] a circle of causes ends', () => {
  const error = new Error('x');
  error.cause = error;
  expect(JSON.stringify(report(error)).match(/"name"/g)?.length).toBe(5);
});
