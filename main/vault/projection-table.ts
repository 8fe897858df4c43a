import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import * as z from 'zod';
import { Bytes } from '../../app/bytes.ts';
import { ScriptId } from '../../app/ids.ts';
import type { PlainScript } from '../../app/script/plain-script.ts';
import type { Sqlite } from './database.ts';
import type { Head } from './head-table.ts';
import { seal, sha256 } from './seal.ts';
import type { LogPlace } from './update-log.ts';
import { parseRow } from './stored-row.ts';

/** Raised when the same log would give another text or other counts: every script is then read again. */
const VERSION = 1;

/** A script's readable text and counts as of a place in its log, ready to be stored. */
export interface Projection {
  readonly place: LogPlace;
  readonly scenes: number;
  readonly rows: number;
  readonly words: number;
  readonly seconds: number;
  readonly textBytes: number;
  /** zstd of the PlainScript as JSON. */
  readonly body: Uint8Array;
}

export function project(script: PlainScript, place: LogPlace): Projection {
  const text = Buffer.from(JSON.stringify(script));
  return {
    place,
    scenes: script.scenes.filter(({ id }) => id !== null).length,
    rows: script.scenes.reduce((sum, { rows }) => sum + rows.length, 0),
    words: script.words,
    seconds: script.seconds,
    textBytes: text.length,
    body: zstdCompressSync(text),
  };
}

const Row = z.object({
  ordinal: z.int(),
  chain: Bytes,
  version: z.int(),
  scenes: z.int(),
  rows: z.int(),
  words: z.int(),
  seconds: z.number(),
  text_bytes: z.int(),
  seal: Bytes,
  body: Bytes,
});
const Behind = z.array(z.object({ script_id: ScriptId, count: z.int() }));

export class ProjectionTable {
  readonly #write;
  readonly #find;
  readonly #behind;
  readonly #forget;

  constructor(db: Sqlite) {
    this.#write = db.prepare(
      `INSERT OR REPLACE INTO projection
         (script, ordinal, chain, version, scenes, rows, words, seconds, text_bytes, seal, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#find = db.prepare(
      `SELECT ordinal, chain, version, scenes, rows, words, seconds, text_bytes, seal, body FROM projection WHERE script = ?`,
    );
    this.#forget = db.prepare('DELETE FROM projection');
    this.#behind = db.prepare(
      `SELECT script_id, count FROM head LEFT JOIN projection USING (script)
       WHERE coalesce(version, 0) <> ${VERSION} OR ordinal < count ORDER BY turn DESC`,
    );
  }

  write(script: number, { place, scenes, rows, words, seconds, textBytes, body }: Projection): void {
    const values = [script, place.ordinal, place.chain, VERSION, scenes, rows, words, seconds, textBytes] as const;
    this.#write.run(...values, seal([...values, sha256(body)]), body);
  }

  /** The readable text, or undefined where it is behind the log or not what was written: it can be made again. */
  read({ script, count, chain: headChain }: Head): PlainScript | undefined {
    const found = Row.safeParse(this.#find.get(script));
    if (!found.success || found.data.version !== VERSION || found.data.ordinal !== count) return undefined;
    const { ordinal, chain, version, scenes, rows, words, seconds, text_bytes: textBytes, body } = found.data;
    const values = [script, ordinal, chain, version, scenes, rows, words, seconds, textBytes, sha256(body)];
    if (!seal(values).equals(found.data.seal) || !Buffer.from(headChain).equals(chain)) return undefined;
    // The seal says that `project` has written these bytes.
    return JSON.parse(zstdDecompressSync(body, { maxOutputLength: textBytes }).toString()) as PlainScript;
  }

  /** All of them are made again. */
  forgetAll(): void {
    this.#forget.run();
  }

  /** Scripts whose log is ahead of their readable text, touched last first. */
  behind(): readonly { readonly scriptId: ScriptId; readonly count: number }[] {
    return parseRow(Behind, this.#behind.all()).map(({ script_id: scriptId, count }) => ({ scriptId, count }));
  }
}
