import type { Sealed } from '../seal.ts';

/** What is known of a table whose rows carry a digest of themselves. */
export interface SealedTable {
  readonly name: string;
  /** In the order of the schema, generated ones left out. */
  readonly columns: readonly string[];
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

function table(
  name: string,
  keys: SealedTable['keys'],
  columns: string,
  { unsealed = [], body }: { readonly unsealed?: readonly string[]; readonly body?: SealedTable['body'] } = {},
): SealedTable {
  const all = columns.split(' ');
  const outside = ['seal', ...unsealed, ...(body === undefined ? [] : [body.column])];
  const sealed = all.filter((column) => !outside.includes(column));
  return { name, keys, columns: all, sealed, ...(body === undefined ? {} : { body }) };
}

/**
 * Every table that cannot be made again, besides the log itself. Order: a row refers only to tables before its own. What a
 * migration adds is added here: a test compares this list with the schema.
 */
export const sealedTables: readonly SealedTable[] = [
  table('vault', 'rowid', 'one vault_id account created_at needs_schema seal', { unsealed: ['one'] }),
  table('session', 'rowid', 'session app_version started_at ended_at seal'),
  table(
    'script',
    'rowid',
    'script script_id title created_at trashed_at project_id status server_title server_version seal',
  ),
  table('head', 'rowid', 'script script_id count chain format edited_at turn seal'),
  table(
    'segment',
    'rowid',
    'segment script first last chain_before chain_after first_at last_at made_at encoding run_bytes run_sha seal body',
    { unsealed: ['segment'], body: { column: 'body', sha: 'run_sha', unpackedBytes: 'run_bytes' } },
  ),
  table('snapshot', 'rowid', 'snapshot script ordinal chain purpose made_at encoding state_bytes state_sha seal body', {
    unsealed: ['snapshot'],
    body: { column: 'body', sha: 'state_sha', unpackedBytes: 'state_bytes' },
  }),
  table(
    'batch',
    'rowid',
    'batch batch_id script first last state reason position format made_at claimed_author sha seal bytes',
    { body: { column: 'bytes', sha: 'sha' }, unsealed: ['batch'] },
  ),
  table('cursor', 'rowid', 'script position chain epoch attempts retry_at seal'),
  table('author', 2, 'script client_id person_id name first seal'),
  table('moment', 1, 'moment_id script ordinal chain kind name person_id made_at removed_at seal'),
  table('removal', 1, 'script_id title count chain removed_at unsent seal'),
  table('checkup', 'rowid', 'checkup kind reason started_at ended_at duration_ms findings seal'),
  table('incident', 1, 'incident_id checkup script_id found_at kind state set_aside report seal'),
  table(
    'backup',
    1,
    'backup_id folder file_name kind state made_at verified_at removed_at file_bytes file_sha session failure seal',
  ),
  table('backup_script', 2, 'backup_id script_id title count chain scenes rows words alarm seal'),
];

export type TableName = string;

/** The values that the seal covers, in its order. */
export function sealedValues<V extends Sealed>({ columns, sealed }: SealedTable, values: readonly V[]): readonly V[] {
  return sealed.map((column) => {
    const value = values[columns.indexOf(column)];
    if (value === undefined) throw new RangeError(`A row has no column ${column}.`);
    return value;
  });
}
