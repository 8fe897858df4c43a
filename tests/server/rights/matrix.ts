import type pg from 'pg';
import { accessCells } from './access-cells.ts';
import { allDeeds, callCells, executeCells, fewDeeds, homeDeeds } from './call-cells.ts';
import type { Catalog } from './catalog.ts';
import type { Cell } from './cells.ts';
import { factCells } from './fact-cells.ts';
import { callers, callersWithEyes, plainCallers, tamperedCallers } from './probe.ts';
import { columnCells, readCells } from './read-cells.ts';
import { allTopics, fewTopics, topicCells } from './topic-cells.ts';
import { grantCells, innerCells, writeCells } from './write-cells.ts';

const claimingCallers = tamperedCallers.filter(({ how }) => how !== 'plain');
const otherCallers = [...claimingCallers, ...callersWithEyes];

/** The parts of the matrix, each a question of its own. The caller has planted the small world and opened the probe. */
export const parts = {
  rows: (client, catalog) => readCells(client, catalog, callers),
  columns: (client, catalog) => columnCells(client, catalog, plainCallers),
  writes: (client, catalog) => writeCells(client, catalog, tamperedCallers),
  grants: async (client, catalog) => [
    ...(await grantCells(client, catalog, plainCallers)),
    ...(await executeCells(client, catalog, plainCallers)),
    ...(await innerCells(client, catalog, plainCallers)),
    ...factCells(catalog),
  ],
  calls: async (client) => [
    ...(await callCells(client, allDeeds, plainCallers)),
    ...(await callCells(client, fewDeeds, claimingCallers)),
    ...(await callCells(client, homeDeeds, callersWithEyes)),
  ],
  access: (client) => accessCells(client, callers),
  topics: async (client) => [
    ...(await topicCells(client, allTopics, plainCallers)),
    ...(await topicCells(client, fewTopics, otherCallers)),
  ],
} as const satisfies Record<string, (client: pg.ClientBase, catalog: Catalog) => Promise<readonly Cell[]>>;

export type Part = keyof typeof parts;
