import { createHash } from 'node:crypto';
import type pg from 'pg';
import * as z from 'zod';
import type { Pusher } from './crowd.ts';

/** What the database holds after a crowd has pushed. All but `stored` is to be 0. */
export interface Findings {
  readonly stored: number;
  /** Updates of the crowd that are not there. */
  readonly missing: number;
  /** Places in a log where a position is left out, repeated, or beyond the head. */
  readonly gaps: number;
  /** Updates that the log ascribes to somebody else than who sent them, or to another script. */
  readonly leaks: number;
  /** Updates whose chain is not the one that all before them make. */
  readonly brokenChains: number;
}

const Row = z.object({
  script_id: z.string(),
  position: z.coerce.number(),
  head: z.coerce.number(),
  id: z.string(),
  pushed_by: z.string(),
  bytes: z.instanceof(Buffer),
  chain: z.instanceof(Buffer),
});

const EMPTY: Buffer = Buffer.alloc(0);

export async function lookBack(admin: pg.Pool, crowd: readonly Pusher[]): Promise<Findings> {
  const { rows } = await admin.query(
    `select script.id as script_id, script.head, update.position, update.id, update.pushed_by, update.bytes, update.chain
      from public.scripts as script join public.script_updates as update on update.script_id = script.id
      where script.id = any ($1) order by script.id, update.position`,
    [[...new Set(crowd.map(({ scriptId }) => scriptId))]],
  );
  const sent = new Map(
    crowd.flatMap(({ personId, scriptId, calls }) =>
      calls.flat().map(({ id }) => [id, { personId, scriptId }] as const),
    ),
  );
  let gaps = 0;
  let leaks = 0;
  let brokenChains = 0;
  let last = { script: '', position: 0, head: 0, chain: EMPTY };
  const endOf = ({ position, head }: typeof last): number => Number(position !== head);
  for (const row of z.array(Row).parse(rows)) {
    if (row.script_id !== last.script) {
      gaps += endOf(last);
      last = { script: row.script_id, position: 0, head: row.head, chain: Buffer.alloc(32) };
    }
    gaps += Number(row.position !== last.position + 1);
    const chain = chainOf(last.chain, row.id, row.bytes);
    brokenChains += Number(!chain.equals(row.chain));
    const by = sent.get(row.id);
    leaks += Number(by?.personId !== row.pushed_by || by.scriptId !== row.script_id);
    last = { ...last, position: row.position, chain: row.chain };
  }
  gaps += endOf(last);
  return { stored: rows.length, missing: sent.size - rows.length, gaps, leaks, brokenChains };
}

function chainOf(before: Buffer, id: string, bytes: Buffer): Buffer {
  const sha = createHash('sha256').update(bytes).digest();
  return createHash('sha256')
    .update(Buffer.concat([before, Buffer.from(id.replaceAll('-', ''), 'hex'), sha]))
    .digest();
}
