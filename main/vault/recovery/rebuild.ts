import { RecoveryReport, type RecoveryReason } from '../../../app/ipc/recovery.ts';
import { assertPragmas, openDatabase, transact, type Sqlite } from '../database.ts';
import { migrate } from '../migrate.ts';
import { SearchTable } from '../search-table.ts';
import { MomentTable } from '../history/moment-table.ts';
import { chooseRows } from './choose-rows.ts';
import type { FoundRows } from './find-rows.ts';
import { gatherScripts, type GatheredScript } from './gather-scripts.ts';
import { columnOf, type FoundRow } from './read-row.ts';
import type { RescueSource } from './rescue-source.ts';
import { isTouched, rescueScript, tell, type RescuedScript } from './rescued-script.ts';
import { sealedTables } from './sealed-tables.ts';
import { VaultFiller } from './vault-filler.ts';
import { tableNamed } from './table-named.ts';

export interface RebuildOptions {
  /** Where the new file is made. There must be none. */
  readonly path: string;
  /** Used where the old file no longer says it. */
  readonly vaultId: string;
  readonly account: string;
  readonly at: number;
  readonly reason: RecoveryReason;
  /** Tables that have lost something which no row tells. */
  readonly changed: readonly string[];
  readonly sources: readonly RescueSource[];
  readonly newId: () => string;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Written anew, or made from the scripts themselves. */
const MADE_OTHERWISE = new Set(['vault', 'script', 'head', 'segment', 'snapshot']);
/** What a person would miss; the rest is made again or tells only of the file itself. */
const WORTH_TELLING: Readonly<Record<string, string>> = {
  script: 'titles, or what was in the trash',
  moment: 'named moments',
  author: 'who wrote what',
  batch: 'edits on their way to the server',
  removal: 'notes of removed scripts',
  backup: 'the list of backups',
};

/** Makes a new vault of everything that was found. Scripts that lost nothing are copied byte for byte. */
export function rebuild(found: FoundRows, options: RebuildOptions): RecoveryReport {
  const { path, sources, newId, reason, onProgress } = options;
  using building = new DisposableStack();
  const db = building.adopt(openDatabase(path, { purpose: 'write' }), (it) => it.close());
  const old = chooseRows(found, tableNamed('vault'))[0];
  const vaultId = old === undefined ? (sources[0]?.vaultId ?? options.vaultId) : String(columnOf(old, 'vault_id'));
  migrate(db, { vaultId, account: options.account, at: options.at });
  // Rows may come in any order; what refers to nothing is taken out at the end.
  db.pragma('foreign_keys = OFF');

  const filler = new VaultFiller(db, { newId, at: options.at });
  const search = new SearchTable(db);
  const scripts = gatherScripts(found, { sources, newId });
  const rescued: RescuedScript[] = [];
  for (const [index, gathered] of scripts.entries()) {
    onProgress?.(index, scripts.length);
    const script = rescueScript(gathered, { found, sources });
    filler.addScript(script);
    transact(db, () => search.put(gathered.script, { cell: 'title', place: '', text: script.title }));
    rescued.push(script);
    if (gathered.scriptRow === undefined) transact(db, () => addMoments(new MomentTable(db), gathered, sources));
  }
  transact(db, () => copyTheRest(found, { filler, rescued }));
  filler.addSnapshots(chooseRows(found, tableNamed('snapshot')));
  removeDangling(db);
  db.pragma('foreign_keys = ON');
  transact(db, () => db.prepare('SELECT count(*) FROM script').get());
  assertPragmas(db);

  const told = rescued.map(tell);
  const touched = told.filter(isTouched);
  return RecoveryReport.parse({
    version: 1,
    reason,
    scripts: told.length,
    untouched: told.length - touched.length,
    touched,
    otherLost: Object.entries(WORTH_TELLING).flatMap(([table, kind]) => {
      // What is wrong with a script's own row is told of the script.
      const unread = table === 'script' ? 0 : (found.unread.get(table) ?? 0);
      const rows = Math.max(unread, options.changed.includes(table) ? 1 : 0);
      return rows === 0 ? [] : [{ kind, rows }];
    }),
    knownUntil: null,
  } satisfies RecoveryReport);
}

/** Of a script whose own rows are gone. What the file itself still tells of a moment is copied over it later. */
function addMoments(table: MomentTable, { script, scriptId }: GatheredScript, sources: readonly RescueSource[]): void {
  for (const moment of sources.flatMap((source) => source.momentsOf(scriptId))) table.write({ ...moment, script });
}

function copyTheRest(
  found: FoundRows,
  { filler, rescued }: { readonly filler: VaultFiller; readonly rescued: readonly RescuedScript[] },
): void {
  const lost = new Map(rescued.flatMap((script) => lostPlacesOf(script)));
  for (const table of sealedTables) {
    if (MADE_OTHERWISE.has(table.name)) continue;
    for (const row of chooseRows(found, table)) if (!saysItIsHere(row, lost)) filler.copy(row satisfies FoundRow);
  }
}

function lostPlacesOf({ gathered, mended }: RescuedScript): [number, readonly number[]][] {
  const lost = mended.placed.flatMap(({ kind, ordinal }) => (kind === 'lost' ? [ordinal] : []));
  return lost.length === 0 ? [] : [[gathered.script, lost]];
}

/**
 * Whether a row says of lost updates that they came from the server or went there. It is left out, so that the server is
 * asked for them again. What a batch still holds itself is kept: it is sent.
 */
function saysItIsHere(row: FoundRow, lost: ReadonlyMap<number, readonly number[]>): boolean {
  const { name } = row.table;
  if (name !== 'batch' && name !== 'cursor') return false;
  const places = lost.get(Number(columnOf(row, 'script')));
  if (places === undefined || name === 'cursor') return places !== undefined;
  const [first, last] = [Number(columnOf(row, 'first')), Number(columnOf(row, 'last'))];
  return columnOf(row, 'bytes') === null && places.some((ordinal) => ordinal >= first && ordinal <= last);
}

const MAX_PASSES = 10;

/** A row whose script or checkup could not be saved says nothing any more. */
function removeDangling(db: Sqlite): void {
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const dangling = db.pragma('foreign_key_check') as readonly {
      readonly table: string;
      readonly rowid: number | null;
    }[];
    if (dangling.length === 0) return;
    for (const { table, rowid } of dangling) {
      if (rowid !== null) db.prepare(`DELETE FROM "${table}" WHERE rowid = ?`).run(rowid);
    }
    for (const sql of DANGLING_WITHOUT_NUMBER) db.prepare(sql).run();
  }
}

/** Tables that have no row numbers, so that the check cannot say which of their rows it means. */
const DANGLING_WITHOUT_NUMBER = [
  'DELETE FROM author WHERE script NOT IN (SELECT script FROM script)',
  'DELETE FROM moment WHERE script NOT IN (SELECT script FROM script)',
  'DELETE FROM backup_script WHERE backup_id NOT IN (SELECT backup_id FROM backup)',
];
