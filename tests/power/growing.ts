/** A file's content, which may be written anywhere. What lies between its end and a later write is zeros. */
export class Growing {
  #bytes: Buffer;
  #size: number;

  constructor(bytes: Buffer = Buffer.alloc(0)) {
    this.#bytes = bytes;
    this.#size = bytes.length;
  }

  get size(): number {
    return this.#size;
  }

  write(bytes: Uint8Array, at: number): void {
    this.#reserve(at + bytes.length);
    this.#bytes.set(bytes, at);
    this.#size = Math.max(this.#size, at + bytes.length);
  }

  resize(size: number): void {
    this.#reserve(size);
    // What is cut off reads as zeros when the file grows again.
    if (size < this.#size) this.#bytes.fill(0, size, this.#size);
    this.#size = size;
  }

  /** Its own bytes, until the next change. */
  view(): Buffer {
    return this.#bytes.subarray(0, this.#size);
  }

  copy(): Growing {
    return new Growing(Buffer.from(this.view()));
  }

  #reserve(size: number): void {
    if (size <= this.#bytes.length) return;
    const larger = Buffer.alloc(Math.max(size, this.#bytes.length * 2, 4_096));
    this.#bytes.copy(larger, 0, 0, this.#size);
    this.#bytes = larger;
  }
}
