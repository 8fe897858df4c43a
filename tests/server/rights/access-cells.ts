import type pg from 'pg';
import * as z from 'zod';
import type { Cell } from './cells.ts';
import { mayRead } from './facts.ts';
import { probe, type Caller } from './probe.ts';
import { rowsOf } from './world.ts';

const Listed = z.array(z.object({ id: z.string() }));
const Access = z.object({ organizations: Listed, projects: Listed, scripts: Listed, reviews: Listed });

const LISTS = ['organizations', 'projects', 'scripts', 'reviews'] as const;

/** What `my_access` lists is what the caller may read: nothing more, and nothing is forgotten. */
export async function accessCells(client: pg.ClientBase, callers: readonly Caller[]): Promise<readonly Cell[]> {
  const cells: Cell[] = [];
  for (const caller of callers) {
    const [outcome] = await probe(client, caller, ['select public.my_access()']);
    const access = Access.safeParse(outcome !== undefined && 'answer' in outcome ? outcome.answer : undefined);
    for (const list of LISTS) {
      const listed = new Set(access.success ? access.data[list].map(({ id }) => id) : []);
      for (const row of rowsOf(list)) {
        const { id } = row.values;
        cells.push({
          caller,
          what: `find ${list} «${row.label}» in my_access`,
          expected: mayRead(caller, row) ? 'allowed' : 'hidden',
          got: listed.delete(typeof id === 'string' ? id : '') ? 'allowed' : 'hidden',
        });
      }
      for (const id of listed)
        cells.push({ caller, what: `find ${list} ${id} in my_access`, expected: 'hidden', got: 'allowed' });
    }
  }
  return cells;
}
