import { expect, test } from 'vitest';
import { Refusal, RefusalCode, refusalStatus } from './refusal.ts';

test('[SERVER-1] a refusal is told apart from trouble on the way', () => {
  const body = { code: 'not-found', message: 'This script does not exist.', details: null, hint: null };
  expect(Refusal.parse(body)).toEqual(body);
  expect(Refusal.safeParse({ ...body, code: '57014' }).success).toBe(false);
  expect(Refusal.safeParse({ code: 'not-found', message: 'This script does not exist.' }).success).toBe(false);
  expect(RefusalCode.options.filter((code) => refusalStatus[code] < 400 || refusalStatus[code] > 499)).toEqual([]);
});
