import * as z from 'zod';
import type { Database, Transaction } from '../database.ts';
import type { Metrics } from '../http/metrics.ts';
import { bytes, position } from '../rows.ts';
import type { ServiceLog } from '../service-log.ts';
import type { Task } from '../task-loop.ts';
import { sealNext, type Seal } from './audit-chain.ts';

export interface AuditSealsOptions {
  readonly database: Database;
  readonly log: ServiceLog;
  readonly metrics: Pick<Metrics, 'auditSealed'>;
}

/** Entries that one transaction seals at most. */
const BATCH = 500;

const Organization = z.object({ organization_id: z.uuid() });
const SealRow = z.object({ ordinal: position, chain: bytes });
const Entry = z.object({
  organization_id: z.uuid(),
  id: z.uuid(),
  at: z.string(),
  actor: z.uuid().nullable(),
  verb: z.string(),
  thing: z.string(),
  thing_id: z.uuid().nullable(),
  details: z.string(),
});

/**
 * Gives the entries of audit logs their places, in one chain per organisation: whoever changes, drops or adds an entry
 * afterwards breaks it. Within a batch they are in order of time; one that is committed late comes after what was sealed.
 */
export class AuditSeals implements Task {
  readonly name = 'audit';
  readonly #options: AuditSealsOptions;

  constructor(options: AuditSealsOptions) {
    this.#options = options;
  }

  run(signal: AbortSignal): Promise<boolean> {
    return this.#options.database.transact(async (transaction) => {
      const [waiting] = await transaction.query(
        Organization,
        'select organization_id from public.audit_log where ordinal is null order by at limit 1',
      );
      if (waiting === undefined) return false;
      await this.#seal(transaction, waiting.organization_id);
      return true;
    }, signal);
  }

  async #seal(transaction: Transaction, organizationId: string): Promise<void> {
    const { log, metrics } = this.#options;
    let seal = await lockSeal(transaction, organizationId);
    const entries = await transaction.query(
      Entry,
      `select organization_id, id, actor, verb, thing, thing_id, details::text as details,
         pg_catalog.to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
       from public.audit_log as entry where organization_id = $1 and ordinal is null
       order by entry.at, id limit $2`,
      [organizationId, BATCH],
    );
    if (entries.length === 0) return;
    const sealed = entries.map((entry) => ({ id: entry.id, ...(seal = sealNext(seal, entry)) }));
    const written = await transaction.execute(
      `update public.audit_log as entry set ordinal = sealed.ordinal, chain = sealed.chain
       from unnest($1::uuid[], $2::bigint[], $3::bytea[]) as sealed (id, ordinal, chain)
       where entry.id = sealed.id and entry.ordinal is null`,
      [sealed.map(({ id }) => id), sealed.map(({ ordinal }) => ordinal), sealed.map(({ chain }) => chain)],
    );
    if (written !== sealed.length) throw new Error('An entry of the audit log was sealed twice.');
    await transaction.execute(
      `update private.audit_seals set ordinal = $2, chain = $3, updated_at = pg_catalog.now()
       where organization_id = $1`,
      [organizationId, seal.ordinal, seal.chain],
    );
    metrics.auditSealed(written);
    log.info('audit.sealed', { organization: organizationId, entries: written, ordinal: seal.ordinal });
  }
}

/** Where the organisation's chain ends; another service waits here until this transaction is over. */
async function lockSeal(transaction: Transaction, organizationId: string): Promise<Seal> {
  await transaction.execute(
    'insert into private.audit_seals (organization_id) values ($1) on conflict (organization_id) do nothing',
    [organizationId],
  );
  const [row] = await transaction.query(
    SealRow,
    'select ordinal, chain from private.audit_seals where organization_id = $1 for update',
    [organizationId],
  );
  if (row === undefined) throw new Error('An organisation has no place for its seal.');
  return row;
}
