import { FORMAT } from '../../../app/script/format.ts';
import { chainNext, chainStart, idBytes } from '../chain.ts';
import { transact, type Sqlite } from '../database.ts';
import { HeadTable, type Head } from '../head-table.ts';
import { ScriptTable } from '../script-table.ts';
import { seal, sha256 } from '../seal.ts';
import { Origin } from '../update-log.ts';
import type { Value } from './cells.ts';
import { columnOf, type FoundRow } from './read-row.ts';
import type { Placed } from './rescued-log.ts';
import type { RescuedScript } from './rescued-script.ts';
import { sealedValues, type SealedTable } from './sealed-tables.ts';

/** Says nothing: stands where an update was, so that every other one keeps its place. */
const EMPTY_UPDATE = Uint8Array.of(0, 0);
const ROWS_PER_TRANSACTION = 2_000;
const ORDINALS = 2 ** 32;

interface LogRow {
  readonly ordinal: number;
  readonly id: Uint8Array;
  readonly format: number;
  readonly origin: number;
  readonly savedAt: number;
  readonly bytes: Uint8Array;
}

/** Writes rescued rows into a new vault. */
export class VaultFiller {
  readonly #db: Sqlite;
  readonly #newId: () => string;
  readonly #at: number;
  readonly #scripts: ScriptTable;
  readonly #heads: HeadTable;
  readonly #insertUpdate;
  /** Chains of the new logs where they differ from the old ones, by script and ordinal; undefined for intact scripts. */
  readonly #newChains = new Map<number, readonly Uint8Array[] | undefined>();
  /** Chains of intact logs, by script. */
  readonly #chains = new Map<number, readonly Uint8Array[]>();

