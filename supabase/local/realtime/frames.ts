import * as z from 'zod';

/** Numbers the client's messages and joins; it comes back as it came. */
export type Ref = string | number | null;

interface Addressed {
  readonly joinRef: Ref;
  readonly ref: Ref;
  /** As on the wire: `realtime:` and the channel's name, or `phoenix` for heartbeats. */
  readonly topic: string;
}

/** What a broadcast carries: bytes as they came, or JSON text as it came. Neither is read here. */
export interface Body {
  readonly encoding: 'bytes' | 'json';
  readonly payload: Buffer;
}

export type ClientMessage =
  | (Addressed & { readonly kind: 'message'; readonly event: string; readonly payload: unknown })
  | (Addressed & { readonly kind: 'broadcast'; readonly event: string; readonly body: Body });

export interface ServerMessage extends Addressed {
  readonly event: string;
  readonly payload: unknown;
}

/** Lengths in a binary frame's head are one byte each. */
export const MAX_NAME_BYTES = 255;

const KIND_FROM_CLIENT = 3;
const KIND_FROM_SERVER = 4;
const JSON_ENCODING = 1;

const Ref = z.union([z.string(), z.number(), z.null()]);
const TextFrame = z.tuple([Ref, Ref, z.string(), z.string()], z.unknown());

/**
 * Reads a frame of protocol version 2.0.0: text is `[join_ref, ref, topic, event, payload]`, binary is a broadcast with a
 * head of lengths. Nothing for what is neither: the server passes over such a frame without an answer.
 */
export function decodeFrame(data: string | Buffer): ClientMessage | undefined {
  return typeof data === 'string' ? decodeText(data) : decodeBinary(data);
}

export function encodeMessage({ joinRef, ref, topic, event, payload }: ServerMessage): string {
  return JSON.stringify([joinRef, ref, topic, event, payload]);
}

/** A broadcast on its way to a client, or nothing when a name is too long for the head. */
export function encodeBroadcast(
  topic: string,
  event: string,
  body: Body,
  meta: Readonly<Record<string, string>> | undefined,
): Buffer | undefined {
  const names = [topic, event, meta === undefined ? '' : JSON.stringify(meta)].map((name) => Buffer.from(name));
  if (names.some((name) => name.length > MAX_NAME_BYTES)) return undefined;
  const encoding = body.encoding === 'json' ? JSON_ENCODING : 0;
  const head = Buffer.from([KIND_FROM_SERVER, ...names.map((name) => name.length), encoding]);
  return Buffer.concat([head, ...names, body.payload]);
}

function decodeText(data: string): ClientMessage | undefined {
  const frame = TextFrame.safeParse(parseJson(data));
  if (!frame.success || frame.data.length < 5) return undefined;
  const [joinRef, ref, topic, event, payload] = frame.data;
  return { kind: 'message', joinRef, ref, topic, event, payload };
}

function decodeBinary(data: Buffer): ClientMessage | undefined {
  const [kind, joinRefBytes, refBytes, topicBytes, eventBytes, metaBytes, encoding] = data;
  if (kind !== KIND_FROM_CLIENT || encoding === undefined) return undefined;
  let at = 7;
  const take = (length: number | undefined): Buffer => {
    at += length ?? 0;
    return data.subarray(at - (length ?? 0), at);
  };
  const [joinRef, ref, topic, event] = [joinRefBytes, refBytes, topicBytes, eventBytes].map((length) =>
    decodeUtf8(take(length)),
  );
  const meta = decodeUtf8(take(metaBytes));
  if (at > data.length) return undefined;
  if (joinRef === undefined || ref === undefined || topic === undefined || event === undefined) return undefined;
  // Metadata is not used, but a frame whose metadata cannot be read is passed over as a whole.
  if (meta === undefined || (meta !== '' && parseJson(meta) === undefined)) return undefined;
  const body: Body = { encoding: encoding === 0 ? 'bytes' : 'json', payload: data.subarray(at) };
  return { kind: 'broadcast', joinRef, ref, topic, event, body };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Nothing when the bytes are not UTF-8. */
export function decodeUtf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
