import { expect, test } from 'vitest';
import { AuthFailure } from './failure.ts';
import { knownAs, parseEmail } from './emails.ts';

test('[SIGNIN-1] an address is known in lower case', () => {
  expect(parseEmail('Ada.Admin+Demo@Example.ORG')).toBe('ada.admin+demo@example.org');
});

test('[SIGNIN-18] letters beyond ASCII, spaces and control characters are no part of an address', () => {
  for (const text of ['\u0410da@example.org', '\u212ba@example.org', '\u212ain@example.org', 'a\u200bb@example.org']) {
    expect(knownAs(text)).toBeUndefined();
  }
  for (const text of [
    'a b@example.org',
    'a@example.org\n',
    '\u0000a@example.org',
    'a@@example.org',
    'a@-x.org',
    'a@x..org',
  ]) {
    expect(knownAs(text)).toBeUndefined();
  }
});

test('[SIGNIN-18] an address has at most 255 bytes', () => {
  expect(() => parseEmail(`${'a'.repeat(244)}@example.org`)).toThrow(AuthFailure);
  expect(parseEmail(`${'a'.repeat(243)}@example.org`)).toHaveLength(255);
});
