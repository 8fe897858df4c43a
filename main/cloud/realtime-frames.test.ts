import { expect, test } from 'vitest';
import { readFrame } from './realtime-frames.ts';

const encoder = new TextEncoder();

/** As the server sends a broadcast: kind, three lengths, encoding, topic, event, meta, payload. */
function broadcast(payload: Uint8Array, { kind = 4, encoding = 0, topic = 'realtime:t', meta = '' } = {}): ArrayBuffer {
  const parts = [encoder.encode(topic), encoder.encode('ring'), encoder.encode(meta), payload];
  const [topicBytes, eventBytes, metaBytes] = parts.map(({ length }) => length);
  const head = Uint8Array.of(kind, topicBytes ?? 0, eventBytes ?? 0, metaBytes ?? 0, encoding);
  return Uint8Array.from([head, ...parts].flatMap((part) => [...part])).buffer;
}
const text = (...parts: readonly unknown[]): string => JSON.stringify(parts);

test('[BELL-1] broadcasts are read as bytes or as JSON, and messages as they are', () => {
  const heard = { join_ref: null, ref: null, topic: 'realtime:t', event: 'broadcast' };
  const bytes = Uint8Array.of(1, 2, 3);
  expect(readFrame(broadcast(bytes, { meta: '{"id":"x"}' }))).toEqual({
    ...heard,
    payload: { type: 'broadcast', event: 'ring', payload: bytes.buffer },
  });
  expect(readFrame(broadcast(encoder.encode('{"a":1}'), { encoding: 1 }))).toEqual({
    ...heard,
    payload: { type: 'broadcast', event: 'ring', payload: { a: 1 } },
  });
  expect(readFrame(text('1', '2', 'realtime:t', 'phx_reply', { status: 'ok', response: {} }))).toEqual({
    join_ref: '1',
    ref: '2',
    topic: 'realtime:t',
    event: 'phx_reply',
    payload: { status: 'ok', response: {} },
  });
  expect(readFrame(text(null, null, 'realtime:t', 'phx_close', null))).toMatchObject({ payload: {} });
  const here = { me: { metas: [{ phx_ref: 'F1', name: 'Ines' }] } };
  expect(readFrame(text(null, null, 'realtime:t', 'presence_state', here))).toMatchObject({ payload: here });
});

const unreadable: readonly (readonly [string, unknown])[] = [
  ['nothing', new ArrayBuffer(0)],
  ['another kind', broadcast(Uint8Array.of(1), { kind: 9 })],
  ['lengths beyond its end', Uint8Array.of(4, 255, 255, 255, 0).buffer],
  ['a topic that is no UTF-8', Uint8Array.of(4, 1, 0, 0, 0, 255).buffer],
  ['JSON that breaks off', broadcast(encoder.encode('{"a":'), { encoding: 1 })],
  ['more JSON than anybody needs', broadcast(encoder.encode(`"${'a'.repeat(70_000)}"`), { encoding: 1 })],
  ['text that is no JSON', '[1,'],
  ['JSON that is no message', '{}'],
  ['a message without a topic', text('1', '2')],
  ['a payload that is no object', text(null, null, 't', 'system', 'words')],
  ['a change of a table, which realtime-js would take apart', text(null, null, 't', 'broadcast', { ids: [1] })],
  ['presence without metas', text(null, null, 't', 'presence_state', { me: {} })],
  ['presence whose metas are no list', text(null, null, 't', 'presence_state', { me: { metas: 'x' } })],
  ['a difference without leaves', text(null, null, 't', 'presence_diff', { joins: {} })],
  ['a picture', new Blob()],
];
test.each(unreadable)('[BELL-11] what is no frame of ours is passed over: %s', (_, frame) => {
  expect(readFrame(frame)).toBeUndefined();
});
