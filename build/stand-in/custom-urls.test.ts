import { expect, test } from 'vitest';
import { CustomUrls, originOf } from './custom-urls.ts';

function urlsFor(...schemes: readonly string[]): CustomUrls {
  const urls = new CustomUrls();
  for (const scheme of schemes) urls.register(scheme);
  return urls;
}

test.each([
  'app://galley/index.html',
  'app://galley/index.html?x=1#/script/2?row=3',
  'app://galley/a%20b/%23.html',
  'app://two-words/',
])('[HOST-5] %s is given to Chromium as a secure origin and comes back as it was', (url) => {
  const urls = urlsFor('app');
  const inner = urls.toInner(url);
  expect(new URL(inner).protocol).toBe('https:');
  expect(new URL(inner).hostname.endsWith('.invalid')).toBe(true);
  expect(urls.toOuter(inner)).toBe(url);
});

test('[HOST-5] origins differ as they do outside, and what is not ours is left alone', () => {
  const urls = urlsFor('app', 'media');
  const origins = ['app://a/', 'app://b/', 'media://a/'].map((url) => new URL(urls.toInner(url)).origin);
  expect(new Set(origins).size).toBe(3);
  expect(urls.toInner('http://localhost:5173')).toBe('http://localhost:5173/');
  expect(urls.toOuter('https://a--other.app-standin.invalid/')).toBe('https://a--other.app-standin.invalid/');
  expect(urls.toOuter('https://example.org/?u=https://a--app.app-standin.invalid/')).toMatch(/^https:\/\/example.org/);
  expect(urls.toInner('not a url')).toBe('not a url');
  expect(originOf('app://galley/x?y#z')).toBe('app://galley');
  expect(originOf('about:blank')).toBe('null');
});

test('[HOST-5] a policy that names the scheme names it to Chromium too', () => {
  const urls = urlsFor('app');
  expect(urls.innerPolicy("default-src 'self'; img-src app: blob:; frame-src app://other")).toBe(
    "default-src 'self'; img-src https://*.app-standin.invalid blob:; frame-src https://other--app.app-standin.invalid",
  );
  expect(urls.innerPolicy("script-src 'self'; trusted-types galley")).toBe("script-src 'self'; trusted-types galley");
});
