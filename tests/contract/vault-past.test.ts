import Database from 'better-sqlite3';
import * as Y from 'yjs';
import { expect, test } from 'vitest';
import type { ScriptId } from '../../app/ids.ts';
import { readScript } from '../../app/script/plain-script.ts';
import { SPACING } from '../../main/vault/history/stretches.ts';
import { docAt } from '../support/past.ts';
import { typedScript, type Typed } from '../support/typed-script.ts';
import { openTestVault, NOON, type TestVault } from '../support/vault.ts';

const WEEK_MS = 7 * 24 * 3_600_000;

async function save(here: TestVault, scriptId: ScriptId, typed: readonly Typed[]): Promise<void> {
  const saving: Promise<void>[] = [];
  for (const { update, at } of typed) {
    here.clock.set(at);
    saving.push(here.vault.append({ scriptId, ...update }));
    if (saving.length === 500) await Promise.all(saving.splice(0));
  }
  await Promise.all(saving);
}

/** A script whose first part lies in segments, with seek points, and whose last part lies in rows. */
async function writeLongAgo(here: TestVault, { updates, seed = 1 }: { updates: number; seed?: number }) {
  const scriptId = here.scriptId();
  const typed = typedScript({ seed, updates, from: NOON });
  await here.vault.create({ scriptId, title: 'Harbour', updates: [] });
  await save(here, scriptId, typed);
  const before = await here.vault.timeline(scriptId);
  await here.vault.settle();
  here.clock.set((typed.at(-1)?.at ?? 0) + WEEK_MS + 1);
  await here.vault.doChores();
  return { scriptId, typed, before };
}

function read(file: string) {
  const db = new Database(file, { readonly: true });
  const all = (sql: string): unknown[] => db.prepare(sql).raw().all();
  const found = {
    segments: all('SELECT first, last FROM segment ORDER BY first'),
    rows: all('SELECT min(ordinal), max(ordinal), count(*) FROM script_update')[0],
    seeks: all("SELECT ordinal FROM snapshot WHERE purpose = 'seek' ORDER BY ordinal").flat(),
    snapshot: all("SELECT ordinal FROM snapshot WHERE purpose = 'open'").flat()[0],
  };
  db.close();
  return found;
}

test('[GROW-5] what is older than a week goes into segments, and nothing of the script or its past is different', async () => {
  await using here = await openTestVault();
  const count = 2 * SPACING + 700;
  const { scriptId, typed, before } = await writeLongAgo(here, { updates: count });
  expect(read(here.file)).toEqual({
    segments: [
      [1, SPACING],
      [SPACING + 1, 2 * SPACING],
    ],
    rows: [2 * SPACING + 1, count, 700],
    seeks: [SPACING, 2 * SPACING],
    snapshot: count,
  });
  expect(await here.vault.timeline(scriptId)).toEqual(before);

  await here.vault.close();
  await using again = await openTestVault({ folder: here.folder, seed: 2 });
  const opened = await again.vault.openScript(scriptId);
  const doc = docAt(opened);
  const replay = new Y.Doc();
  for (const { update } of typed) Y.applyUpdate(replay, update.bytes);
  expect(readScript(doc)).toEqual(readScript(replay));
  expect(await again.vault.timeline(scriptId)).toEqual(before);
});

test('[HIST-2] a moment is what a replay of the log gives, in segments, on their seams, at seek points and in rows', async () => {
  await using here = await openTestVault();
  const count = 2 * SPACING + 300;
  const { scriptId, typed } = await writeLongAgo(here, { updates: count, seed: 6 });
  const random = here.random;
  const seams = [0, 1, SPACING - 1, SPACING, SPACING + 1, 2 * SPACING, 2 * SPACING + 1, count];
  const wanted = [...seams, ...Array.from({ length: 12 }, () => random.below(count))].toSorted((a, b) => a - b);
  const replay = new Y.Doc();
  let place = 0;
  for (const ordinal of wanted) {
    for (const { update } of typed.slice(place, ordinal)) Y.applyUpdate(replay, update.bytes);
    place = ordinal;
    const past = await here.vault.scriptAt(scriptId, ordinal);
    expect(readScript(docAt(past))).toEqual(readScript(replay));
    expect(past.updates.length).toBeLessThanOrEqual(SPACING + 2);
  }
});

test('[HIST-6] a spoilt seek point leads nowhere wrong, and is made again', async () => {
  await using here = await openTestVault();
  const count = 2 * SPACING + 30;
  const { scriptId, typed } = await writeLongAgo(here, { updates: count, seed: 9 });
  const replay = new Y.Doc();
  for (const { update } of typed.slice(0, count - 10)) Y.applyUpdate(replay, update.bytes);
  const isRight = async (): Promise<void> => {
    expect(readScript(docAt(await here.vault.scriptAt(scriptId, count - 10)))).toEqual(readScript(replay));
  };
  for (const meddle of [
    `DELETE FROM snapshot WHERE purpose = 'seek' AND ordinal = ${SPACING}`,
    `UPDATE snapshot SET body = x'28b52ffd' WHERE purpose = 'seek' AND ordinal = ${2 * SPACING}`,
  ]) {
    const db = new Database(here.file);
    expect(db.prepare(meddle).run().changes).toBe(1);
    db.close();
    await isRight();
  }
  const next = typedScript({ seed: 10, updates: SPACING, from: here.clock.now().getTime() });
  await save(here, scriptId, next);
  await here.vault.settle();
  await here.vault.doChores();
  expect(read(here.file).seeks).toEqual([SPACING, 2 * SPACING, 3 * SPACING]);
  await isRight();
});

test('[VAULT-14] a segment that was changed behind the vault is found when it is read, and the script still opens', async () => {
  await using here = await openTestVault();
  const { scriptId } = await writeLongAgo(here, { updates: SPACING + 600, seed: 4 });
  const db = new Database(here.file);
  db.exec("UPDATE segment SET body = CAST(substr(body, 1, 200) || x'00' || substr(body, 202) AS BLOB)");
  db.close();
  await expect(here.vault.timeline(scriptId)).rejects.toMatchObject({ code: 'damaged' });
  await expect(here.vault.scriptAt(scriptId, 100)).rejects.toMatchObject({ code: 'damaged' });
  expect((await here.vault.openScript(scriptId)).snapshot).not.toBeNull();
});

test('[RECOVER-3] a file that is built again has every update that lay in segments', async () => {
  await using here = await openTestVault();
  const count = 2 * SPACING + 100;
  const { scriptId, typed, before } = await writeLongAgo(here, { updates: count, seed: 12 });
  await here.vault.close();
  const db = new Database(here.file);
  db.exec("UPDATE head SET seal = x'00'");
  db.close();
  await using again = await openTestVault({ folder: here.folder, seed: 2 });
  expect(await again.vault.timeline(scriptId)).toEqual(before);
  const replay = new Y.Doc();
  for (const { update } of typed.slice(0, 1_500)) Y.applyUpdate(replay, update.bytes);
  expect(readScript(docAt(await again.vault.scriptAt(scriptId, 1_500)))).toEqual(readScript(replay));
});
