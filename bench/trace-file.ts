import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import * as z from 'zod';

/** One change of the text: at a position (UTF-16 units), so many taken away, these put in. */
export interface Patch {
  readonly at: number;
  readonly deleted: number;
  readonly inserted: string;
}

/** How a text was really written, by one person, change by change. */
export interface Trace {
  readonly name: string;
  readonly author: string;
  readonly licence: string;
  readonly endSha256: string | undefined;
  readonly patches: readonly Patch[];
}

const Header = z.object({
  name: z.string(),
  author: z.string(),
  licence: z.string(),
  concurrent: z.boolean(),
  patches: z.int(),
  endSha256: z.string().optional(),
});

/**
 * Reads a trace: brotli over blocks, each with its length before it. They are the header as JSON, positions as zigzag
 * distances from the end of the patch before, deleted lengths, inserted lengths and the inserted text as UTF-16.
 * @throws TypeError for a trace of several people, whose positions mean nothing in one order.
 */
export function readTraceFile(path: string): Trace {
  const file = new Numbers(brotliDecompressSync(readFileSync(path)));
  const header = Header.parse(JSON.parse(file.block().toString('utf8')));
  if (header.concurrent) throw new TypeError(`${header.name} was written by several people at once.`);
  const [distances, deletions, lengths] = [
    new Numbers(file.block()),
    new Numbers(file.block()),
    new Numbers(file.block()),
  ];
  const text = file.block().toString('utf16le');
  let end = 0;
  let read = 0;
  const patches = Array.from({ length: header.patches }, (): Patch => {
    const at = end + distances.signed();
    const deleted = deletions.unsigned();
    const inserted = text.slice(read, read + lengths.unsigned());
    read += inserted.length;
    end = at + inserted.length;
    return { at, deleted, inserted };
  });
  return { name: header.name, author: header.author, licence: header.licence, endSha256: header.endSha256, patches };
}

/** Numbers in sevens of bits, lowest first. */
export class Numbers {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  unsigned(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#bytes.readUInt8(this.#at);
      this.#at += 1;
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
  }

  signed(): number {
    const value = this.unsigned();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  block(): Buffer {
    const length = this.unsigned();
    const from = this.#at;
    this.#at += length;
    return this.#bytes.subarray(from, this.#at);
  }
}
