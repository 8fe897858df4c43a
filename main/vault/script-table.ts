import * as z from 'zod';
import { Bytes } from '../../app/bytes.ts';
import { ScriptId } from '../../app/ids.ts';
import type { ScriptSummary } from '../../app/ipc/contract.ts';
import { FORMAT } from '../../app/script/format.ts';
import type { Sqlite } from './database.ts';
import { failureOf } from './failures.ts';
import { seal } from './seal.ts';
import { parseRow } from './stored-row.ts';

/** What is known about a script besides its words. */
export interface Script {
  /** Its number inside this vault. */
  readonly script: number;
  readonly scriptId: ScriptId;
  readonly title: string;
  readonly createdAt: number;
  readonly trashedAt: number | null;
  readonly projectId: string | null;
  readonly status: string | null;
  readonly serverTitle: string | null;
  readonly serverVersion: number | null;
}

const ScriptRow = z
  .object({
    script: z.int(),
    script_id: ScriptId,
    title: z.string(),
    created_at: z.number(),
    trashed_at: z.number().nullable(),
    project_id: z.string().nullable(),
    status: z.string().nullable(),
    server_title: z.string().nullable(),
    server_version: z.int().nullable(),
    seal: Bytes,
  })
  .transform((row) => ({
    script: {
      script: row.script,
      scriptId: row.script_id,
      title: row.title,
      createdAt: row.created_at,
      trashedAt: row.trashed_at,
      projectId: row.project_id,
      status: row.status,
      serverTitle: row.server_title,
      serverVersion: row.server_version,
    } satisfies Script,
    seal: row.seal,
  }));

const SummaryRow = z
  .object({
    script_id: ScriptId,
    title: z.string(),
    created_at: z.number(),
    edited_at: z.number(),
    trashed_at: z.number().nullable(),
    format: z.int(),
    scenes: z.int(),
    rows: z.int(),
    words: z.int(),
    seconds: z.number(),
  })
  .transform((row): ScriptSummary => ({
    scriptId: row.script_id,
    title: row.title,
    createdAt: row.created_at,
    editedAt: row.edited_at,
    trashedAt: row.trashed_at,
    scenes: row.scenes,
    rows: row.rows,
    words: row.words,
    seconds: row.seconds,
    readOnly: row.format > FORMAT ? 'newer-format' : null,
  }));

const COLUMNS =
  'script, script_id, title, created_at, trashed_at, project_id, status, server_title, server_version, seal';

export class ScriptTable {
  readonly #find;
  readonly #nextNumber;
  readonly #write;
  readonly #list;
  readonly #ofProjects;

  constructor(db: Sqlite) {
    this.#find = db.prepare(`SELECT ${COLUMNS} FROM script WHERE script_id = ?`);
    this.#ofProjects = db.prepare(`SELECT ${COLUMNS} FROM script WHERE project_id IS NOT NULL ORDER BY script`);
    this.#nextNumber = db
      .prepare('SELECT max(coalesce(max(script), 0), count(*) + (SELECT count(*) FROM removal)) + 1 FROM script')
      .pluck();
    this.#write = db.prepare(
      `INSERT INTO script (${COLUMNS})
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (script) DO UPDATE SET title = excluded.title, trashed_at = excluded.trashed_at,
         project_id = excluded.project_id, status = excluded.status, server_title = excluded.server_title,
         server_version = excluded.server_version, seal = excluded.seal`,
    );
    this.#list = db.prepare(
      `SELECT script_id, title, created_at, edited_at, trashed_at, format, coalesce(scenes, 0) AS scenes,
         coalesce(rows, 0) AS rows, coalesce(words, 0) AS words, coalesce(seconds, 0) AS seconds
       FROM script JOIN head USING (script, script_id) LEFT JOIN projection USING (script) ORDER BY turn DESC`,
    );
  }

  /** @throws Failure `damaged` when the row is not what was written. */
  find(scriptId: ScriptId): Script | undefined {
    const row = this.#find.get(scriptId);
    return row === undefined ? undefined : checked(row);
  }

  /**
   * Those that belong to a project.
   * @throws Failure `damaged` when a row is not what was written.
   */
  ofProjects(): readonly Script[] {
    return this.#ofProjects.all().map(checked);
  }

  /** Not one that a removed script has had, because what is left of its rows in free pages bears that number. */
  nextNumber(): number {
    return z.int().parse(this.#nextNumber.get());
  }

  write(script: Script): void {
    this.#write.run(...valuesOf(script), sealOf(script));
  }

  /** Latest touched first, whatever the clock said. */
  list(): readonly ScriptSummary[] {
    return parseRow(z.array(SummaryRow), this.#list.all());
  }
}

function checked(row: unknown): Script {
  const found = parseRow(ScriptRow, row);
  if (!sealOf(found.script).equals(found.seal)) throw failureOf('damaged');
  return found.script;
}

type Values = readonly (string | number | null)[];

function valuesOf(script: Script): Values {
  const { projectId, status, serverTitle, serverVersion } = script;
  const own = [script.script, script.scriptId, script.title, script.createdAt, script.trashedAt];
  return [...own, projectId, status, serverTitle, serverVersion];
}

function sealOf(script: Script): Buffer {
  return seal(valuesOf(script));
}
