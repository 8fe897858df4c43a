import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { PAGE_BYTES } from '../database.ts';
import { readWal, type WalFile, type WalFrame } from './wal-file.ts';

const BLOCK_BYTES = 256 * PAGE_BYTES;

/** One page as it stands somewhere: in the database, or in one frame of its WAL. */
export interface PageImage {
  readonly page: number;
  /** The frame's place in the WAL; -1 in the database itself. Later is newer. */
  readonly frame: number;
  readonly content: Buffer;
}

/**
 * Every image of every page that a vault's files hold, also those that SQLite no longer reaches. Only reads: opening a
 * damaged file with SQLite may change it.
 */
export class PageImages implements Disposable {
  readonly wal: WalFile;
  readonly fileBytes: number;
  readonly #file: number | null;
  readonly #frames: readonly WalFrame[];
  /** Sound frames of each page, oldest first. */
  readonly #framesOf = new Map<number, number[]>();
  #blockAt = Number.NEGATIVE_INFINITY;
  #block: Buffer = Buffer.alloc(0);

  private constructor(file: number | null, fileBytes: number, wal: WalFile, frames: readonly WalFrame[]) {
    this.#file = file;
    this.fileBytes = fileBytes;
    this.wal = wal;
    this.#frames = frames;
    frames.forEach(({ page, isSound }, index) => {
      if (!isSound) return;
      const there = this.#framesOf.get(page);
      if (there === undefined) this.#framesOf.set(page, [index]);
      else there.push(index);
    });
  }

  /** `usesWal` is false where the WAL is known to be of another file. A file that is not there has no pages. */
  static open(path: string, { usesWal = true }: { readonly usesWal?: boolean } = {}): PageImages {
    const walPath = `${path}-wal`;
    const wal = readWal(exists(walPath) ? readFileSync(walPath) : Buffer.alloc(0));
    const file = exists(path) ? openSync(path, 'r') : null;
    const bytes = file === null ? 0 : fstatSync(file).size;
    return new PageImages(file, bytes, wal, usesWal ? wal.frames : []);
  }

  /** The newest image of a page at all, or as it was before a later frame. */
  newest(page: number, atFrame = Number.POSITIVE_INFINITY): PageImage | undefined {
    const frame = this.#framesOf.get(page)?.findLast((index) => index <= atFrame) ?? -1;
    return frame < 0 ? this.inFile(page) : this.#inFrame(frame);
  }

  /** Whatever the WAL holds of a page last, sound or not: a row says itself whether it is right. */
  anyInWal(page: number): PageImage | undefined {
    const frame = this.#frames.findLastIndex((held) => held.page === page);
    return frame < 0 ? undefined : this.#inFrame(frame);
  }

  inFile(page: number): PageImage | undefined {
    const content = this.#pageInFile(page);
    return content === undefined ? undefined : { page, frame: -1, content };
  }

  /** The same image again: whoever keeps many places keeps no content. */
  at(page: number, frame: number): PageImage | undefined {
    return frame < 0 ? this.inFile(page) : this.#inFrame(frame);
  }

  /** The last frame of the transaction that wrote this image. */
  endOf({ frame }: PageImage): number {
    if (frame < 0) return -1;
    const end = this.#frames.findIndex(({ pagesAfter }, index) => index >= frame && pagesAfter !== 0);
    return end < 0 ? frame : end;
  }

  /** How many images there are. */
  get count(): number {
    return Math.ceil(this.fileBytes / PAGE_BYTES) + this.#frames.length;
  }

  isNewest({ page, frame }: PageImage): boolean {
    return (this.#framesOf.get(page)?.at(-1) ?? -1) === frame;
  }

  *[Symbol.iterator](): Generator<PageImage> {
    for (let page = 1; page <= Math.ceil(this.fileBytes / PAGE_BYTES); page += 1) {
      const at = (page - 1) * PAGE_BYTES;
      if (at % BLOCK_BYTES === 0) [this.#blockAt, this.#block] = [at, this.#read(at, BLOCK_BYTES)];
      const image = this.inFile(page);
      if (image !== undefined) yield image;
    }
    for (let frame = 0; frame < this.#frames.length; frame += 1) {
      const image = this.#inFrame(frame);
      if (image !== undefined) yield image;
    }
  }

  [Symbol.dispose](): void {
    if (this.#file !== null) closeSync(this.#file);
  }

  #inFrame(frame: number): PageImage | undefined {
    const found = this.#frames[frame];
    return found === undefined ? undefined : { page: found.page, frame, content: found.content };
  }

  /** Neighbours are read together while all pages are read in order; a page by itself is read by itself. */
  #pageInFile(page: number): Buffer | undefined {
    const at = (page - 1) * PAGE_BYTES;
    if (this.#file === null || page < 1 || at >= this.fileBytes) return undefined;
    const inBlock = at - this.#blockAt;
    if (inBlock >= 0 && inBlock < BLOCK_BYTES) return this.#block.subarray(inBlock, inBlock + PAGE_BYTES);
    return this.#read(at, PAGE_BYTES);
  }

  /** What lies beyond the end of the file is zeros. */
  #read(at: number, bytes: number): Buffer {
    const content = Buffer.alloc(bytes);
    if (this.#file !== null) readSync(this.#file, content, 0, bytes, at);
    return content;
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
