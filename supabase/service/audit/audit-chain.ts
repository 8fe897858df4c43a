import { createHash } from 'node:crypto';

/** One entry of an organisation's audit log, in the texts that Postgres gives for it. */
export interface AuditEntry {
  readonly organization_id: string;
  readonly id: string;
  /** UTC with six digits: `2026-11-20T09:30:00.123456Z`. */
  readonly at: string;
  readonly actor: string | null;
  readonly verb: string;
  readonly thing: string;
  readonly thing_id: string | null;
  /** The text of the jsonb value (`details::text`): the same for equal values, and exact for every number. */
  readonly details: string;
}

/** The last sealed place of an organisation's log. */
export interface Seal {
  readonly ordinal: number;
  readonly chain: Uint8Array;
}

const FORM = 'galley-audit-1';

/**
 * The bytes that stand for an entry at its place: UTF-8 of a JSON array, without spaces, of the form's name, the
 * organisation, the ordinal, and then id, at, actor, verb, thing, thing_id and details as above.
 */
export function canonicalEntry(entry: AuditEntry, ordinal: number): string {
  const { organization_id: organization, id, at, actor, verb, thing, thing_id: thingId, details } = entry;
  return JSON.stringify([FORM, organization, ordinal, id, at, actor, verb, thing, thingId, details]);
}

/** The next place: ordinal + 1, chain = sha256(previous chain ‖ canonical entry). The first stands on 32 zero bytes. */
export function sealNext({ ordinal, chain }: Seal, entry: AuditEntry): Seal {
  const next = ordinal + 1;
  return { ordinal: next, chain: createHash('sha256').update(chain).update(canonicalEntry(entry, next)).digest() };
}
