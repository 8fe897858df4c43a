/**
 * A bundle's source of noise. Whoever has it can take the noise off again: it is made for one bundle out of a secret
 * that is forgotten when the bundle is written.
 */
export interface Pad {
  /** 64 bytes that nobody can guess, the same ones whenever the name is the same. */
  block(name: string): Uint8Array;
}

const BLOCK_BYTES = 64;

/** Numbers below 65,536, one after the other without end, from one name on. */
export class PadReader {
  readonly #pad: Pad;
  readonly #name: string;
  #block: Uint8Array | undefined;
  #number = -1;

  constructor(pad: Pad, name: string) {
    this.#pad = pad;
    this.#name = name;
  }

  at(index: number): number {
    const byte = index * 2;
    const number = Math.floor(byte / BLOCK_BYTES);
    if (this.#block === undefined || number !== this.#number) {
      this.#block = this.#pad.block(`${this.#name}/${number}`);
      this.#number = number;
    }
    const within = byte % BLOCK_BYTES;
    return ((this.#block[within] ?? 0) << 8) | (this.#block[within + 1] ?? 0);
  }
}
