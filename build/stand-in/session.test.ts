import { expect, test } from 'vitest';
import { CustomUrls } from './custom-urls.ts';
import { pictureOf } from './native-image.ts';
import { Protocols } from './protocol.ts';
import { proxyFor } from './proxy-from-environment.ts';
import { WebRequests, urlMatcher } from './web-request.ts';

test.each([
  ['https://a.example/', { https_proxy: 'http://proxy:3128' }, 'PROXY proxy:3128'],
  ['https://a.example/', { HTTPS_PROXY: 'proxy:3128' }, 'PROXY proxy:3128'],
  ['http://a.example/', { https_proxy: 'http://proxy:3128' }, 'DIRECT'],
  ['wss://a.example/', { all_proxy: 'socks5://s:1080' }, 'SOCKS5 s:1080'],
  ['https://a.example/', { https_proxy: 'http://proxy:3128', no_proxy: 'b.example, .a.example' }, 'DIRECT'],
  ['https://a.example/', { https_proxy: 'http://proxy:3128', no_proxy: '*' }, 'DIRECT'],
  ['http://localhost:5173/', { http_proxy: 'http://proxy:3128' }, 'DIRECT'],
])('[HOST-5] the proxy for %s with %o is %s', (url, environment, proxy) => {
  expect(proxyFor(url, environment)).toBe(proxy);
});

test('[HOST-5] requests are matched by Chromium’s patterns, stopped or sent elsewhere', async () => {
  const matches = urlMatcher(['https://*.example.org/*', 'app://*/*']);
  expect(['https://a.example.org/x', 'app://galley/', 'https://example.com/'].map(matches)).toEqual([
    true,
    true,
    false,
  ]);
  expect(urlMatcher(['<all_urls>'])('ws://x/')).toBe(true);
  let seesAll = false;
  const requests = new WebRequests(() => (seesAll = true));
  requests.members.onBeforeRequest({ urls: ['https://*/*'] }, (_details: object, callback: (answer: object) => void) =>
    callback({ cancel: true }),
  );
  expect([await requests.before({ url: 'https://x/' }), await requests.before({ url: 'app://x/' }), seesAll]).toEqual([
    { cancel: true },
    {},
    true,
  ]);
  requests.members.onBeforeRequest(null);
  expect(await requests.before({ url: 'https://x/' })).toEqual({});
});

test('[HOST-5] schemes are registered before the app is ready and handled after it, each once', () => {
  let ready = false;
  const urls = new CustomUrls();
  const { members, handlerOf } = bound(new Protocols(urls, () => ready));
  const handler = (): Response => new Response('');
  expect(() => members.handle('app', handler)).toThrow('when app is ready');
  members.registerSchemesAsPrivileged([{ scheme: 'app' }]);
  ready = true;
  expect(() => members.registerSchemesAsPrivileged([{ scheme: 'late' }])).toThrow('before app is ready');
  members.handle('app', handler);
  expect([handlerOf('app') === handler, members.isProtocolHandled('app'), urls.has('app')]).toEqual([true, true, true]);
  expect(() => members.handle('app', handler)).toThrow('Failed to register');
  expect(() => members.handle('https', handler)).toThrow("protocol.handle('https')");
});

test('[HOST-20] a picture knows its size, and what is no PNG is an empty one', () => {
  const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const picture = pictureOf(Buffer.from(onePixel, 'base64'));
  expect([picture.getSize(), picture.isEmpty()]).toEqual([{ width: 1, height: 1 }, false]);
  expect(picture.toDataURL()).toBe(`data:image/png;base64,${onePixel}`);
  expect(pictureOf(Buffer.from('no picture')).isEmpty()).toBe(true);
});

function bound(protocols: Protocols) {
  return { members: protocols.members, handlerOf: (scheme: string) => protocols.handlerOf(scheme) };
}
