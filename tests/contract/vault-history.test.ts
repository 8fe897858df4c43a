import Database from 'better-sqlite3';
import * as Y from 'yjs';
import { expect, test } from 'vitest';
import { MomentId } from '../../app/ids.ts';
import { buildScript } from '../../app/script/plain-script.ts';
import { docAt } from '../support/past.ts';
import { openTestVault, type TestVault } from '../support/vault.ts';
import { sceneOf, WrittenScript } from '../support/written-script.ts';

async function writeHarbour(here: TestVault): Promise<WrittenScript> {
  const script = await WrittenScript.create(here, 'Harbour', sceneOf('Dawn', 'Words:'));
  for (let index = 0; index < 30; index += 1) {
    here.clock.advance(index === 15 ? 3_600_000 : 1_000);
    script.type(0, ` ${index}`);
    await script.save();
  }
  return script;
}

test('[HIST-2] every moment gives what the log gave up to there, with its time', async () => {
  await using here = await openTestVault();
  const script = await writeHarbour(here);
  const { count } = await here.vault.timeline(script.scriptId);
  const replay = new Y.Doc();
  const { updates } = await here.vault.openScript(script.scriptId);
  for (let ordinal = 0; ordinal <= count; ordinal += 1) {
    const update = updates[ordinal - 1];
    if (update !== undefined) Y.applyUpdate(replay, update);
    const past = await here.vault.scriptAt(script.scriptId, ordinal);
    expect(Y.encodeStateAsUpdate(docAt(past))).toEqual(Y.encodeStateAsUpdate(replay));
    expect(past.savedAt === null).toBe(ordinal === 0);
  }
  await expect(here.vault.scriptAt(script.scriptId, count + 1)).rejects.toMatchObject({ code: 'not-found' });
});

test('[HIST-3] the time line has one stroke for each stretch of work', async () => {
  await using here = await openTestVault();
  const { scriptId } = await writeHarbour(here);
  const { title, count, strokes, moments } = await here.vault.timeline(scriptId);
  expect(title).toBe('Harbour');
  expect(moments).toEqual([]);
  expect(strokes.map(({ first, last }) => [first, last])).toEqual([
    [1, count - 15],
    [count - 14, count],
  ]);
  expect(strokes[0]).toMatchObject({ personId: 'local', origin: 'written' });
});

test('[HIST-4] whoever writes under a client id is known from its first update on, also after a failed one', async () => {
  await using here = await openTestVault();
  const script = await writeHarbour(here);
  const oversized = { ...here.update(new Uint8Array(1024 * 1024 + 1)), scriptId: script.scriptId };
  await expect(here.vault.append(oversized)).rejects.toMatchObject({ code: 'too-large' });
  const authors = await here.vault.authors(script.scriptId);
  expect(authors).toContainEqual({ clientId: script.doc.clientID, personId: 'local', name: null });
  const doc = docAt(await here.vault.scriptAt(script.scriptId, (await here.vault.timeline(script.scriptId)).count));
  expect(new Set(authors.map(({ clientId }) => clientId))).toEqual(new Set(doc.store.clients.keys()));
});

test('[HIST-4] an author of what was taken back is written down when it is saved after all', async () => {
  await using here = await openTestVault();
  const [born] = buildScript(sceneOf('Dawn', 'Words'), { newId: () => here.random.uuid() }, { clientId: 77 });
  const updates = [here.update(born), here.update(new Uint8Array(1024 * 1024 + 1))];
  const refused = here.vault.create({ scriptId: here.scriptId(), title: 'Too long', updates });
  await expect(refused).rejects.toMatchObject({ code: 'too-large' });
  const scriptId = here.scriptId();
  await here.vault.create({ scriptId, title: 'Harbour', updates: updates.slice(0, 1) });
  expect(await here.vault.authors(scriptId)).toEqual([{ clientId: 77, personId: 'local', name: null }]);
});

test('[HIST-5] moments are named, renamed, taken off the line and brought back; asking again is harmless', async () => {
  await using here = await openTestVault();
  const { scriptId } = await writeHarbour(here);
  const momentId = MomentId.parse(here.random.uuid());
  const named = { scriptId, momentId, ordinal: 5, kind: 'named', name: 'First draft' } as const;
  const moment = await here.vault.nameMoment(named);
  expect(await here.vault.nameMoment({ ...named, name: 'Another name' })).toEqual(moment);
  expect(moment).toMatchObject({ ordinal: 5, name: 'First draft', personId: 'local' });
  await here.vault.changeMoment({ scriptId, momentId, name: 'Draft 1' });
  const line = async () => (await here.vault.timeline(scriptId)).moments.map(({ name }) => name);
  expect(await line()).toEqual(['Draft 1']);
  await here.vault.changeMoment({ scriptId, momentId, removed: true });
  expect(await line()).toEqual([]);
  await here.vault.changeMoment({ scriptId, momentId, removed: false });
  expect(await line()).toEqual(['Draft 1']);
  const newest = { ...named, momentId: MomentId.parse(here.random.uuid()), ordinal: null };
  expect((await here.vault.nameMoment(newest)).ordinal).toBe((await here.vault.timeline(scriptId)).count);
  const beyond = { ...named, momentId: MomentId.parse(here.random.uuid()), ordinal: 10_000 };
  await expect(here.vault.nameMoment(beyond)).rejects.toMatchObject({ code: 'not-found' });
});

