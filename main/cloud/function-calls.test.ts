import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { HttpDouble } from '../../tests/support/http-double.ts';
import { surroundings } from '../surroundings.ts';
import { openClient } from './client.ts';
import { FunctionCalls } from './function-calls.ts';
import { Way } from './way.ts';

const KEY = 'publishable';
const Health = z.object({ ok: z.boolean() });
const signal = new AbortController().signal;

async function openCalls(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  await using opened = new AsyncDisposableStack();
  const tokens: (string | undefined)[] = [];
  const server = opened.use(
    await HttpDouble.open((request, response) => {
      tokens.push(request.headers.authorization);
      answer(request, response);
    }),
  );
  const way = opened.use(Way.open({ resolveProxy: () => Promise.resolve('DIRECT'), surroundings }));
  const refused: string[] = [];
  const session = {
    token: 'good' as string | null,
    accessToken: () => Promise.resolve(session.token),
    refused: (token: string) => void refused.push(token),
    renew: () => Promise.resolve(),
    onChanged: () => ({ [Symbol.dispose]: () => undefined }),
  };
  const client = openClient({ server: { url: server.url, publishableKey: KEY }, way, session });
  const closing = opened.move();
  return {
    calls: new FunctionCalls(client, session),
    session,
    refused,
    tokens,
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

test("[CLOUD-18] calls carry the session's token as it is at that moment", async () => {
  await using opened = await openCalls((_, response) => json(response, 200, { ok: true }));
  const { calls, session, tokens } = opened;
  expect(await calls.call('health', {}, Health, signal)).toEqual({ ok: true, value: { ok: true } });
  session.token = 'newer';
  await calls.call('health', {}, Health, signal);
  expect(tokens).toEqual(['Bearer good', 'Bearer newer']);
});

test('[CLOUD-18] without a token nothing is asked, not even with the key', async () => {
  await using opened = await openCalls((_, response) => json(response, 200, { ok: true }));
  opened.session.token = null;
  expect(await opened.calls.call('health', {}, Health, signal)).toEqual({ ok: false, trouble: { kind: 'signed-out' } });
  expect(opened.tokens).toEqual([]);
});

test('[CLOUD-18] a token that the server does not take is told to the session', async () => {
  const over = { code: 'PGRST303', message: 'JWT expired', details: null, hint: null };
  await using opened = await openCalls((_, response) => json(response, 401, over));
  expect(await opened.calls.call('health', {}, Health, signal)).toEqual({ ok: false, trouble: { kind: 'signed-out' } });
  expect(opened.refused).toEqual(['good']);
});

test('[CLOUD-18] a refusal for another reason is not laid to the token', async () => {
  const refusal = { code: 'not-allowed', message: 'No.', details: null, hint: null };
  await using opened = await openCalls((_, response) => json(response, 403, refusal));
  expect(await opened.calls.call('health', {}, Health, signal)).toEqual({
    ok: false,
    trouble: { kind: 'refused', refusal },
  });
  expect(opened.refused).toEqual([]);
});

test('[CLOUD-12] an answer of another shape than ours is unreadable', async () => {
  await using opened = await openCalls((_, response) => json(response, 200, { fine: 'yes' }));
  const unreadable = { ok: false, trouble: { kind: 'unreadable' } };
  expect(await opened.calls.call('health', {}, Health, signal)).toEqual(unreadable);
});

test('[CLOUD-10] whoever lets go while a token is awaited is told so at once', async () => {
  await using opened = await openCalls((_, response) => json(response, 200, { ok: true }));
  opened.session.accessToken = () => new Promise(() => undefined);
  const letGo = new AbortController();
  const asking = opened.calls.call('health', {}, Health, letGo.signal);
  letGo.abort();
  expect(await asking).toEqual({ ok: false, trouble: { kind: 'aborted' } });
});
