import * as z from 'zod';
import { jsonReply, notDone, type GatewayReply, type GatewayRequest } from '../gateway/part.ts';
import { bearerToken, type Claims } from '../gateway/tokens.ts';
import { tokenOfKey } from '../keys.ts';
import { MAX_NAME_BYTES } from './frames.ts';
import { readToken, type House } from './house.ts';
import { wireTopic } from './join.ts';
import type { Answer } from './policies.ts';
import { recordRefusedTopic } from './refused-topics.ts';

const Message = z.looseObject({
  topic: z.string().min(1),
  event: z.string().min(1),
  payload: z.record(z.string(), z.unknown()),
  private: z.boolean().default(false),
});
const Batch = z.looseObject({ messages: z.array(Message).min(1) });
type Message = z.output<typeof Message>;

const ACCEPTED: GatewayReply = { status: 202, headers: {}, body: undefined };
const SINGLE = /^\/api\/broadcast\/([^/]+)\/events\/([^/]+)$/;

/** Broadcasts by HTTP: one by its address, or several in one body. Nothing is kept, and nobody is told who was reached. */
export async function answerBroadcast(house: House, request: GatewayRequest): Promise<GatewayReply> {
  const single = SINGLE.exec(request.path);
  if (single === null && request.path !== '/api/broadcast') return notDone(`${request.method} ${request.path}`);
  if (request.method !== 'POST') return jsonReply(404, { message: 'Not Found' });
  const claims = await callerOf(house, request);
  if (claims === undefined) return jsonReply(401, { message: 'Unauthorized' });
  return single === null ? sendBatch(house, request, claims) : sendOne(house, request, claims, single);
}

async function callerOf(house: House, { headers, query }: GatewayRequest): Promise<Claims | undefined> {
  const apikey = typeof headers['apikey'] === 'string' ? headers['apikey'] : query.get('apikey');
  const token = bearerToken(headers.authorization) ?? apikey;
  if (token === null || token === '') return undefined;
  const checked = await readToken(tokenOfKey(token, house.keys), house);
  return checked.ok ? checked.claims : undefined;
}

async function sendOne(
  house: House,
  { headers, query, body }: GatewayRequest,
  claims: Claims,
  [, topicText, eventText]: readonly string[],
): Promise<GatewayReply> {
  const [name, event] = [decode(topicText), decode(eventText)];
  if (name === undefined || event === undefined) return jsonReply(400, { message: 'Bad Request' });
  const type = headers['content-type']?.split(';')[0]?.trim() ?? 'application/json';
  if (type !== 'application/json' && type !== 'application/octet-stream') {
    return jsonReply(415, { error: 'Unsupported Media Type. Use application/json or application/octet-stream' });
  }
  const encoding = type === 'application/json' ? 'json' : 'bytes';
  if (encoding === 'json' && parseJson(body) === undefined) return jsonReply(400, { message: 'Bad Request' });
  const fault = faultOf(house, name, event, body.length);
  if (fault !== undefined) return fault;
  if (house.messages.isReached()) return tooMany('You have exceeded your rate limit');
  const isPrivate = query.get('private') === 'true';
  if (isPrivate) {
    const refusal = refusalOf(await house.policies.write({ topic: name, claims, headers: ownHeaders(headers) }));
    if (refusal?.status === 403) await recordRefusedTopic(house, { name, claims, verb: 'write' });
    if (refusal !== undefined) return refusal;
  }
  house.messages.add();
  house.hub.broadcast({ name, isPrivate }, { kind: 'body', event, body: { encoding, payload: body } });
  return ACCEPTED;
}

async function sendBatch(house: House, { headers, body }: GatewayRequest, claims: Claims): Promise<GatewayReply> {
  const batch = Batch.safeParse(parseJson(body));
  if (!batch.success) return jsonReply(422, { errors: { messages: ["can't be blank"] } });
  const { messages } = batch.data;
  for (const { topic, event, payload } of messages) {
    const fault = faultOf(house, topic, event, Buffer.byteLength(JSON.stringify(payload)));
    if (fault !== undefined) return fault;
  }
  const average = house.messages.average();
  if (average >= house.settings.messagesPerSecond) return tooMany('You have exceeded your rate limit');
  if (messages.length + average > house.settings.messagesPerSecond) {
    return tooMany('Too many messages to broadcast, please reduce the batch size');
  }
  const mayWrite = new Map<string, boolean>();
  for (const topic of new Set(messages.filter((message) => message.private).map((message) => message.topic))) {
    const refusal = refusalOf(await house.policies.write({ topic, claims, headers: ownHeaders(headers) }));
    if (refusal !== undefined) await recordRefusedTopic(house, { name: topic, claims, verb: 'write' });
    mayWrite.set(topic, refusal === undefined);
  }
  // What may not be sent is passed over, and the answer is the same.
  for (const message of messages) if (!message.private || mayWrite.get(message.topic) === true) send(house, message);
  return ACCEPTED;
}

function send(house: House, { topic, event, payload, private: isPrivate }: Message): void {
  house.messages.add();
  const broadcast = { kind: 'text', payload: { type: 'broadcast', event, payload } } as const;
  house.hub.broadcast({ name: topic, isPrivate }, broadcast);
}

function faultOf(house: House, name: string, event: string, bytes: number): GatewayReply | undefined {
  const tooLong = [wireTopic(name), event].some((text) => Buffer.byteLength(text) > MAX_NAME_BYTES);
  if (tooLong) return jsonReply(422, { errors: { topic: [`topic and event have at most ${MAX_NAME_BYTES} bytes`] } });
  if (bytes <= house.settings.broadcastBytes) return undefined;
  return jsonReply(422, { errors: { payload: ['Payload size exceeds tenant limit'] } });
}

function refusalOf(answer: Answer): GatewayReply | undefined {
  if (answer.ok) return answer.rights.broadcast ? undefined : jsonReply(403, { message: 'Unauthorized' });
  switch (answer.fault) {
    case 'policy':
      return jsonReply(422, { message: 'RLS policy error' });
    case 'canceled':
      return jsonReply(422, { message: 'Query canceled' });
    case 'no-partition':
      return jsonReply(422, { message: 'Missing messages partition' });
    case 'database':
      return jsonReply(422, { message: 'Tenant database unavailable' });
    default:
      return answer.fault satisfies never;
  }
}

function tooMany(message: string): GatewayReply {
  return jsonReply(429, { message });
}

function ownHeaders(headers: GatewayRequest['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]));
}

function decode(text: string | undefined): string | undefined {
  try {
    return decodeURIComponent(text ?? '');
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString()) ?? undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
