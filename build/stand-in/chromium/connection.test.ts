import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { ChromiumGone, CommandRefused, Connection, ifThere } from './connection.ts';

/** A connection whose other end is the test: what was asked, and the bytes that come back, cut as one likes. */
function connect() {
  const asked: { id: number; method: string; sessionId?: string }[] = [];
  const output = new PassThrough().on('data', (bytes: Buffer) => {
    for (const text of bytes.toString().split('\0')) if (text !== '') asked.push(JSON.parse(text));
  });
  const input = new PassThrough();
  const connection = new Connection(output, input);
  const say = (...messages: readonly object[]): Buffer =>
    Buffer.from(messages.map((message) => `${JSON.stringify(message)}\0`).join(''));
  return { connection, asked, input, say };
}

test('[HOST-1] answers find their questions, however the pipe cuts them', async () => {
  const { connection, asked, input, say } = connect();
  const made = connection.root.send('Target.createTarget', { url: 'about:blank' });
  const refused = connection
    .session('s')
    .send('Page.close')
    .catch((error: unknown) => error);
  expect(asked.map(({ method, sessionId }) => [method, sessionId])).toEqual([
    ['Target.createTarget', undefined],
    ['Page.close', 's'],
  ]);
  const bytes = say({ id: 2, error: { message: 'gøne' } }, { id: 1, result: { targetId: 'T', other: 1 } });
  for (const byte of bytes) input.write(Buffer.from([byte]));
  expect(await made).toEqual({ targetId: 'T' });
  expect(await refused).toEqual(new CommandRefused('Page.close: gøne'));
});

test('[HOST-1] an event reaches its session’s listeners, parsed, until they stop listening', async () => {
  const { connection, input, say } = connect();
  const heard: string[] = [];
  const stop = connection.session('a').on('Page.frameDetached', ({ frameId }) => heard.push(frameId));
  connection.session('b').on('Page.frameDetached', () => heard.push('wrong session'));
  const detached = (frameId: string) => ({ method: 'Page.frameDetached', params: { frameId }, sessionId: 'a' });
  const second = connection.session('a').once('Page.domContentEventFired');
  input.write(say(detached('1'), { method: 'Page.domContentEventFired', params: {}, sessionId: 'a' }));
  await second;
  stop();
  input.write(say(detached('2'), { method: 'Unheard.of', params: 1 }));
  expect(heard).toEqual(['1']);
});

test('[HOST-16] when Chromium goes, whoever waits is told, and whoever asks later too', async () => {
  const { connection, input } = connect();
  const waiting = connection.root.send('Browser.close').catch((error: unknown) => error);
  input.destroy();
  await connection.closed;
  expect(await waiting).toBeInstanceOf(ChromiumGone);
  await expect(connection.root.send('Browser.close')).rejects.toThrow(ChromiumGone);
  expect(await ifThere(connection.root.send('Browser.close'))).toBeUndefined();
  await expect(ifThere(Promise.reject(new Error('other')))).rejects.toThrow('other');
});

test('[HOST-1] an answer of another shape than the protocol’s is an error, not a value', async () => {
  const { connection, input, say } = connect();
  const made = connection.root.send('Target.createTarget');
  input.write(say({ id: 1, result: { targetId: 7 } }));
  await expect(made).rejects.toThrow('answered something unexpected');
});
