import * as z from 'zod';
import { Bytes } from '../../../app/bytes.ts';
import { roles } from '../../../app/access/roles.ts';
import type { HeldReason } from '../../../app/sync/facts.ts';
import type { Sqlite } from '../database.ts';
import { failureOf } from '../failures.ts';
import { seal } from '../seal.ts';
import { parseRow } from '../stored-row.ts';

const Held = z.enum([
  'in-review',
  'approved',
  'archived',
  'role-may-not-write',
  'access-ended',
] as const satisfies readonly HeldReason[]);

const truth = z.int().transform((value) => value === 1);

const Row = z
  .object({
    script: z.int(),
    role: z.enum(roles).nullable(),
    has_access: truth,
    head: z.int(),
    due_at: z.number().nullable(),
    is_healing: truth,
    is_title_lost: truth,
    held_to: z.int(),
    held_because: Held.nullable(),
    covered: z.int(),
    seal: Bytes,
  })
  .transform((row) => ({
    lane: {
      script: row.script,
      role: row.role,
      hasAccess: row.has_access,
      head: row.head,
      dueAt: row.due_at,
      isHealing: row.is_healing,
      isTitleLost: row.is_title_lost,
      heldTo: row.held_to,
      heldBecause: row.held_because,
      covered: row.covered,
    },
    seal: row.seal,
  }));

/** What the server last said of a script, and what this device has to do about it; the columns say more. */
export type LaneRow = Readonly<z.output<typeof Row>['lane']>;

export class LaneTable {
  readonly #find;
  readonly #write;

  constructor(db: Sqlite) {
    this.#find = db.prepare(
      `SELECT script, role, has_access, head, due_at, is_healing, is_title_lost, held_to, held_because, covered, seal
       FROM lane WHERE script = ?`,
    );
    this.#write = db.prepare(
      `INSERT INTO lane (script, role, has_access, head, due_at, is_healing, is_title_lost, held_to, held_because, covered,
         seal)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (script) DO UPDATE SET role = excluded.role, has_access = excluded.has_access, head = excluded.head,
         due_at = excluded.due_at, is_healing = excluded.is_healing, is_title_lost = excluded.is_title_lost,
         held_to = excluded.held_to, held_because = excluded.held_because, covered = excluded.covered,
         seal = excluded.seal`,
    );
  }

  /**
   * Of a script that nothing is known of yet: nobody has said that access ended.
   * @throws Failure `damaged` when the row is not what was written.
   */
  of(script: number): LaneRow {
    const row = this.#find.get(script);
    if (row === undefined) return { script, ...UNKNOWN };
    const found = parseRow(Row, row);
    if (!sealOf(found.lane).equals(found.seal)) throw failureOf('damaged');
    return found.lane;
  }

  write(lane: LaneRow): void {
    this.#write.run(...valuesOf(lane), sealOf(lane));
  }
}

const UNKNOWN: Omit<LaneRow, 'script'> = {
  role: null,
  hasAccess: true,
  head: 0,
  dueAt: null,
  isHealing: false,
  isTitleLost: false,
  heldTo: 0,
  heldBecause: null,
  covered: 0,
};

function valuesOf(lane: LaneRow) {
  const { script, role, hasAccess, head, dueAt, isHealing, isTitleLost, heldTo, heldBecause, covered } = lane;
  const said = [script, role, Number(hasAccess), head, dueAt] as const;
  return [...said, Number(isHealing), Number(isTitleLost), heldTo, heldBecause, covered] as const;
}

function sealOf(lane: LaneRow): Buffer {
  return seal(valuesOf(lane));
}
