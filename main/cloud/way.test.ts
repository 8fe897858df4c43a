import { connect } from 'node:net';
import type { ServerResponse } from 'node:http';
import { createClient } from '@supabase/supabase-js';
import { expect, test } from 'vitest';
import { HttpDouble } from '../../tests/support/http-double.ts';
import { surroundings } from '../surroundings.ts';
import type { ResolveProxy } from './proxies.ts';
import { troubleOf } from './trouble.ts';
import { Way } from './way.ts';

const DIRECT = (): Promise<string> => Promise.resolve('DIRECT');

/** Patient enough for a busy machine, and where silence is what is meant, short. */
const openWay = (resolveProxy: ResolveProxy = DIRECT, withinMs?: number): Way =>
  Way.open({
    resolveProxy,
    surroundings,
    ...(withinMs !== undefined && { answerWithinMs: withinMs, connectWithinMs: withinMs }),
  });

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

async function troubleAt(url: string, way: Way, init: RequestInit = {}): Promise<unknown> {
  try {
    const answer = await way.fetch(url, init);
    await answer.text();
    return 'answered';
  } catch (error) {
    return troubleOf(error);
  }
}

test("[CLOUD-14] the server's answers and refusals come through, and nothing else does", async () => {
  await using server = await HttpDouble.open((request, response) => {
    if (request.url === '/portal') response.writeHead(200, { 'content-type': 'text/html' }).end('<form>');
    else if (request.url === '/redirect') response.writeHead(302, { location: 'http://127.0.0.1/login' }).end();
    else if (request.url === '/down') json(response, 503, {}, { 'retry-after': '3' });
    else if (request.url === '/reset') request.socket.destroy();
    else json(response, 403, { code: 'not-allowed' });
  });
  await using way = openWay();
  const refusal = await way.fetch(`${server.url}/rest/v1/rpc/x`, { method: 'POST', body: '{}' });
  expect([refusal.status, await refusal.json()]).toEqual([403, { code: 'not-allowed' }]);
  expect(await troubleAt(`${server.url}/portal`, way)).toEqual({ kind: 'offline', because: 'captive-portal' });
  expect(await troubleAt(`${server.url}/redirect`, way)).toEqual({ kind: 'offline', because: 'captive-portal' });
  expect(await troubleAt(`${server.url}/down`, way)).toEqual({ kind: 'unavailable', retryAfterMs: 3_000 });
  expect(await troubleAt(`${server.url}/reset`, way)).toEqual({ kind: 'offline', because: 'network' });
  expect(server.asked).not.toContain('GET /login');
});

test('[CLOUD-14] nobody there, no such name, and bytes that are no HTTP are told as no way through', async () => {
  await using way = openWay();
  const gone = await HttpDouble.open(() => undefined);
  await gone[Symbol.asyncDispose]();
  const offline = { kind: 'offline', because: 'network' };
  expect(await troubleAt(gone.url, way)).toEqual(offline);
  expect(await troubleAt('http://galley.invalid', way)).toEqual(offline);
});

test('[CLOUD-14] a server that takes a call and says nothing, or stops in the middle, is waited for no longer than that', async () => {
  await using server = await HttpDouble.open((request, response) => {
    if (request.url !== '/half') return;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"half":');
  });
  await using way = openWay(DIRECT, 300);
  expect(await troubleAt(`${server.url}/half`, way)).toEqual({ kind: 'unavailable', retryAfterMs: null });
  expect(await troubleAt(`${server.url}/silent`, way)).toEqual({ kind: 'unavailable', retryAfterMs: null });
});

test('[CLOUD-14] a caller who lets go is told so at once', async () => {
  await using server = await HttpDouble.open(() => undefined);
  await using way = openWay();
  const letGo = new AbortController();
  const asking = troubleAt(server.url, way, { signal: letGo.signal });
  await expect.poll(() => server.asked.length).toBe(1);
  letGo.abort();
  expect(await asking).toEqual({ kind: 'aborted' });
});

test('[CLOUD-14] no sign-in page and no full server ends a session: auth-js takes none of it for an answer', async () => {
  let turn = 0;
  await using server = await HttpDouble.open((_, response) => {
    turn += 1;
    if (turn === 1) response.writeHead(403, { 'content-type': 'text/html' }).end('<form>');
    else json(response, turn === 2 ? 429 : 540, { code: 'over_request_rate_limit', message: 'Slow down.' });
  });
  await using way = openWay();
  const stored = new Map<string, string>();
  const session = {
    access_token: 'a.b.c',
    refresh_token: 'r',
    expires_in: 3_600,
    expires_at: 1,
    token_type: 'bearer',
    user: { id: 'x' },
  };
  stored.set('key', JSON.stringify(session));
  const { auth } = createClient(server.url, 'anon', {
    global: { fetch: way.fetch },
    auth: {
      autoRefreshToken: false,
      detectSessionInUrl: false,
      storageKey: 'key',
      storage: {
        getItem: (key) => stored.get(key) ?? null,
        setItem: (key, value) => void stored.set(key, value),
        removeItem: (key) => void stored.delete(key),
      },
    },
  });
  await expect.poll(() => turn, { timeout: 10_000 }).toBeGreaterThanOrEqual(3);
  expect(stored.has('key')).toBe(true);
  await auth.stopAutoRefresh();
});

