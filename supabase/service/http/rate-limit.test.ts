import { expect, test } from 'vitest';
import { RateLimit, rateKey } from './rate-limit.ts';

const known = { userId: 'u', organizationId: 'o', address: '203.0.113.7' };

test('[SERVICE-16] a request is charged to the person, else to the organisation, else to the address', () => {
  expect(rateKey(known)).toBe('user:u');
  expect(rateKey({ ...known, userId: undefined })).toBe('organization:o');
  expect(rateKey({ ...known, userId: undefined, organizationId: undefined })).toBe('address:203.0.113.7');
});

test('[SERVICE-16] all addresses of one household count as one', () => {
  const keyOf = (address: string): string => rateKey({ userId: undefined, organizationId: undefined, address });
  expect(keyOf('::ffff:203.0.113.7')).toBe('address:203.0.113.7');
  expect(keyOf('2001:db8:0:12::1')).toBe(keyOf('2001:0DB8:0000:0012:ffff:1:2:3'));
  expect(keyOf('2001:db8::1')).toBe('address:2001:db8:0:0::/64');
  expect(keyOf('fe80::1%eth0')).toBe('address:fe80:0:0:0::/64');
  expect(keyOf('2001:db8:0:12::1')).not.toBe(keyOf('2001:db8:0:13::1'));
});

test('[SERVICE-16] so many a minute, and they come back evenly', () => {
  let at = 0;
  const limit = new RateLimit({ perMinute: 3, now: () => new Date(at) });
  const take = (key: string): boolean => limit.take(key).ok;
  expect([take('a'), take('a'), take('a'), take('a'), take('b')]).toEqual([true, true, true, false, true]);
  expect(limit.take('a')).toEqual({ ok: false, waitSeconds: 20 });
  at = 20_000;
  expect([take('a'), take('a')]).toEqual([true, false]);
});
