import { expect, test } from 'vitest';
import { readRoutes } from './proxies.ts';

test.each([
  ['DIRECT', [{ kind: 'direct' }]],
  ['', [{ kind: 'direct' }]],
  ['PROXY 10.0.0.1:8080', [{ kind: 'proxy', host: '10.0.0.1', port: 8080, isSecure: false }]],
  ['proxy cache.example.org', [{ kind: 'proxy', host: 'cache.example.org', port: 80, isSecure: false }]],
  ['HTTP cache.example.org:80', [{ kind: 'proxy', host: 'cache.example.org', port: 80, isSecure: false }]],
  ['HTTPS cache.example.org', [{ kind: 'proxy', host: 'cache.example.org', port: 443, isSecure: true }]],
  ['PROXY [fe80::1]:3128', [{ kind: 'proxy', host: 'fe80::1', port: 3128, isSecure: false }]],
  ['SOCKS5 10.0.0.1:1080', [{ kind: 'unsupported', name: 'SOCKS5' }]],
  ['PROXY', [{ kind: 'unsupported', name: 'PROXY' }]],
  [
    ' PROXY a:1 ;SOCKS b:2; DIRECT; ',
    [
      { kind: 'proxy', host: 'a', port: 1, isSecure: false },
      { kind: 'unsupported', name: 'SOCKS' },
      { kind: 'direct' },
    ],
  ],
] as const)("[CLOUD-16] the system's answer %j is read", (answer, routes) => {
  expect(readRoutes(answer)).toEqual(routes);
});