test('[CLOUD-14] whoever signs in too often is told by the server itself', async () => {
  await using server = await HttpDouble.open((_, response) => json(response, 429, { code: 'over_request_rate_limit' }));
  await using way = openWay();
  const answer = await way.fetch(`${server.url}/auth/v1/token?grant_type=password`, { method: 'POST', body: '{}' });
  expect([answer.status, await answer.json()]).toEqual([429, { code: 'over_request_rate_limit' }]);
});

test('[CLOUD-15] connections are kept and used again, at most eight at a time, and counted', async () => {
  const waiting: ServerResponse[] = [];
  await using server = await HttpDouble.open((request, response) => {
    if (request.url === '/wait') waiting.push(response);
    else json(response, 200, {});
  });
  await using way = openWay();
  for (let n = 0; n < 10; n += 1) await troubleAt(server.url, way);
  // One may begin before the one before it has given its connection back.
  expect(server.connections.length).toBeLessThanOrEqual(2);
  const calls = Array.from({ length: 20 }, () => troubleAt(`${server.url}/wait`, way));
  await expect.poll(() => waiting.length).toBe(8);
  expect(way.figures()).toMatchObject({ pool: { connected: 8, running: 8, limit: 8 }, breaker: 'closed' });
  while (way.figures().calls.made < 30) {
    for (const response of waiting.splice(0)) json(response, 200, {});
    await new Promise(setImmediate);
  }
  expect(await Promise.all(calls)).toEqual(calls.map(() => 'answered'));
  expect(server.connections.length).toBe(8);
  expect(way.figures().calls).toMatchObject({ made: 30, failed: 0 });
  expect(way.figures().calls.p99Ms).toBeGreaterThan(0);
});

test('[CLOUD-15] after sleep, connections that may be dead are given up', async () => {
  await using server = await HttpDouble.open((_, response) => json(response, 200, {}));
  await using way = openWay();
  await troubleAt(server.url, way);
  await way.forget();
  expect(await troubleAt(server.url, way)).toBe('answered');
  expect(server.connections.length).toBe(2);
});

test('[CLOUD-15] how far this clock is ahead is read from the answers', async () => {
  await using server = await HttpDouble.open((_, response) =>
    json(response, 200, {}, { date: new Date(Date.now() - 86_400_000).toUTCString() }),
  );
  const heard: string[] = [];
  await using way = Way.open({ resolveProxy: DIRECT, surroundings, heardDate: (date) => heard.push(date) });
  await troubleAt(server.url, way);
  expect(Math.abs((way.figures().clockAheadMs ?? 0) - 86_400_000)).toBeLessThan(10_000);
  expect(heard).toHaveLength(1);
});

/** A proxy that opens every tunnel to this machine. */
const openProxy = (): Promise<HttpDouble> =>
  HttpDouble.open(
    (_, response) => response.writeHead(405).end(),
    (request, stream) => {
      const [host, port] = (request.url ?? '').split(':');
      const onward = connect({ host, port: Number(port) }, () => {
        stream.write('HTTP/1.1 200 Connection established\r\n\r\n');
        onward.pipe(stream).pipe(onward);
      });
      onward.on('error', () => stream.destroy());
      stream.on('error', () => onward.destroy());
    },
  );

test("[CLOUD-16] calls go through the system's proxy", async () => {
  await using server = await HttpDouble.open((_, response) => json(response, 200, { here: true }));
  await using proxy = await openProxy();
  const asked: string[] = [];
  await using way = openWay((url) => {
    asked.push(url);
    return Promise.resolve(`PROXY 127.0.0.1:${proxy.port}; DIRECT`);
  });
  expect(await (await way.fetch(`${server.url}/rest/v1/x`)).json()).toEqual({ here: true });
  expect(proxy.asked).toEqual([`CONNECT 127.0.0.1:${server.port}`]);
  expect(asked).toEqual([`${server.url}/`]);
});

test('[CLOUD-16] where only a proxy is named that does not work or is not known, nothing goes past it', async () => {
  await using server = await HttpDouble.open((_, response) => json(response, 200, {}));
  await using refusing = await HttpDouble.open(
    () => undefined,
    (_, stream) => stream.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n'),
  );
  for (const route of ['SOCKS5 127.0.0.1:1080', 'QUIC 127.0.0.1:443', 'garbage', `PROXY 127.0.0.1:${refusing.port}`]) {
    await using way = openWay(() => Promise.resolve(route));
    expect(await troubleAt(server.url, way)).toEqual({ kind: 'offline', because: 'network' });
  }
  expect(server.connections.length).toBe(0);
});

test('[CLOUD-16] of several routes the first that works is taken', async () => {
  await using server = await HttpDouble.open((_, response) => json(response, 200, {}));
  await using proxy = await openProxy();
  const gone = await openProxy();
  await gone[Symbol.asyncDispose]();
  const routes = `SOCKS 127.0.0.1:1080; PROXY 127.0.0.1:${gone.port}; PROXY 127.0.0.1:${proxy.port}; DIRECT`;
  await using way = openWay(() => Promise.resolve(routes));
  expect(await troubleAt(server.url, way)).toBe('answered');
  expect(proxy.asked).toHaveLength(1);
});
