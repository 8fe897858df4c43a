import Database from 'better-sqlite3';
import * as Y from 'yjs';
import { expect, test } from 'vitest';
import type { ScriptId } from '../../app/ids.ts';
import { NOON, openTestVault, vaultWorkers } from '../support/vault.ts';
import { openDoc, sceneOf, WrittenScript } from '../support/written-script.ts';

async function typeAndSave(script: WrittenScript, times: number): Promise<void> {
  for (let index = 0; index < times; index += 1) script.type(0, ` ${index}`);
  await script.save();
}

test('[VAULT-17] a script with a long tail opens from a snapshot and what came after it', async () => {
  await using here = await openTestVault();
  const script = await WrittenScript.create(here, 'Harbour', sceneOf('Dawn', 'Words:'));
  await typeAndSave(script, 520);
  await here.vault.settle();
  await typeAndSave(script, 30);
  const opened = await here.vault.openScript(script.scriptId);
  expect(opened.snapshot).not.toBeNull();
  expect(opened.updates).toHaveLength(30);
  expect(Y.encodeStateAsUpdate(await openDoc(here, script.scriptId))).toEqual(Y.encodeStateAsUpdate(script.doc));
});

test('[VAULT-17] taking snapshots and indexing while somebody types loses nothing, also after opening again', async () => {
  await using first = await openTestVault({ indexAfterMs: 0 });
  const script = await WrittenScript.create(first, 'Harbour', sceneOf('Dawn', 'Words:'));
  for (let round = 0; round < 6; round += 1) {
    const settling = first.vault.settle();
    await typeAndSave(script, 300);
    await settling;
  }
  const typed = Y.encodeStateAsUpdate(script.doc);
  expect(Y.encodeStateAsUpdate(await openDoc(first, script.scriptId))).toEqual(typed);
  await first.vault.close();
  await using again = await openTestVault({ folder: first.folder, seed: 2 });
  expect((await again.vault.openScript(script.scriptId)).snapshot).not.toBeNull();
  expect(Y.encodeStateAsUpdate(await openDoc(again, script.scriptId))).toEqual(typed);
});

test('[VAULT-3] a clock set back ten years between edits disturbs neither snapshots nor their tails', async () => {
  await using here = await openTestVault();
  const script = await WrittenScript.create(here, 'Harbour', sceneOf('Dawn', 'Words:'));
  for (const years of [0, -10, 3]) {
    here.clock.set(NOON + years * 365 * 24 * 3_600_000);
    await typeAndSave(script, 510);
    await here.vault.settle();
    await typeAndSave(script, 5);
    expect((await here.vault.openScript(script.scriptId)).updates).toHaveLength(5);
  }
  expect(Y.encodeStateAsUpdate(await openDoc(here, script.scriptId))).toEqual(Y.encodeStateAsUpdate(script.doc));
});

test('[VAULT-5] a script with updates of a newer format gets no snapshot, which would leave them out', async () => {
  await using here = await openTestVault();
  const script = await WrittenScript.create(here, 'Harbour', sceneOf('Dawn', 'Words:'));
  await here.vault.append({ scriptId: script.scriptId, ...here.update(Uint8Array.of(0, 0), 2) });
  await typeAndSave(script, 520);
  await here.vault.settle();
  expect((await here.vault.openScript(script.scriptId)).snapshot).toBeNull();
  expect(await here.vault.search('words', 5)).toHaveLength(1);
});

test('[VAULT-18] what cannot be read is told once, stays in the log, and keeps nothing else from being found', async () => {
  const troubles: (ScriptId | null)[] = [];
  await using here = await openTestVault({ onTrouble: (_, scriptId) => troubles.push(scriptId) });
  const script = await WrittenScript.create(here, 'Harbour', sceneOf('Dawn', 'The boat leaves'));
  const poison = (): ReturnType<typeof here.update> => here.update(Uint8Array.of(250, 1, 2, 3));
  await here.vault.append({ scriptId: script.scriptId, ...poison() });
  await WrittenScript.create(here, 'Station', sceneOf('Noon', 'The train leaves'));
  await typeAndSave(script, 520);
  expect(await here.vault.search('boat', 5)).toHaveLength(1);
  expect(await here.vault.search('train', 5)).toHaveLength(1);
  expect(troubles).toEqual([script.scriptId]);
  const { snapshot, updates } = await here.vault.openScript(script.scriptId);
  // A snapshot would leave it out without a word.
  expect(snapshot).toBeNull();
  expect(updates).toContainEqual(Uint8Array.of(250, 1, 2, 3));
  expect((await here.vault.readPlain(script.scriptId)).words).toBeGreaterThan(500);
  await here.vault.append({ scriptId: script.scriptId, ...poison() });
  await here.vault.settle();
  expect(troubles).toEqual([script.scriptId, script.scriptId]);
});

test('[VAULT-11] when the keeping thread dies, saving goes on, and the next search starts it again', async () => {
  const keeper = new URL('../support/crashing-keeper.worker.ts', import.meta.url);
  await using here = await openTestVault({ workers: { writer: vaultWorkers.writer, keeper } });
  const script = await WrittenScript.create(here, 'Harbour', sceneOf('Dawn', 'The boat leaves'));
  const search = here.vault.search('crash', 5);
  script.type(0, ' quietly');
  await script.save();
  await expect(search).rejects.toMatchObject({ code: 'closed' });
  expect(await here.vault.search('quietly', 5)).toHaveLength(1);
});

test('[SEARCH-5] what a run before left unindexed is indexed after opening, without being asked', async () => {
  await using first = await openTestVault({ indexAfterMs: 600_000 });
  await WrittenScript.create(first, 'Harbour', sceneOf('Dawn', 'The boat leaves'));
  await first.vault.close();
  await using again = await openTestVault({ folder: first.folder, seed: 2, indexAfterMs: 0 });
  const { promise, resolve } = Promise.withResolvers<void>();
  again.vault.onLibraryChanged(resolve);
  expect((await again.vault.list())[0]?.words).toBe(0);
  await promise;
  expect((await again.vault.list())[0]?.words).toBe(3);
});

test('[VAULT-19] a script is read as plain values the same from its projection, its log, or after its projection was spoilt', async () => {
  await using here = await openTestVault({ indexAfterMs: 600_000 });
  const script = await WrittenScript.create(here, 'Harbour', sceneOf('Dawn', ['Wide', 'The boat leaves'], 'Gulls'));
  script.type(0, ' quietly');
  await script.save();
  const fromLog = await here.vault.readPlain(script.scriptId);
  expect(fromLog.scenes[0]?.rows[0]?.audio).toEqual([{ text: 'The boat leaves quietly' }]);
  await here.vault.settle();
  expect(await here.vault.readPlain(script.scriptId)).toEqual(fromLog);
  const db = new Database(here.file);
  db.exec("UPDATE projection SET body = x'28b52ffd'");
  db.close();
  expect(await here.vault.readPlain(script.scriptId)).toEqual(fromLog);
  script.type(0, '.');
  await script.save();
  expect((await here.vault.readPlain(script.scriptId)).scenes[0]?.rows[0]?.audio).toEqual([
    { text: 'The boat leaves quietly.' },
  ]);
});
