import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import * as Y from 'yjs';
import * as z from 'zod';
import type { CellContent } from '../../app/script/content.ts';
import { readScript, type PlainRow } from '../../app/script/plain-script.ts';
import type { Profile } from './app.ts';

const Rows = z.array(z.object({ bytes: z.instanceof(Uint8Array) }));

/**
 * A script's document as it lies on disk, read without the vault's own code: its whole log from a copy of the files,
 * replayed. Call it only when the app has ended or been killed.
 */
export function storedDocument(profile: Profile, title: string): Y.Doc {
  const copy = mkdtempSync(join(tmpdir(), 'galley-stored-'));
  try {
    cpSync(join(profile.folder, 'accounts', 'local'), copy, { recursive: true });
    using db = disposable(new Database(join(copy, 'vault.db')));
    const log = db
      .prepare(
        'SELECT bytes FROM script_update WHERE script = (SELECT script FROM script WHERE title = ?) ORDER BY entry',
      )
      .all(title);
    const doc = new Y.Doc();
    for (const { bytes } of Rows.parse(log)) Y.applyUpdate(doc, bytes);
    return doc;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

export const storedRows = (profile: Profile, title: string): readonly PlainRow[] =>
  readScript(storedDocument(profile, title)).scenes.flatMap(({ rows }) => rows);

export const text = (content: CellContent): string => content.map((run) => run.text).join('');

/** Every row's words, column by column. */
export const storedTable = (profile: Profile, title: string): readonly (readonly [string, string])[] =>
  storedRows(profile, title).map(({ video, audio }) => [text(video), text(audio)] as const);

const disposable = (db: Database.Database): Database.Database & Disposable =>
  Object.assign(db, { [Symbol.dispose]: () => void db.close() });
