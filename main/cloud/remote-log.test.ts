import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { PersonId } from '../../app/ids.ts';
import { HttpDouble } from '../../tests/support/http-double.ts';
import { surroundings } from '../surroundings.ts';
import { openClient } from './client.ts';
import { FunctionCalls } from './function-calls.ts';
import { SupabaseRemoteLog } from './remote-log.ts';
import { Way } from './way.ts';

const signal = new AbortController().signal;

async function openLog(answers: Readonly<Record<string, () => unknown>>) {
  await using opened = new AsyncDisposableStack();
  const server = opened.use(
    await HttpDouble.open((request, response) => {
      const answer = answers[(request.url ?? '').split('/').at(-1) ?? '']?.();
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    }),
  );
  const way = opened.use(Way.open({ resolveProxy: () => Promise.resolve('DIRECT'), surroundings }));
  const session = {
    accessToken: () => Promise.resolve('token'),
    refused: () => undefined,
    renew: () => Promise.resolve(),
    onChanged: () => ({ [Symbol.dispose]: () => undefined }),
  };
  const client = openClient({ server: { url: server.url, publishableKey: 'key' }, way, session });
  const log = new SupabaseRemoteLog(new FunctionCalls(client, session), PersonId.parse(randomUUID()));
  const closing = opened.move();
  return { log, asked: server.asked, [Symbol.asyncDispose]: () => closing.disposeAsync() };
}

const nothing = { person: { id: randomUUID(), name: null }, organizations: [], projects: [], scripts: [], reviews: [] };

test('[CLOUD-20] a server with a higher schema asks for a newer Galley', async () => {
  await using opened = await openLog({ health: () => ({ ok: true, schema: 2 }), my_access: () => nothing });
  expect(await opened.log.access(signal)).toEqual({ ok: false, trouble: { kind: 'too-old' } });
  expect(opened.asked).not.toContain('POST /rest/v1/rpc/my_access');
});

test('[CLOUD-20] the schema is asked for once, and again after an answer that could not be read', async () => {
  let access: unknown = nothing;
  let schema = 1;
  await using opened = await openLog({ health: () => ({ ok: true, schema }), my_access: () => access });
  const { log, asked } = opened;
  expect(await log.access(signal)).toMatchObject({ ok: true });
  expect(await log.access(signal)).toMatchObject({ ok: true });
  expect(asked.filter((call) => call.endsWith('/health'))).toHaveLength(1);
  [access, schema] = [{ people: [] }, 2];
  expect(await log.access(signal)).toEqual({ ok: false, trouble: { kind: 'unreadable' } });
  expect(await log.access(signal)).toEqual({ ok: false, trouble: { kind: 'too-old' } });
});
