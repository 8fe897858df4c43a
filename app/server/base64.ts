/** Few enough for one call's arguments, and a multiple of three, so that the pieces' base64 can be joined. */
const PIECE_BYTES = 3 * 8192;

/** Standard base64 with padding and without line breaks, as the server's functions take and give it. */
export function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
    pieces.push(btoa(String.fromCharCode(...bytes.subarray(from, from + PIECE_BYTES))));
  }
  return pieces.join('');
}

/** Throws for what is not base64. */
export function fromBase64(base64: string): Uint8Array<ArrayBuffer> {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let index = 0; index < characters.length; index += 1) bytes[index] = characters.charCodeAt(index);
  return bytes;
}
