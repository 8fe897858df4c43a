import Database from 'better-sqlite3';
import { join } from 'node:path';
import * as Y from 'yjs';
import * as z from 'zod';
import { Random } from '../tests/support/random.ts';
import { openBenchVault } from './bench-vault.ts';
import { BenchFolder, round, type Measured } from './benchmark.ts';
import { writeLongAgo } from './long-ago.ts';
import { asNew, sampleScript } from './sample-data.ts';
import { tracedScript } from './traces.ts';

const EDITS = 260_000;
const TAIL = 500;
const MONTH_MS = 31 * 24 * 3_600_000;

/** B6: what 260,000 edits take on the disk a month later, in pages of the file, beside their state as Yjs's V2 writes it. */
export async function run(): Promise<Measured> {
  const traced = tracedScript('automerge-paper');
  const one = traced ?? { name: 'sample', ...sampleScript({ seed: 6, rows: 1_500, keystrokes: EDITS }) };
  const many = sampleScript({ seed: 6, rows: 1_500, keystrokes: EDITS, sessions: 2_000 });
  const [single, crowd] = [await atRest(one, { sessions: 40 }), await atRest(many, { sessions: 2_000 })];
  return {
    parts: [
      { name: 'snapshot and tail', ratio: single.opening, goal: { atMost: 1.25 } },
      { name: 'history', ratio: single.history, goal: { atMost: 3 } },
      { name: 'snapshot and tail, 2,000 client ids', ratio: crowd.opening, goal: { atMost: 1.25 } },
      { name: 'history, 2,000 client ids', ratio: crowd.history, goal: { atMost: 3 } },
    ],
    detail: { data: one.name, edits: EDITS, single: single.bytes, crowd: crowd.bytes },
  };
}

interface AtRest {
  /** Against the V2 state and the last 500 updates. */
  readonly opening: number;
  /** Segments and seek points, against the V2 state. */
  readonly history: number;
  readonly bytes: Readonly<Record<string, number>>;
}

async function atRest(
  { born, typed }: { readonly born: readonly Uint8Array[]; readonly typed: readonly Uint8Array[] },
  { sessions }: { readonly sessions: number },
): Promise<AtRest> {
  using folder = new BenchFolder();
  const updates = [...born, ...typed];
  const random = new Random(6);
  const { scriptId } = sampleScript({ seed: 6, rows: 1, keystrokes: 0 });
  const place = join(folder.path, 'vault');
  const { endedAt } = writeLongAgo(place, scriptId, updates.slice(0, -TAIL), { seed: 6, sessions });
  {
    const now = (): Date => new Date(endedAt + MONTH_MS);
    await using vault = await openBenchVault(place, { now, indexAfterMs: 600_000 });
    await vault.settle();
    await vault.doChores();
    for (const update of asNew(updates.slice(-TAIL), random)) await vault.append({ scriptId, ...update });
  }
  const state = stateOf(updates);
  const tail = updates.slice(-TAIL).reduce((sum, { length }) => sum + length, 0);
  const disk = pagesOf(join(place, 'vault.db'));
  return {
    opening: (disk.opening + disk.rows) / (state.length + tail),
    history: (disk.segments + disk.seeks) / state.length,
    bytes: { ...disk, v2State: state.length, tail, perEdit: round((disk.segments + disk.seeks) / updates.length) },
  };
}

function stateOf(updates: readonly Uint8Array[]): Uint8Array {
  const doc = new Y.Doc();
  doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)));
  return Y.encodeStateAsUpdateV2(doc);
}

/** Whole pages with their unused ends; what two purposes share in one table is parted by its contents. */
function pagesOf(file: string) {
  const db = new Database(file, { readonly: true });
  try {
    const number = (sql: string): number => z.number().parse(db.prepare(sql).pluck().get());
    const pages = (...names: readonly string[]): number =>
      number(`SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name IN (${names.map((name) => `'${name}'`).join()})`);
    const bodies = (where: string): number =>
      number(`SELECT coalesce(sum(length(body)), 0) FROM snapshot WHERE ${where}`);
    const snapshots = pages('snapshot', 'sqlite_autoindex_snapshot_1');
    const seekShare = bodies("purpose = 'seek'") / bodies('true');
    return {
      segments: pages('segment', 'sqlite_autoindex_segment_1'),
      seeks: Math.round(snapshots * seekShare),
      opening: Math.round(snapshots * (1 - seekShare)),
      rows: pages('script_update', 'sqlite_autoindex_script_update_1'),
      indexAndProjection: number("SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search%' OR name = 'projection'"),
      file: number('SELECT page_count * page_size FROM pragma_page_count, pragma_page_size'),
      free: number('SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size'),
    };
  } finally {
    db.close();
  }
}