  constructor(db: Sqlite, { newId, at }: { readonly newId: () => string; readonly at: number }) {
    this.#db = db;
    this.#newId = newId;
    this.#at = at;
    this.#scripts = new ScriptTable(db);
    this.#heads = new HeadTable(db);
    this.#insertUpdate = db.prepare(
      `INSERT INTO script_update (entry, update_id, format, origin, saved_at, sha, chain, bytes)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (update_id) DO NOTHING`,
    );
  }

  /** Its row, its log and its head. An intact log gives the very same rows and the very same head. */
  addScript(rescued: RescuedScript): void {
    const { gathered, mended, isIntact } = rescued;
    const chains = this.#addLog(rescued);
    this.#chains.set(gathered.script, chains);
    const isAsItWas = mended.placed.every(({ kind }) => kind === 'proven');
    this.#newChains.set(gathered.script, isAsItWas ? undefined : chains);
    transact(this.#db, () => {
      this.#addScriptRow(rescued);
      if (isIntact && gathered.headRow !== undefined) this.copy(gathered.headRow);
      else this.#heads.write(this.#headOf(rescued, chains.at(-1) ?? chainStart(gathered.scriptId)));
    });
    if (mended.placed.length !== chains.length) throw new Error('A rescued log was not written whole.');
  }

  /** A row as it was; of a script whose log is not, with the place's new chain. */
  copy(row: FoundRow): void {
    const { columns, name } = row.table;
    const values = this.#withNewChain(row);
    const marks = columns.map(() => '?').join(', ');
    this.#db.prepare(`INSERT OR IGNORE INTO ${name} (${columns.join(', ')}) VALUES (${marks})`).run(...values);
  }

  /** Those that stand for a log that is in the new file as it was. Others are made again. */
  addSnapshots(rows: readonly FoundRow[]): void {
    transact(this.#db, () => {
      for (const row of rows) {
        const script = Number(columnOf(row, 'script'));
        const chain = this.#chains.get(script)?.[Number(columnOf(row, 'ordinal')) - 1];
        const own = columnOf(row, 'chain');
        const isOurs = chain !== undefined && Buffer.isBuffer(own) && own.equals(chain);
        if (isOurs && this.#newChains.get(script) === undefined) this.copy(row);
      }
    });
  }

  #addLog({ gathered, mended }: RescuedScript): readonly Uint8Array[] {
    const chains: Uint8Array[] = [];
    let before: Uint8Array = chainStart(gathered.scriptId);
    let savedAt = gathered.scriptRow === undefined ? this.#at : Number(columnOf(gathered.scriptRow, 'created_at'));
    let words = mended.words?.update;
    for (let from = 0; from < mended.placed.length; from += ROWS_PER_TRANSACTION) {
      transact(this.#db, () => {
        for (const place of mended.placed.slice(from, from + ROWS_PER_TRANSACTION)) {
          const row = this.#rowAt(place, { savedAt, words });
          if (place.kind === 'lost') words = undefined;
          before = this.#addRow(gathered.script, row, before);
          chains.push(before);
          savedAt = row.savedAt;
        }
      });
    }
    return chains;
  }

  #rowAt(
    place: Placed,
    { savedAt, words }: { readonly savedAt: number; readonly words: Uint8Array | undefined },
  ): LogRow {
    const { ordinal } = place;
    switch (place.kind) {
      case 'proven':
        return { ...place.row, ordinal, bytes: place.row.read() };
      case 'kept':
        return { ...place.row, ordinal, origin: Origin.broughtBack, bytes: place.row.read() };
      case 'lost':
        return {
          ordinal,
          id: idBytes(this.#newId()),
          format: FORMAT,
          origin: Origin.broughtBack,
          savedAt: place.known?.savedAt ?? savedAt,
          bytes: words ?? EMPTY_UPDATE,
        };
      default:
        return place satisfies never;
    }
  }

  /** Answers the chain after it. */
  #addRow(script: number, row: LogRow, before: Uint8Array): Uint8Array {
    const { ordinal, format, origin, savedAt, bytes } = row;
    const sha = sha256(bytes);
    const entry = script * ORDINALS + ordinal;
    const insert = (id: Uint8Array): Uint8Array | undefined => {
      const chain = chainNext(before, { id, format, origin, savedAt, sha });
      const { changes } = this.#insertUpdate.run(entry, id, format, origin, savedAt, sha, chain, bytes);
      return changes === 1 ? chain : undefined;
    };
    const chain = insert(row.id) ?? insert(idBytes(this.#newId()));
    if (chain === undefined) throw new Error('Two new ids were the same.');
    return chain;
  }

  #addScriptRow({ gathered, title, mended }: RescuedScript): void {
    const { scriptRow, script, scriptId } = gathered;
    if (scriptRow !== undefined) return this.copy(scriptRow);
    const first = mended.placed.find((place) => place.kind !== 'lost');
    const onlyHere = { projectId: null, status: null, serverTitle: null, serverVersion: null };
    const createdAt = gathered.known?.createdAt ?? first?.row.savedAt ?? this.#at;
    this.#scripts.write({
      script,
      scriptId,
      title,
      createdAt,
      trashedAt: gathered.known?.trashedAt ?? null,
      ...onlyHere,
    });
  }

  #headOf({ gathered, mended }: RescuedScript, chain: Uint8Array): Head {
    const { script, scriptId, headRow } = gathered;
    const rows = mended.placed.flatMap((place) => (place.kind === 'lost' ? [] : [place.row]));
    const latest = rows.reduce((most, { savedAt }) => Math.max(most, savedAt), 0);
    return {
      script,
      scriptId,
      count: mended.placed.length,
      chain,
      format: rows.reduce((most, { format }) => Math.max(most, format), FORMAT),
      editedAt: headRow === undefined ? latest : Number(columnOf(headRow, 'edited_at')),
      turn: headRow === undefined ? this.#heads.lastTurn() + 1 : Number(columnOf(headRow, 'turn')),
    };
  }

  #withNewChain(row: FoundRow): readonly Value[] {
    const { table, values } = row;
    // Batches may be among what is lost: which updates are in one is looked for from the beginning.
    if (table.name === 'lane') return resealed(table, values, { covered: 0 });
    const hasPlace = ['chain', 'script', 'ordinal'].every((column) => table.columns.includes(column));
    const chains = hasPlace ? this.#newChains.get(Number(columnOf(row, 'script'))) : undefined;
    const chain = chains?.[Number(columnOf(row, 'ordinal')) - 1];
    return chain === undefined ? values : resealed(table, values, { chain: Buffer.from(chain) });
  }
}

/** A row's values with others in some columns, and the seal that belongs to them. */
function resealed(
  table: SealedTable,
  values: readonly Value[],
  changed: Readonly<Record<string, Value>>,
): readonly Value[] {
  const renewed = values.map((value, index) => changed[table.columns[index] ?? ''] ?? value);
  return renewed.map((value, index) => (table.columns[index] === 'seal' ? seal(sealedValues(table, renewed)) : value));
}
