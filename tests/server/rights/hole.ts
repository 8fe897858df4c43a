import type pg from 'pg';
import { allDeeds, callCells, executeCells } from './call-cells.ts';
import { readCatalog, type Catalog } from './catalog.ts';
import type { Cell } from './cells.ts';
import { factCells } from './fact-cells.ts';
import { callersWithEyes, plainCallers, tamperedCallers } from './probe.ts';
import { columnCells, readCells } from './read-cells.ts';
import { accessCells } from './access-cells.ts';
import { quoted } from './sql.ts';
import { fewTopics, lookAlikes, topicCells } from './topic-cells.ts';
import { grantCells, innerCells, writeCells } from './write-cells.ts';

type Look = (client: pg.ClientBase, catalog: Catalog) => Promise<readonly Cell[]>;

const mostDeeds = allDeeds.filter(({ about }) => !/\b(?:approved|archived|B2)\b/.test(about));

/** The share of the matrix that a hole is looked for in: enough to see it, in a tenth of a second. */
export const looks = {
  rows: (client, catalog) => readCells(client, catalog, plainCallers),
  'rows and claims': (client, catalog) => readCells(client, catalog, tamperedCallers),
  'rows through other eyes': (client, catalog) => readCells(client, catalog, callersWithEyes),
  columns: (client, catalog) => columnCells(client, catalog, plainCallers),
  writes: (client, catalog) => writeCells(client, catalog, plainCallers),
  grants: (client, catalog) => grantCells(client, catalog, plainCallers),
  'inner tables': (client, catalog) => innerCells(client, catalog, plainCallers),
  executing: (client, catalog) => executeCells(client, catalog, plainCallers),
  facts: (_client, catalog) => Promise.resolve(factCells(catalog)),
  access: (client) => accessCells(client, plainCallers),
  channels: (client) => topicCells(client, [...fewTopics, ...lookAlikes()], plainCallers),
} as const satisfies Record<string, Look>;

const calls =
  (routine: string): Look =>
  (client) =>
    callCells(
      client,
      mostDeeds.filter((deed) => deed.routine === routine),
      plainCallers,
    );

/** A fault as somebody could make it in a migration, and where the matrix must go red. */
export interface Hole {
  readonly name: string;
  readonly sql: string;
  /** Part of the matrix, or the function whose calls are looked at. */
  readonly look: keyof typeof looks | `calls of ${string}`;
  /** It gives no right away: it tells what it must not, or keeps what it must tell. */
  readonly isTelling?: true;
}

/** A function, with its arguments' types if there are several of its name, and one piece of its text replaced. Fails when the piece is not there, so that no hole goes stale. */
export function rewritten(routine: string, from: string, to: string): string {
  const found = `'${routine}'::${routine.includes('(') ? 'regprocedure' : 'regproc'}`;
  return `do $hole$
declare
  before constant text := pg_get_functiondef(${found});
  after constant text := replace(before, ${quoted(from)}, ${quoted(to)});
begin
  if after = before then
    raise exception 'nothing to replace in ${routine}';
  end if;
  execute after;
end;
$hole$`;
}

export async function cellsSeenBy(client: pg.ClientBase, { look }: Pick<Hole, 'look'>): Promise<readonly Cell[]> {
  const catalog = await readCatalog(client);
  const routine = look.startsWith('calls of ') ? look.slice('calls of '.length) : undefined;
  if (routine !== undefined) return calls(routine)(client, catalog);
  return lookNamed(look)(client, catalog);
}

function lookNamed(name: string): Look {
  const found = Object.entries(looks).find(([each]) => each === name)?.[1];
  if (found === undefined) throw new RangeError(`There is no look «${name}».`);
  return found;
}

/** The cells with the hole in place; afterwards it is gone. */
export async function cellsWith(client: pg.ClientBase, hole: Hole): Promise<readonly Cell[]> {
  await client.query('savepoint sound');
  try {
    await client.query(hole.sql);
    return await cellsSeenBy(client, hole);
  } finally {
    await client.query('rollback to savepoint sound');
  }
}
