/** A Yjs client id is a whole number below 2^32 by custom; by hand it may be any that JavaScript counts exactly. */
const MAX_BYTES = 8;

/** Where an update's first words stand among those of its client. */
interface Start {
  readonly clientId: number;
  readonly clock: number;
}

/**
 * The client id under which an update's first words were written, or null for one that only deletes or cannot be read.
 * Reads three numbers at the start of a V1 update and decodes nothing: what a window saves has one client.
 */
export function writtenBy(update: Uint8Array): number | null {
  return clientIn(update)?.value ?? null;
}

/** The same with its place. */
export function startOf(update: Uint8Array): Start | null {
  const client = clientIn(update);
  const clock = client === null ? null : readNumber(update, client.end);
  return client === null || clock === null ? null : { clientId: client.value, clock: clock.value };
}

function clientIn(update: Uint8Array): ReturnType<typeof readNumber> {
  const clients = readNumber(update, 0);
  if (clients === null || clients.value === 0) return null;
  const structs = readNumber(update, clients.end);
  return structs === null ? null : readNumber(update, structs.end);
}

/** Sevens of bits, lowest first. */
function readNumber(bytes: Uint8Array, from: number): { readonly value: number; readonly end: number } | null {
  let value = 0;
  for (let at = 0, scale = 1; at < MAX_BYTES; at += 1, scale *= 128) {
    const byte = bytes[from + at];
    if (byte === undefined) return null;
    value += (byte % 128) * scale;
    if (byte < 128) return Number.isSafeInteger(value) ? { value, end: from + at + 1 } : null;
  }
  return null;
}