test('[HIST-7] an import is the first moment of its script, once, however often it is confirmed', async () => {
  await using here = await openTestVault();
  const scriptId = here.scriptId();
  const imported = { momentId: MomentId.parse(here.random.uuid()), name: 'draft.fountain' };
  const script = { scriptId, title: 'Harbour', updates: [here.update(), here.update()], imported };
  await here.vault.create(script);
  await here.vault.create(script);
  expect((await here.vault.timeline(scriptId)).moments).toEqual([
    { ...imported, kind: 'imported', ordinal: 2, personId: 'local', madeAt: here.clock.now().getTime() },
  ]);
});

test('[GROW-1] a script is removed only when the person has confirmed exactly what is nowhere else, and then wholly', async () => {
  await using here = await openTestVault();
  const script = await writeHarbour(here);
  const other = await WrittenScript.create(here, 'Night', sceneOf('Night', 'A boat'));
  const { scriptId } = script;
  await here.vault.nameMoment({
    scriptId,
    momentId: MomentId.parse(here.random.uuid()),
    ordinal: 5,
    kind: 'named',
    name: 'Draft',
  });
  await here.vault.settle();
  const seen = await here.vault.unsent(scriptId);
  script.type(0, '.');
  await script.save();
  await expect(here.vault.removeScript({ scriptId, confirmedUnsent: seen.count })).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(seen.strokes.reduce((sum, { first, last }) => sum + last - first + 1, 0)).toBe(seen.count);
  const { count } = await here.vault.unsent(scriptId);
  expect(count).toBe(seen.count + 1);
  await here.vault.removeScript({ scriptId, confirmedUnsent: count });

  expect((await here.vault.list()).map(({ title }) => title)).toEqual(['Night']);
  expect(await here.vault.search('words', 5)).toEqual([]);
  expect(await here.vault.search('boat', 5)).toHaveLength(1);
  await expect(here.vault.openScript(scriptId)).rejects.toMatchObject({ code: 'not-found' });
  await expect(here.vault.append({ scriptId, ...here.update() })).rejects.toMatchObject({ code: 'not-found' });
  const db = new Database(here.file, { readonly: true });
  const tables = ['script', 'head', 'script_update', 'snapshot', 'author', 'moment', 'projection', 'search_text'];
  const numbers = tables.map((table) => db.prepare(`SELECT DISTINCT script FROM ${table}`).pluck().all());
  const removals = db.prepare('SELECT script_id, title, count, unsent FROM removal').all();
  db.close();
  const [own] = numbers[0] ?? [];
  for (const found of numbers) expect([[], [own]]).toContainEqual(found);
  expect(removals).toEqual([{ script_id: scriptId, title: 'Harbour', count, unsent: count }]);
  expect((await here.vault.openScript(other.scriptId)).title).toBe('Night');
});

test('[GROW-2] a removed script can come back under its id, with its authors, and is then no removal any more', async () => {
  await using here = await openTestVault();
  const script = await writeHarbour(here);
  const { scriptId } = script;
  const authors = await here.vault.authors(scriptId);
  const state = Y.encodeStateAsUpdate(script.doc);
  await here.vault.removeScript({ scriptId, confirmedUnsent: (await here.vault.unsent(scriptId)).count });
  await here.vault.create({ scriptId, title: 'Harbour again', updates: [here.update(state)] });
  await here.vault.settle();
  expect((await here.vault.authors(scriptId)).length).toBeGreaterThan(0);
  expect(authors.map(({ clientId }) => clientId)).toContain((await here.vault.authors(scriptId))[0]?.clientId);
  expect(await here.vault.search('words', 5)).toHaveLength(1);
  const db = new Database(here.file, { readonly: true });
  expect(db.prepare('SELECT * FROM removal').all()).toEqual([]);
  db.close();
});

test('[GROW-3] the room that each script takes is told, the largest first', async () => {
  await using here = await openTestVault();
  await WrittenScript.create(here, 'Short', sceneOf('Night', 'A boat'));
  const long = await WrittenScript.create(
    here,
    'Long',
    sceneOf('Dawn', ...Array.from({ length: 200 }, (_, row) => `Row ${row} of a long script`)),
  );
  await here.vault.settle();
  const { scripts, file, free } = await here.vault.storage();
  expect(scripts.map(({ title }) => title)).toEqual(['Long', 'Short']);
  expect(scripts[0]).toMatchObject({ scriptId: long.scriptId, trashedAt: null });
  expect(scripts[0]?.log).toBeGreaterThan(0);
  expect(scripts[0]?.search).toBeGreaterThan(0);
  expect(free).toBeLessThan(file);
});
