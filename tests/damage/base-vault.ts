import Database from 'better-sqlite3';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as Y from 'yjs';
import { ScriptId, UpdateId } from '../../app/ids.ts';
import { FORMAT } from '../../app/script/format.ts';
import { Keeper } from '../../main/vault/keeper.ts';
import type { Value } from '../../main/vault/recovery/cells.ts';
import { sealedValues, type SealedTable } from '../../main/vault/recovery/sealed-tables.ts';
import { tableNamed } from '../../main/vault/recovery/table-named.ts';
import { seal, sha256 } from '../../main/vault/seal.ts';
import { asFailure } from '../../main/vault/failures.ts';
import { Writer } from '../../main/vault/writer.ts';
import { Random } from '../support/random.ts';
import { NOON, TemporaryFolder } from '../support/vault.ts';

/** The files of a vault, as they lie on a disk. */
export type Files = ReadonlyMap<string, Buffer>;

export interface BaseVault {
  readonly name: string;
  readonly files: Files;
  /** The database as it was some time before: where stale pages come from. */
  readonly earlier: Buffer;
}

const PARTS = ['vault.db', 'vault.db-wal', 'vault.witness'] as const;
const SCRIPTS = 14;
/** Long enough for a snapshot, and after months for a segment. */
const LONG_SCRIPT = 700;
const MONTHS_MS = 90 * 86_400_000;
const ROWS_OF_EACH = 6;
const NEVER_WRITTEN_HERE = [
  'batch',
  'moment',
  'removal',
  'checkup',
  'backup',
  'backup_script',
  'lane',
  'read_mark',
  'access',
  'organization',
  'project',
  'person',
];

/** Vaults in the states that damage meets: closed, left open after a rest, and left open with everything still in the WAL. */
export async function makeBases(seed: number): Promise<readonly BaseVault[]> {
  return [await make('closed', seed), await make('resting', seed + 1), await make('in the WAL', seed + 2)];
}

async function make(name: 'closed' | 'resting' | 'in the WAL', seed: number): Promise<BaseVault> {
  using folder = new TemporaryFolder();
  const random = new Random(seed);
  const tools = { newId: () => random.uuid(), openSources: () => [] };
  const start = { folder: folder.path, account: 'local', appVersion: '0.1.0', at: NOON };
  using opened = new DisposableStack();
  const writer = opened.use(Writer.open({ ...start, vaultId: random.uuid() }, tools));
  const hand = new WritingHand(writer, random);
  for (let index = 0; index < SCRIPTS; index += 1) hand.create();
  hand.typeLong(LONG_SCRIPT);
  await tend(folder.path, writer);
  for (let round = 0; round < 40; round += 1) hand.type(20);
  await tend(folder.path, writer);
  writer.checkpoint();
  addSealedRows(join(folder.path, 'vault.db'), random, hand.scripts());
  const earlier = readFileSync(join(folder.path, 'vault.db'));
  const reader = new Database(join(folder.path, 'vault.db'));
  opened.defer(() => reader.close());
  if (name === 'in the WAL') {
    // A reader in the way: nothing more gets from the WAL into the file.
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM head').get();
  }
  for (let round = 0; round < 12; round += 1) hand.type(20);
  addSealedRows(join(folder.path, 'vault.db'), random, hand.scripts());
  hand.rename();
  await tend(folder.path, writer);
  if (name === 'closed') {
    reader.close();
    writer.end({ at: NOON + 1 });
    opened.dispose();
  } else writer.checkpoint();
  return { name, earlier, files: readFiles(folder.path) };
}

export function readFiles(folder: string): Files {
  return new Map(
    PARTS.filter((part) => existsSync(join(folder, part))).map((part) => [part, readFileSync(join(folder, part))]),
  );
}

/** Index, counts and snapshots, as the keeper makes them. */
async function tend(folder: string, writer: Writer): Promise<void> {
  const parts = {
    writer: { ask: async (name: string, input: object) => writer.store({ name, input } as never) as never },
    onCounts: () => undefined,
    onTrouble: (_script: unknown, error: unknown) => {
      throw asFailure(error);
    },
  };
  using keeper = Keeper.open(join(folder, 'vault.db'), parts);
  await keeper.settle({ at: NOON });
  const pace = { rest: () => Promise.resolve() };
  for (const chore of keeper.historyChores(pace)) {
    await chore.run({ at: NOON + MONTHS_MS, signal: new AbortController().signal });
  }
}

/** Rows of every table that nothing here writes, as their owners seal them. */
function addSealedRows(path: string, random: Random, scripts: readonly ScriptId[]): void {
  const db = new Database(path);
  try {
    db.pragma('foreign_keys = OFF');
    const backups = Array.from({ length: ROWS_OF_EACH }, () => random.uuid());
    for (const name of NEVER_WRITTEN_HERE) {
      const table = tableNamed(name);
      const insert = db.prepare(
        `INSERT OR IGNORE INTO ${name} (${table.columns.join(', ')}) VALUES (${table.columns.map(() => '?').join(', ')})`,
      );
      for (let row = 0; row < ROWS_OF_EACH; row += 1) {
        insert.run(...sealedRow(table, { random, scripts, row, backupId: backups[row] ?? '' }));
      }
    }
  } finally {
    db.close();
  }
}

