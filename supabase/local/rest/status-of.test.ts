import { expect, test } from 'vitest';
import { statusOf } from './status-of.ts';

test.each([
  ['23505', 409],
  ['23503', 409],
  ['23502', 400],
  ['22P02', 400],
  ['25006', 405],
  ['42883', 404],
  ['42P01', 404],
  ['42P17', 500],
  ['42703', 400],
  ['P0001', 400],
  ['P0002', 500],
  ['PT409', 409],
  ['PT418', 418],
  ['57014', 500],
  ['57P01', 503],
  ['53300', 503],
  ['53400', 500],
  ['08006', 503],
  ['40001', 500],
  ['40P01', 500],
  ['28000', 403],
  ['54001', 500],
  ['XX000', 500],
  ['99999', 400],
])('[REST-10] SQLSTATE %s is answered with %i', (code, status) => {
  expect(statusOf(code, 'said', true)).toBe(status);
});

test('[REST-10] what a right forbids depends on who asks, and some codes on what they say', () => {
  expect([statusOf('42501', '', true), statusOf('42501', '', false)]).toEqual([403, 401]);
  expect(statusOf('22023', 'role "x" does not exist', true)).toBe(401);
  expect(statusOf('22023', 'invalid value', true)).toBe(400);
  expect(statusOf('21000', 'DELETE requires a WHERE clause', true)).toBe(400);
  expect(statusOf('21000', 'more than one row', true)).toBe(500);
});
