import Database from 'better-sqlite3';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ScriptId } from '../../../app/ids.ts';
import { typedScript } from '../../../tests/support/typed-script.ts';
import { NOON, TemporaryFolder, writerTools } from '../../../tests/support/vault.ts';
import { idBytes } from '../chain.ts';
import { FILE_NAME } from '../protocol.ts';
import { sha256 } from '../seal.ts';
import { Writer } from '../writer.ts';
import type { Entry } from './run-layout.ts';
import { packRun, type PackedRun } from './segments.ts';

const ROWS = 60;

/** A writer with one script of sixty rows, of which a snapshot holds the first fifty. */
function open() {
  using opening = new DisposableStack();
  const folder = opening.use(new TemporaryFolder());
  const scriptId = ScriptId.parse('6f1c1d6e-54a5-4f5c-8f3b-111111111111');
  const start = { folder: folder.path, account: 'local', appVersion: '0.1.0', vaultId: scriptId, at: NOON };
  const writer = opening.use(Writer.open(start, writerTools));
  const typed = typedScript({ seed: 3, updates: ROWS, from: NOON });
  writer.commit([{ name: 'create', input: { scriptId, title: 'Harbour', updates: [], at: NOON } }]);
  writer.commit(typed.map(({ update, at }) => ({ name: 'append', input: { scriptId, update, at } })));
  const db = opening.adopt(new Database(join(folder.path, FILE_NAME)), (it) => it.close());
  const chain = db.prepare('SELECT chain FROM script_update WHERE ordinal = 50').pluck().get() as Uint8Array;
  const state = Buffer.from([0, 0]);
  const snapshot = {
    ordinal: 50,
    chain,
    madeAt: NOON,
    stateBytes: 2,
    stateSha: sha256(state),
    body: zstdCompressSync(state),
  };
  expect(writer.store({ name: 'store-snapshot', input: { scriptId, snapshot } })).toBe(true);
  const run = typed.map(({ update, at }): Entry => ({
    id: idBytes(update.updateId),
    format: update.format,
    origin: 1,
    savedAt: at,
    bytes: update.bytes,
  }));
  const opened = opening.move();
  return {
    run,
    store: (packed: PackedRun) => writer.store({ name: 'store-segment', input: { scriptId, run: packed, at: NOON } }),
    counts: () => db.prepare('SELECT (SELECT count(*) FROM script_update), (SELECT count(*) FROM segment)').raw().get(),
    meddle: (sql: string) => db.exec(sql),
    readable: () => writer.openScript(scriptId).updates.length,
    [Symbol.dispose]: () => opened.dispose(),
  };
}

test('[GROW-7] rows go only into a segment that is, value by value, what they are', () => {
  using here = open();
  const { run, store } = here;
  const first = run.slice(0, 40);
  const spoilt: readonly (readonly Entry[])[] = [
    first.map((entry, index) => (index === 17 ? { ...entry, bytes: Uint8Array.of(...entry.bytes, 0) } : entry)),
    first.map((entry, index) => (index === 17 ? { ...entry, savedAt: entry.savedAt + 1 } : entry)),
    first.map((entry, index) => (index === 17 ? { ...entry, origin: 2 } : entry)),
    first.map((entry, index) => (index === 17 ? { ...entry, format: 2 } : entry)),
    first.map((entry, index) => (index === 17 ? { ...entry, id: run[55]?.id ?? entry.id } : entry)),
    [...first.slice(0, 16), ...first.slice(17), ...run.slice(40, 41)],
  ];
  for (const entries of spoilt) expect(store(packRun(1, entries))).toBe(false);
  expect(here.counts()).toEqual([ROWS, 0]);
  expect(store(packRun(1, first))).toBe(true);
  expect(here.counts()).toEqual([ROWS - 40, 1]);
});

test('[GROW-7] a segment is never ahead of the log or its snapshot, and leaves no gap', () => {
  using here = open();
  const { run, store } = here;
  const beyond = [...run, ...run.slice(0, 5)];
  expect(store(packRun(1, run.slice(0, 51)))).toBe(false);
  expect(store(packRun(1, beyond))).toBe(false);
  expect(store(packRun(2, run.slice(1, 40)))).toBe(false);
  expect(store(packRun(1, []))).toBe(false);
  expect(store(packRun(1, run.slice(0, 20)))).toBe(true);
  expect(store(packRun(1, run.slice(0, 20)))).toBe(false);
  expect(store(packRun(22, run.slice(21, 30)))).toBe(false);
  expect(store(packRun(21, run.slice(20, 50)))).toBe(true);
  expect(here.counts()).toEqual([ROWS - 50, 2]);
  expect(here.readable()).toBe(ROWS - 50);
});

test('[GROW-7] what waits to be sent stays a row', () => {
  using here = open();
  here.meddle(
    `INSERT INTO batch (batch_id, script, first, last, state, format, made_at, sha, seal, bytes)
     VALUES (zeroblob(16), 1, 30, 35, 'held', 1, 0, zeroblob(32), x'00', x'00')`,
  );
  expect(here.store(packRun(1, here.run.slice(0, 40)))).toBe(false);
  expect(here.store(packRun(1, here.run.slice(0, 29)))).toBe(true);
  here.meddle("UPDATE batch SET state = 'acknowledged'");
  expect(here.store(packRun(30, here.run.slice(29, 50)))).toBe(true);
});

test('[GROW-7] a run whose bytes are not what was packed, and rows that are not what was written, are refused as damaged', () => {
  using here = open();
  const packed = packRun(1, here.run.slice(0, 40));
  const cut = { ...packed, body: packed.body.slice(0, -3) };
  expect(() => here.store(cut)).toThrow(expect.objectContaining({ code: 'damaged' }));
  here.meddle("UPDATE script_update SET bytes = x'00' WHERE ordinal = 20");
  expect(() => here.store(packed)).toThrow(expect.objectContaining({ code: 'damaged' }));
  expect(here.counts()).toEqual([ROWS, 0]);
});
