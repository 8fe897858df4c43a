import { expect, test } from 'vitest';
import { route } from './route.ts';

test('[GATE-4] a path leads to one part, by whole names', () => {
  const part = (name: string, path: string, needsKey = true): unknown => ({ kind: 'part', part: name, path, needsKey });
  expect(
    [
      '/rest/v1/scripts',
      '/rest/v1',
      '/auth/v1/token',
      '/auth/v1/verify',
      '/realtime/v1/websocket',
      '/mailbox',
      '/_faults',
      '/storage/v1/object',
      '/functions/v1/hello',
      '/rest/v10/scripts',
      '/restful/v1/scripts',
      '/REST/v1/scripts',
      '/rest',
      '/mailboxes',
      '/',
    ].map(route),
  ).toEqual([
    part('rest', '/scripts'),
    part('rest', '/'),
    part('auth', '/token'),
    part('auth', '/verify', false),
    part('realtime', '/websocket'),
    { kind: 'page', path: '/' },
    { kind: 'faults' },
    { kind: 'left-out', what: 'storage' },
    { kind: 'left-out', what: 'edge functions' },
    ...Array.from({ length: 6 }, () => ({ kind: 'nowhere' })),
  ]);
});
