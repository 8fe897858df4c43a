import * as z from 'zod';

/** What came over the socket, as realtime-js goes on with it. */
export interface Heard {
  readonly join_ref: string | null;
  readonly ref: string | null;
  readonly topic: string;
  readonly event: string;
  readonly payload: object;
}

const Ref = z
  .string()
  .nullish()
  .transform((ref) => ref ?? null);
const Metas = z.record(z.string(), z.object({ metas: z.array(z.looseObject({ phx_ref: z.string() })) }));
const Text = z.tuple([Ref, Ref, z.string(), z.string(), z.unknown()]);
const payloads: Readonly<Record<string, z.ZodType<object>>> = {
  presence_state: Metas,
  presence_diff: z.object({ joins: Metas, leaves: Metas }),
};
/** `ids` and `data` would be taken for a change of a table, which nobody here asks for. */
const OtherPayload = z.looseObject({ ids: z.undefined().optional() });

const USER_BROADCAST = 4;
const JSON_ENCODED = 1;
/** Rings are bytes; of what is JSON, a cursor has 1 KB at most, and a comment's news some more. */
const MAX_JSON_BYTES = 64 * 1024;
const HEAD_BYTES = 5;

/**
 * Reads a frame of Realtime's protocol 2.0.0. Undefined for what is none: realtime-js' own reader throws then, within the
 * socket's event, where nobody catches; and part of a frame is whatever another member's program sent.
 */
export function readFrame(frame: unknown): Heard | undefined {
  try {
    if (frame instanceof ArrayBuffer) return readBroadcast(frame);
    return typeof frame === 'string' ? readText(frame) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function readText(frame: string): Heard | undefined {
  const read = Text.safeParse(JSON.parse(frame));
  if (!read.success) return undefined;
  const [join_ref, ref, topic, event, said] = read.data;
  const payload = (payloads[event] ?? OtherPayload).safeParse(said ?? {});
  return payload.success ? { join_ref, ref, topic, event, payload: payload.data } : undefined;
}

function readBroadcast(frame: ArrayBuffer): Heard | undefined {
  const bytes = new Uint8Array(frame);
  const [kind, topicBytes = 0, eventBytes = 0, metaBytes = 0, encoding] = bytes;
  if (kind !== USER_BROADCAST) return undefined;
  const text = new TextDecoder('utf-8', { fatal: true });
  const eventAt = HEAD_BYTES + topicBytes;
  const bodyAt = eventAt + eventBytes + metaBytes;
  if (bodyAt > bytes.length) return undefined;
  const body = frame.slice(bodyAt);
  if (encoding === JSON_ENCODED && body.byteLength > MAX_JSON_BYTES) return undefined;
  return {
    join_ref: null,
    ref: null,
    topic: text.decode(bytes.subarray(HEAD_BYTES, eventAt)),
    event: 'broadcast',
    payload: {
      type: 'broadcast',
      event: text.decode(bytes.subarray(eventAt, eventAt + eventBytes)),
      payload: encoding === JSON_ENCODED ? JSON.parse(text.decode(body)) : body,
    },
  };
}
