import { expect, test } from 'vitest';
import { deepLink, externalLink, MAX_LINK_LENGTH, parseDeepLink } from './links.ts';

const SCRIPT = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const CODE = 'Zm9vYmFyYmF6cXV4MTIzNA';

test('[WIN-6] https and mail links pass in their normal form', () => {
  expect(externalLink('https://example.org')).toBe('https://example.org/');
  expect(externalLink('HTTPS://Example.org/a b?q=1#x')).toBe('https://example.org/a%20b?q=1#x');
  expect(externalLink('mailto:ana@example.org?subject=Script')).toBe('mailto:ana@example.org?subject=Script');
});

test.each([
  'javascript:alert(1)',
  'java\nscript:alert(1)',
  ' javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'http://example.org/',
  'ftp://example.org/',
  'galley://open?script=' + SCRIPT,
  'app://galley/index.html',
  'smb://example.org/share',
  'ms-msdt:/id',
  'https://ana@example.org/',
  'https://ana:secret@example.org/',
  'https://',
  '//example.org/',
  '/etc/passwd',
  'mailto:',
  'mailto:ana@example.org?attach=/etc/passwd',
  '',
  `https://example.org/${'a'.repeat(MAX_LINK_LENGTH)}`,
  // Short as written, too long once every letter is escaped.
  `https://example.org/${'é'.repeat(1_000)}`,
])('[WIN-6] %j is not opened', (href) => {
  expect(externalLink(href)).toBeNull();
});

test.each([
  { kind: 'open', scriptId: SCRIPT },
  { kind: 'review', code: CODE },
  { kind: 'auth', code: 'abc.def-1', state: 'abcdefghijklmnop' },
])('[WIN-7] a deep link of the form $kind is read', (link) => {
  const href = deepLink(link as Parameters<typeof deepLink>[0]);
  expect(parseDeepLink(href)).toEqual(link);
  expect(parseDeepLink(href.replace('?', '/?'))).toEqual(link);
});

test('[WIN-7] a server may put the code of a sign-in behind the state', () => {
  const link = { kind: 'auth', code: 'abc.def-1', state: 'abcdefghijklmnop' } as const;
  expect(parseDeepLink(`galley://auth?state=${link.state}&code=${link.code}`)).toEqual(link);
  expect(parseDeepLink(`galley://auth?state=${link.state}&code=${link.code}&code=other`)).toBeNull();
});

test.each([
  'galley://open',
  'galley://open?script=1',
  `galley://open?script=${SCRIPT}&server=https://example.org`,
  `galley://open?script=${SCRIPT}&script=${SCRIPT}`,
  `galley://open?script=${SCRIPT}#x`,
  `galley://ana@open?script=${SCRIPT}`,
  `galley://open:80?script=${SCRIPT}`,
  `galley://open/etc/passwd?script=${SCRIPT}`,
  `galley:open?script=${SCRIPT}`,
  `https://open?script=${SCRIPT}`,
  'galley://review?code=short',
  `galley://review?code=${CODE}&token=1`,
  'galley://auth?code=abc',
  'galley://file?path=/etc/passwd',
  'not a link',
])('[WIN-7] %j is refused', (href) => {
  expect(parseDeepLink(href)).toBeNull();
});
