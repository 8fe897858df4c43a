import * as z from 'zod';
import { Bytes } from '../../app/bytes.ts';
import type { Sqlite } from './database.ts';
import { failureOf } from './failures.ts';
import { seal } from './seal.ts';
import { parseRow } from './stored-row.ts';

/** Which vault this file is. */
export interface VaultRow {
  readonly vaultId: string;
  readonly account: string;
  readonly createdAt: number;
  /** The lowest schema number whose code may open the file. */
  readonly needsSchema: number;
}

const Row = z.object({
  vault_id: z.string(),
  account: z.string(),
  created_at: z.number(),
  needs_schema: z.int(),
  seal: Bytes,
});

/** @throws Failure `damaged` when the row is missing or not what was written. */
export function readVaultRow(db: Sqlite): VaultRow {
  const found = db.prepare('SELECT vault_id, account, created_at, needs_schema, seal FROM vault').get();
  if (found === undefined) throw failureOf('damaged');
  const row = parseRow(Row, found);
  const vault = {
    vaultId: row.vault_id,
    account: row.account,
    createdAt: row.created_at,
    needsSchema: row.needs_schema,
  };
  if (!sealOf(vault).equals(row.seal)) throw failureOf('damaged');
  return vault;
}

export function writeVaultRow(db: Sqlite, vault: VaultRow): void {
  db.prepare(
    'INSERT OR REPLACE INTO vault (one, vault_id, account, created_at, needs_schema, seal) VALUES (1, ?, ?, ?, ?, ?)',
  ).run(vault.vaultId, vault.account, vault.createdAt, vault.needsSchema, sealOf(vault));
}

function sealOf(vault: VaultRow): Buffer {
  return seal([vault.vaultId, vault.account, vault.createdAt, vault.needsSchema]);
}
