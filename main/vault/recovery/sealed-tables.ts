import type { Sealed } from '../seal.ts';

/** What is known of a table whose rows carry a digest of themselves. */
export interface SealedTable {
  readonly name: string;
  /** In the order of the schema, generated ones left out. */
  readonly columns: readonly string[];
  readonly types: readonly ColumnType[];
  /** Number rows by an INTEGER PRIMARY KEY in the first column, or by the first `keys` columns. */
  readonly keys: 'rowid' | 1 | 2;
  /** The columns that the seal covers, in its order. */
  readonly sealed: readonly string[];
  /** A column of bytes outside the seal, and the column that has its digest. */
  readonly body?: {
    readonly column: string;
    readonly sha: string;
    /** The digest is of the content before zstd; this column has its size. */
    readonly unpackedBytes?: string;
  };
}

/** What a column may hold, as the schema says; `?` where it may be NULL. */
export type ColumnType = 'INTEGER' | 'TEXT' | 'BLOB' | 'INTEGER?' | 'TEXT?' | 'BLOB?';

const COLUMN = /^(\w+) (INTEGER|TEXT|BLOB)(\?)?$/;

function table(
  name: string,
  keys: SealedTable['keys'],
  schema: string,
  { unsealed = [], body }: { readonly unsealed?: readonly string[]; readonly body?: SealedTable['body'] } = {},
): SealedTable {
  const parts = schema.split(',').map((column) => COLUMN.exec(column.trim()));
  const columns = parts.map((part) => part?.[1] ?? '');
  const types = parts.map((part) => `${part?.[2]}${part?.[3] ?? ''}` as ColumnType);
  const outside = ['seal', ...unsealed, ...(body === undefined ? [] : [body.column])];
  const sealed = columns.filter((column) => !outside.includes(column));
  return { name, keys, columns, types, sealed, ...(body === undefined ? {} : { body }) };
}

/**
 * Every table that cannot be made again, besides the log itself. Order: a row refers only to tables before its own. What a
 * migration adds is added here: a test compares this list with the schema.
 */
export const sealedTables: readonly SealedTable[] = [
  table(
    'vault',
    'rowid',
    'one INTEGER, vault_id TEXT, account TEXT, created_at INTEGER, needs_schema INTEGER, seal BLOB',
    { unsealed: ['one'] },
  ),
  table('session', 'rowid', 'session INTEGER, app_version TEXT, started_at INTEGER, ended_at INTEGER?, seal BLOB'),
  table(
    'script',
    'rowid',
    `script INTEGER, script_id TEXT, title TEXT, created_at INTEGER, trashed_at INTEGER?, project_id TEXT?, status TEXT?,
     server_title TEXT?, server_version INTEGER?, seal BLOB`,
  ),
  table(
    'head',
    'rowid',
    `script INTEGER, script_id TEXT, count INTEGER, chain BLOB, format INTEGER, edited_at INTEGER, turn INTEGER, seal BLOB`,
  ),
  table(
    'segment',
    'rowid',
    `segment INTEGER, script INTEGER, first INTEGER, last INTEGER, chain_before BLOB, chain_after BLOB, first_at INTEGER,
     last_at INTEGER, made_at INTEGER, encoding INTEGER, run_bytes INTEGER, run_sha BLOB, seal BLOB, body BLOB`,
    { unsealed: ['segment'], body: { column: 'body', sha: 'run_sha', unpackedBytes: 'run_bytes' } },
  ),
  table(
    'snapshot',
    'rowid',
    `snapshot INTEGER, script INTEGER, ordinal INTEGER, chain BLOB, purpose TEXT, made_at INTEGER, encoding INTEGER,
     state_bytes INTEGER, state_sha BLOB, seal BLOB, body BLOB`,
    { unsealed: ['snapshot'], body: { column: 'body', sha: 'state_sha', unpackedBytes: 'state_bytes' } },
  ),
  table(
    'batch',
    'rowid',
    `batch INTEGER, batch_id BLOB, script INTEGER, first INTEGER, last INTEGER, state TEXT, reason TEXT?,
     position INTEGER?, format INTEGER, made_at INTEGER, claimed_author TEXT?, sha BLOB, seal BLOB, bytes BLOB?`,
    { unsealed: ['batch'], body: { column: 'bytes', sha: 'sha' } },
  ),
  table(
    'cursor',
    'rowid',
    `script INTEGER, position INTEGER, chain BLOB, epoch TEXT?, attempts INTEGER, retry_at INTEGER?, seal BLOB`,
  ),
  table('author', 2, 'script INTEGER, client_id INTEGER, person_id TEXT, name TEXT?, first INTEGER, seal BLOB'),
  table(
    'moment',
    1,
    `moment_id TEXT, script INTEGER, ordinal INTEGER, chain BLOB, kind TEXT, name TEXT, person_id TEXT, made_at INTEGER,
     removed_at INTEGER?, seal BLOB`,
  ),
  table(
    'removal',
    1,
    'script_id TEXT, title TEXT, count INTEGER, chain BLOB, removed_at INTEGER, unsent INTEGER, seal BLOB',
  ),
  table(
    'checkup',
    'rowid',
    `checkup INTEGER, kind TEXT, reason TEXT, started_at INTEGER, ended_at INTEGER?, duration_ms INTEGER?,
     findings INTEGER?, seal BLOB`,
  ),
  table(
    'incident',
    1,
    `incident_id TEXT, checkup INTEGER?, script_id TEXT?, found_at INTEGER, kind TEXT, state TEXT, set_aside TEXT?,
     report TEXT, seal BLOB`,
  ),
  table(
    'backup',
    1,
    `backup_id TEXT, folder TEXT, file_name TEXT, kind TEXT, state TEXT, made_at INTEGER, verified_at INTEGER?,
     removed_at INTEGER?, file_bytes INTEGER?, file_sha BLOB?, session INTEGER?, failure TEXT?, seal BLOB`,
  ),
  table(
    'backup_script',
    2,
    `backup_id TEXT, script_id TEXT, title TEXT, count INTEGER, chain BLOB, scenes INTEGER, rows INTEGER, words INTEGER,
     alarm TEXT?, seal BLOB`,
  ),
  table(
    'lane',
    'rowid',
    `script INTEGER, role TEXT?, has_access INTEGER, head INTEGER, due_at INTEGER?, is_healing INTEGER,
     is_title_lost INTEGER, held_to INTEGER, held_because TEXT?, covered INTEGER, seal BLOB`,
  ),
  table('read_mark', 'rowid', 'script INTEGER, ordinal INTEGER, chain BLOB, read_at INTEGER, seal BLOB'),
  table('access', 'rowid', 'one INTEGER, person_id TEXT, stored_at INTEGER, seal BLOB', { unsealed: ['one'] }),
  table('organization', 1, 'organization_id TEXT, name TEXT, role TEXT, seal BLOB'),
  table(
    'project',
    1,
    `project_id TEXT, organization_id TEXT, name TEXT, role TEXT, version INTEGER, archived_at INTEGER?, seal BLOB`,
  ),
  table('person', 1, 'person_id TEXT, name TEXT?, seal BLOB'),
];

/** The values that the seal covers, in its order. */
export function sealedValues<V extends Sealed>({ columns, sealed }: SealedTable, values: readonly V[]): readonly V[] {
  return sealed.map((column) => {
    const value = values[columns.indexOf(column)];
    if (value === undefined) throw new RangeError(`A row has no column ${column}.`);
    return value;
  });
}
