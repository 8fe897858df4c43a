import { sealedTables, type SealedTable } from './sealed-tables.ts';

export function tableNamed(name: string): SealedTable {
  const table = sealedTables.find((known) => known.name === name);
  if (table === undefined) throw new RangeError(`There is no table ${name}.`);
  return table;
}
