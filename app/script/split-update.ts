import * as Y from 'yjs';

/**
 * Cuts one update into several of at most `limitBytes`, to be applied in the given order. Typing never makes an update
 * that large; a paste or a duplicate may. Only text can be cut inside one insertion: anything else that is larger
 * than the limit by itself (an embedded object) stays whole.
 */
export function splitUpdate(update: Uint8Array, limitBytes: number): Uint8Array[] {
  if (update.byteLength <= limitBytes) return [update];
  const { structs, ds } = Y.decodeUpdate(update);
  const pieces: Uint8Array[] = [];
  let run: Y.AbstractStruct[] = [];
  let runBytes = 0;
  const closeRun = (): void => {
    if (run.length > 0) pieces.push(encodeRun(run));
    run = [];
    runBytes = 0;
  };
  for (const struct of structs) {
    for (const part of cutText(struct, limitBytes >> 1)) {
      const bytes = encodeRun([part]).byteLength;
      const follows = run.at(-1);
      const isContiguous = follows?.id.client === part.id.client && follows.id.clock + follows.length === part.id.clock;
      if (run.length > 0 && (!isContiguous || runBytes + bytes > limitBytes - ROOM_FOR_HEAD)) closeRun();
      run.push(part);
      runBytes += bytes;
    }
  }
  closeRun();
  pieces.push(encodeDeletions(ds));
  return pieces;
}

/** A run's head: the number of clients, the number of structs, the client and the clock, ten bytes each at most. */
const ROOM_FOR_HEAD = 40;

/** V1 form of one client's contiguous structs, with no deletions. The encoder writes every count as a variable integer. */
function encodeRun(run: readonly Y.AbstractStruct[]): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  const [first] = run;
  if (first === undefined) return encoder.toUint8Array();
  encoder.writeLen(1);
  encoder.writeLen(run.length);
  encoder.writeClient(first.id.client);
  encoder.writeLen(first.id.clock);
  for (const struct of run) struct.write(encoder, 0, 0);
  encoder.writeLen(0);
  return encoder.toUint8Array();
}

function encodeDeletions(ds: ReturnType<typeof Y.decodeUpdate>['ds']): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  encoder.writeLen(0);
  encoder.writeLen(ds.clients.size);
  for (const [client, deletions] of ds.clients) {
    encoder.writeClient(client);
    encoder.writeLen(deletions.length);
    for (const { clock, len } of deletions) {
      encoder.writeDsClock(clock);
      encoder.writeDsLen(len);
    }
  }
  return encoder.toUint8Array();
}

/** One long insertion as several: each later one stands after the last character of the one before. */
function cutText(struct: Y.AbstractStruct, limitBytes: number): readonly Y.AbstractStruct[] {
  // Three bytes are the most that one UTF-16 unit takes.
  const step = Math.max(1, Math.floor(limitBytes / 3));
  if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString) || struct.length <= step)
    return [struct];
  const parts: Y.Item[] = [];
  const { client, clock } = struct.id;
  const text = struct.content.str;
  for (let from = 0; from < text.length;) {
    let to = Math.min(from + step, text.length);
    // A pair of surrogates is one character and is never parted.
    if (to < text.length && isHighSurrogate(text.charCodeAt(to - 1))) to = to - 1 > from ? to - 1 : to + 1;
    parts.push(
      new Y.Item(
        Y.createID(client, clock + from),
        null,
        from === 0 ? struct.origin : Y.createID(client, clock + from - 1),
        null,
        struct.rightOrigin,
        struct.parent,
        struct.parentSub,
        new Y.ContentString(text.slice(from, to)),
      ),
    );
    from = to;
  }
  return parts;
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
