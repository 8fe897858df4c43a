import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import * as Y from 'yjs';
import { buildApp } from '../build/run/build-app.ts';
import { ScriptId } from '../app/ids.ts';
import { openDatabase } from '../main/vault/database.ts';
import { HeadTable } from '../main/vault/head-table.ts';
import { FILE_NAME, type NewUpdate } from '../main/vault/protocol.ts';
import type { Change } from '../main/vault/script-changes.ts';
import { takeSnapshot } from '../main/vault/snapshots.ts';
import { Writer } from '../main/vault/writer.ts';
import { Random } from '../tests/support/random.ts';
import { BenchFolder, percentile, round, type Measured } from './benchmark.ts';
import { inFreshProcess } from './fresh-process.ts';
import { asNew, sampleScript } from './sample-data.ts';

const ROUNDS = 5;
const SCRIPTS = 24;
const MEGABYTE = 1024 * 1024;
/** Another size: RESTART_MEGABYTES=64. */
const MEGABYTES = Number(process.env['RESTART_MEGABYTES'] ?? 1_024);
const ROW_BYTES = 2_048;
const ROWS_PER_COMMIT = 2_000;

/**
 * B17: a start after kill -9 beside one after a clean end, each in a fresh process, from opening a vault of 1 GB until the
 * library and a script are there, with the threads as they ship. The check that follows an unclean end runs behind these answers.
 */
export async function run(): Promise<Measured> {
  await buildApp();
  using folder = new BenchFolder();
  const place = join(folder.path, 'vault');
  const scriptId = fill(place);
  const times = { clean: [] as number[], killed: [] as number[] };
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    // Before both somebody types, so that the machine remembers as much of the file.
    await typeAndEnd(place, scriptId, 'SIGTERM');
    times.clean.push(await inFreshProcess('restart.ts', 'open', place, scriptId));
    await typeAndEnd(place, scriptId, 'SIGKILL');
    times.killed.push(await inFreshProcess('restart.ts', 'open', place, scriptId));
  }
  const [cleanMs, killedMs] = [percentile(times.clean, 0.5), percentile(times.killed, 0.5)];
  return {
    parts: [{ name: 'start after kill -9', ratio: killedMs / cleanMs, goal: { atMost: 1.3 } }],
    detail: {
      fileMegabytes: round(statSync(join(place, FILE_NAME)).size / MEGABYTE),
      scripts: SCRIPTS,
      cleanMs: round(cleanMs),
      killedMs: round(killedMs),
      rounds: ROUNDS,
    },
  };
}

async function typeAndEnd(place: string, scriptId: ScriptId, end: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const typist = spawn(process.execPath, [join(import.meta.dirname, 'restart.ts'), 'type', place, scriptId], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(typist, 'exit');
  await Promise.race([once(typist.stdout, 'data'), ended]);
  if (typist.exitCode !== null) throw new Error('The typist ended before it had saved anything.');
  typist.kill(end);
  await ended;
}

/**
 * Scripts as they are after months of work: a long log that nobody reads any more, the state after it, and a short tail.
 * What the old rows say does not matter to a start; that they are whole, numbered and chained does.
 */
function fill(folder: string): ScriptId {
  const random = new Random(17);
  const tools = { newId: () => random.uuid(), openSources: () => [] };
  using writer = Writer.open({ folder, account: 'local', appVersion: '0.1.0', vaultId: random.uuid(), at: 1 }, tools);
  using reading = new DisposableStack();
  const db = reading.adopt(openDatabase(join(folder, FILE_NAME), { purpose: 'read' }), (it) => it.close());
  const heads = new HeadTable(db);
  const noise = Buffer.from(Array.from({ length: 65_536 }, () => random.below(256)));
  const rows = Math.ceil((MEGABYTES * MEGABYTE) / ROW_BYTES / SCRIPTS);
  const { born, typed } = sampleScript({ seed: 17, rows: 120, keystrokes: 200 });
  const doc = new Y.Doc();
  for (const update of born) Y.applyUpdate(doc, update);
  const ids = Array.from({ length: SCRIPTS }, () => ScriptId.parse(random.uuid()));
  for (const scriptId of ids) {
    commit(writer, [
      { name: 'create', input: { scriptId, title: 'A long work', updates: asNew(born, random), at: 1 } },
    ]);
    for (let left = rows; left > 0; left -= ROWS_PER_COMMIT) {
      const old = Array.from({ length: Math.min(left, ROWS_PER_COMMIT) }, () => {
        const from = random.below(noise.length - ROW_BYTES);
        return noise.subarray(from, from + ROW_BYTES);
      });
      append(writer, scriptId, asNew(old, random));
    }
    const head = heads.find(scriptId);
    const snapshot = head && takeSnapshot(doc, { ordinal: head.count, chain: head.chain }, { at: 1 });
    if (snapshot === undefined) throw new Error('The sample has no state.');
    writer.store({ name: 'store-snapshot', input: { scriptId, snapshot } });
    append(writer, scriptId, asNew(typed, random));
  }
  writer.end({ at: 2 });
  const [first] = ids;
  if (first === undefined) throw new RangeError('There is no script.');
  return first;
}

function append(writer: Writer, scriptId: ScriptId, updates: readonly NewUpdate[]): void {
  commit(
    writer,
    updates.map((update) => ({ name: 'append', input: { scriptId, update, at: 1 } })),
  );
}

function commit(writer: Writer, changes: readonly Change[]): void {
  if (writer.commit(changes).some(({ ok }) => !ok)) throw new Error('The writer refused the sample.');
}
