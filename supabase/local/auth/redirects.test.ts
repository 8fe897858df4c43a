import { expect, test } from 'vitest';
import { extendUrl, isAllowedRedirect } from './redirects.ts';

const settings = {
  siteUrl: 'http://127.0.0.1:3000',
  redirectUrls: ['galley://auth', 'https://app.example.org/*', 'https://exact.example.org/in'],
};

const ALLOWED = [
  'http://127.0.0.1:3000/anything',
  'http://127.0.0.1:4000/',
  'http://[::1]:3000/',
  'galley://auth',
  'galley://auth#ignored',
  'https://app.example.org/deep?x=1',
  'https://exact.example.org/in',
];

const REFUSED = [
  '',
  'not an address',
  '/relative',
  '//elsewhere.example/',
  'https://elsewhere.example/',
  'https://exact.example.org/in/deeper',
  'https://app.example.org.elsewhere.example/',
  'https://elsewhere.example/#https://app.example.org/',
  'http://192.168.0.1/',
  'http://3232235521/',
  'http://0x7f000001.elsewhere.example/',
  'galley://auth?then=elsewhere',
  'javascript:alert(1)',
];

for (const url of ALLOWED) {
  test(`[SIGNIN-20] a link may lead to ${url}`, () => {
    expect(isAllowedRedirect(url, settings)).toBe(true);
  });
}

for (const url of REFUSED) {
  test(`[SIGNIN-20] no link leads to ${url === '' ? 'nothing' : url}`, () => {
    expect(isAllowedRedirect(url, settings)).toBe(false);
  });
}

test('[SIGNIN-20] what is added to an address keeps what it says already', () => {
  expect(extendUrl('galley://auth?state=7', { code: 'a b' })).toBe('galley://auth?state=7&code=a+b');
  expect(extendUrl('http://localhost/x?y=1#old', {}, new URLSearchParams({ z: '2' }))).toBe(
    'http://localhost/x?y=1#z=2',
  );
});
