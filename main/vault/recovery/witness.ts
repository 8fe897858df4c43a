import { closeSync, existsSync, fdatasyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { flushFolder } from '../folder.ts';
import { sha256 } from '../seal.ts';

const FILE = 'vault.witness';
const SLOT_BYTES = 4096;
const SLOTS = 2;
const SHA_BYTES = 32;

/**
 * What the vault was when this was written. A file beside it remembers, because an older copy of a vault, or one that has
 * lost the end of its WAL, is whole in itself.
 */
export const Testimony = z.object({
  /** Which vault. */
  vaultId: z.string(),
  schema: z.int(),
  /** The highest turn: it rises with every change. */
  turn: z.int(),
  /** The number of the last session. */
  session: z.int(),
  at: z.number(),
  /** Digests of the seals of each table, when nothing has been written since; null while the vault is open. */
  seals: z.record(z.string(), z.string()).nullable(),
  /** The first salt of the WAL that was in use; null when there was none. */
  walSalt: z.int().nullable(),
});
export type Testimony = z.output<typeof Testimony>;

/**
 * Two slots in one file, written by turns and flushed once: a torn write leaves the other. A slot that is not what was
 * written claims nothing.
 */
export class Witness implements Disposable {
  readonly #file: number;
  #turns: number;

  private constructor(file: number, turns: number) {
    this.#file = file;
    this.#turns = turns;
  }

  static open(folder: string): Witness {
    const path = join(folder, FILE);
    const turns = slotsIn(folder).reduce((most, { turns: count }) => Math.max(most, count), 0);
    const isNew = !existsSync(path);
    const file = openSync(path, isNew ? 'w+' : 'r+', 0o600);
    if (isNew) flushFolder(folder);
    return new Witness(file, turns);
  }

  /** The newest that can be read, or undefined where there is none: then nothing is claimed. */
  static read(folder: string): Testimony | undefined {
    return slotsIn(folder).toSorted((a, b) => b.turns - a.turns)[0]?.testimony;
  }

  /**
   * Takes back what was said of the WAL, before the vault is opened: opening may begin a new one, and a kill before the
   * next testimony would let that pass for another file's.
   */
  static forgetWal(folder: string): void {
    const last = Witness.read(folder);
    if (last === undefined || last.walSalt === null) return;
    using witness = Witness.open(folder);
    witness.write({ ...last, walSalt: null });
  }

  /** What is put in the file's place is another: the next session tells of it. */
  static forget(folder: string): void {
    rmSync(join(folder, FILE), { force: true });
  }

  /** Only what is on disk already may be told. */
  write(testimony: Testimony): void {
    this.#turns += 1;
    const text = Buffer.from(JSON.stringify({ turns: this.#turns, testimony }));
    const slot = Buffer.alloc(SLOT_BYTES);
    sha256(text).copy(slot, 0);
    slot.writeUInt16BE(text.length, SHA_BYTES);
    text.copy(slot, SHA_BYTES + 2);
    writeSync(this.#file, slot, 0, SLOT_BYTES, (this.#turns % SLOTS) * SLOT_BYTES);
    fdatasyncSync(this.#file);
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }
}

const Slot = z.object({ turns: z.int(), testimony: Testimony });

function slotsIn(folder: string): readonly z.output<typeof Slot>[] {
  const path = join(folder, FILE);
  if (!existsSync(path)) return [];
  const bytes = readFileSync(path);
  return Array.from({ length: SLOTS }, (_, index) => bytes.subarray(index * SLOT_BYTES, (index + 1) * SLOT_BYTES))
    .filter((slot) => slot.length === SLOT_BYTES)
    .flatMap((slot) => {
      const text = slot.subarray(SHA_BYTES + 2, SHA_BYTES + 2 + slot.readUInt16BE(SHA_BYTES));
      if (!sha256(text).equals(slot.subarray(0, SHA_BYTES))) return [];
      const parsed = Slot.safeParse(JSON.parse(text.toString()));
      return parsed.success ? [parsed.data] : [];
    });
}