interface MadeUp {
  readonly random: Random;
  readonly scripts: readonly ScriptId[];
  readonly row: number;
  readonly backupId: string;
}

/** A made-up row that its seal is of. */
function sealedRow(table: SealedTable, { random, scripts, row, backupId }: MadeUp): readonly Value[] {
  const blob = (): Buffer => Buffer.from(random.uuid().replaceAll('-', '').repeat(2), 'hex');
  const body = Buffer.from('as it is sent '.repeat(1 + random.below(200)));
  const special: Readonly<Record<string, Value>> = {
    script: 1 + random.below(scripts.length),
    backup_id: backupId,
    // A script is not removed that is there.
    script_id: random.uuid(),
    // Where two rows have the same place, the first one counts.
    position: null,
    first: 1,
    last: 2,
    ordinal: 1 + random.below(3),
    state: table.name === 'backup' ? 'verified' : 'acknowledged',
    kind: table.name === 'checkup' ? 'full' : 'daily',
    findings: row,
    batch_id: Buffer.from(random.uuid().replaceAll('-', ''), 'hex'),
    bytes: body,
    sha: sha256(body),
    session: null,
  };
  const values = table.columns.map((column, index): Value => {
    const type = table.types[index] ?? 'BLOB';
    if (index === 0 && column === 'script') return 1 + row;
    if (index === 0 && column === 'one') return 1;
    if (index === 0 && table.keys === 'rowid') return 1 + random.below(2 ** 20);
    if (/^(?:has|is)_/.test(column)) return random.below(2);
    if (special[column] !== undefined) return special[column];
    return type.startsWith('INTEGER') ? random.below(2 ** 31) : type.startsWith('TEXT') ? random.uuid() : blob();
  });
  return values.map((value, index) => (table.columns[index] === 'seal' ? seal(sealedValues(table, values)) : value));
}

/** Types real documents: words, now and then a paste that fills pages of its own. */
class WritingHand {
  readonly #writer: Writer;
  readonly #random: Random;
  readonly #docs = new Map<ScriptId, Y.Doc>();
  #at = NOON;

  constructor(writer: Writer, random: Random) {
    this.#writer = writer;
    this.#random = random;
  }

  create(): void {
    const scriptId = ScriptId.parse(this.#random.uuid());
    const doc = new Y.Doc();
    doc.clientID = 1 + this.#random.below(2 ** 30);
    this.#docs.set(scriptId, doc);
    const title = `Script ${this.#docs.size} ${'of the harbour '.repeat(this.#random.below(4))}`.trim();
    this.#commit([{ name: 'create', input: { scriptId, title, updates: [], at: this.#tick() } }]);
    if (this.#random.chance(20)) this.#commit([{ name: 'trash', input: { scriptId, at: this.#tick() } }]);
  }

  rename(): void {
    const [scriptId] = [...this.#docs.keys()];
    if (scriptId !== undefined) {
      this.#commit([{ name: 'rename', input: { scriptId, title: 'Renamed at last', at: this.#tick() } }]);
    }
  }

  scripts(): readonly ScriptId[] {
    return [...this.#docs.keys()];
  }

  /** In the first script. */
  typeLong(times: number): void {
    const [first] = this.#docs;
    if (first === undefined) return;
    for (let done = 0; done < times; done += 100) this.#typeIn(Array.from({ length: 100 }, () => first));
  }

  type(times: number): void {
    // Some scripts are written in more than others.
    const some = (): [ScriptId, Y.Doc] => this.#random.oneOf([...this.#docs].slice(0, 1 + this.#random.below(SCRIPTS)));
    this.#typeIn(Array.from({ length: times }, some));
  }

  #typeIn(scripts: readonly (readonly [ScriptId, Y.Doc])[]): void {
    const changes = scripts.map(([scriptId, doc]) => {
      const update = { updateId: UpdateId.parse(this.#random.uuid()), format: FORMAT, bytes: this.#edit(doc) };
      return { name: 'append', input: { scriptId, update, at: this.#tick() } } as const;
    });
    this.#commit(changes);
  }

  #edit(doc: Y.Doc): Uint8Array {
    const before = Y.encodeStateVector(doc);
    const text = doc.getText('words');
    const words = this.#random.chance(4) ? 'a long paste '.repeat(50 + this.#random.below(300)) : 'a few words ';
    text.insert(this.#random.below(text.length + 1), words);
    return Y.encodeStateAsUpdate(doc, before);
  }

  #commit(changes: Parameters<Writer['commit']>[0]): void {
    for (const outcome of this.#writer.commit(changes)) if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  }

  #tick(): number {
    this.#at += 1_000;
    return this.#at;
  }
}
