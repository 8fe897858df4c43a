import { cellAt, cellOffsets, childrenOf, isInterior, kindOf, PageKind, payloadOf, valuesOf } from './cells.ts';
import type { PageImages } from './page-images.ts';

export interface ReachedTables {
  /** Which table the newest image of a page belongs to. */
  readonly tableOf: ReadonlyMap<number, string>;
  /** Tables whose every page could be reached: what lies elsewhere is no row of theirs any more. */
  readonly whole: ReadonlySet<string>;
  /** How many places in a table's tree lead nowhere. */
  readonly broken: ReadonlyMap<string, number>;
  /** Pages that were given up: what is in them was deleted or moved. */
  readonly free: ReadonlySet<number>;
}

const SCHEMA_ROOT = 1;
/** Deeper than any tree of ours: a circle ends here. */
const MAX_DEPTH = 20;

/** Follows the trees of all tables from their roots, as far as they can be followed. */
export function reachTables(images: PageImages): ReachedTables {
  const tableOf = new Map<number, string>();
  const whole = new Set<string>();
  const broken = new Map<string, number>();

  /** Answers whether every page below could be reached. */
  const walk = (page: number, table: string, depth: number): boolean => {
    const image = images.newest(page);
    const kind = image === undefined ? undefined : kindOf(image);
    if (image === undefined || kind === undefined || depth > MAX_DEPTH || tableOf.has(page)) {
      broken.set(table, (broken.get(table) ?? 0) + 1);
      return false;
    }
    tableOf.set(page, table);
    if (!isInterior(kind)) return true;
    return childrenOf(image, kind)
      .map((child) => walk(child, table, depth + 1))
      .every(Boolean);
  };

  const isSchemaWhole = walk(SCHEMA_ROOT, 'sqlite_schema', 0);
  for (const { table, root } of rootsIn(images, tableOf)) {
    if (walk(root, table, 0) && isSchemaWhole) whole.add(table);
  }
  return { tableOf, whole, broken, free: freePages(images) };
}

function* rootsIn(
  images: PageImages,
  tableOf: ReadonlyMap<number, string>,
): Generator<{ readonly table: string; readonly root: number }> {
  // The pages are known before the first tree is walked.
  for (const page of Array.from(tableOf.keys())) {
    const image = images.newest(page);
    if (image === undefined || kindOf(image) !== PageKind.leafTable) continue;
    for (const offset of cellOffsets(image, PageKind.leafTable)) {
      const cell = cellAt(image, PageKind.leafTable, offset);
      const payload = cell && payloadOf(cell, PageKind.leafTable, (next) => images.newest(next));
      const [type, name, , root] = (payload && valuesOf(payload)) ?? [];
      if (type === 'table' && typeof name === 'string' && typeof root === 'number' && root > 0)
        yield { table: name, root };
    }
  }
}

const FIRST_TRUNK_AT = 32;
const LEAVES_AT = 8;

/** Follows the list of free pages, as far as it can be followed. */
function freePages(images: PageImages): ReadonlySet<number> {
  const free = new Set<number>();
  let trunk = images.newest(SCHEMA_ROOT)?.content.readUInt32BE(FIRST_TRUNK_AT) ?? 0;
  while (trunk !== 0 && !free.has(trunk)) {
    const content = images.newest(trunk)?.content;
    if (content === undefined) break;
    free.add(trunk);
    const leaves = Math.min(content.readUInt32BE(4), (content.length - LEAVES_AT) / 4);
    for (let index = 0; index < leaves; index += 1) free.add(content.readUInt32BE(LEAVES_AT + index * 4));
    trunk = content.readUInt32BE(0);
  }
  return free;
}
