import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openTestVault } from '../support/vault.ts';

test('[VAULT-1] what was appended comes back in order after closing and opening again', async () => {
  await using first = await openTestVault();
  const { vault, folder } = first;
  const scriptId = first.scriptId();
  const born = first.update();
  await vault.create({ scriptId, title: 'Harbour', updates: [born] });
  const typed = Array.from({ length: 50 }, () => first.update());
  await Promise.all(typed.map((update) => vault.append({ scriptId, ...update })));
  await vault.close();

  await using again = await openTestVault({ folder, seed: 2 });
  const opened = await again.vault.openScript(scriptId);
  expect(opened).toEqual({
    title: 'Harbour',
    snapshot: null,
    updates: [born, ...typed].map(({ bytes }) => bytes),
    readOnly: null,
  });
});

test('[SAVE-1] an acknowledged update can be read by another connection: it is committed', async () => {
  await using here = await openTestVault();
  const { vault, file } = here;
  const scriptId = here.scriptId();
  await vault.create({ scriptId, title: 'Harbour', updates: [] });
  using reader = new DisposableStack();
  const db = reader.adopt(new Database(file, { readonly: true }), (it) => it.close());
  const count = db.prepare('SELECT count FROM head').pluck();
  for (let index = 1; index <= 20; index += 1) {
    await vault.append({ scriptId, ...here.update() });
    expect(count.get()).toBe(index);
  }
});

test('[SAVE-2] the same update again is harmless, also after opening again', async () => {
  await using first = await openTestVault();
  const scriptId = first.scriptId();
  const update = first.update();
  await first.vault.create({ scriptId, title: 'Harbour', updates: [] });
  await Promise.all([1, 2, 3].map(() => first.vault.append({ scriptId, ...update })));
  await first.vault.close();

  await using again = await openTestVault({ folder: first.folder, seed: 2 });
  await again.vault.append({ scriptId, ...update });
  expect((await again.vault.openScript(scriptId)).updates).toEqual([update.bytes]);
});

test('[SAVE-3] an id that stands for other bytes, another format or another script is a conflict and changes nothing', async () => {
  await using here = await openTestVault();
  const { vault } = here;
  const [one, two] = [here.scriptId(), here.scriptId()];
  await vault.create({ scriptId: one, title: 'One', updates: [] });
  await vault.create({ scriptId: two, title: 'Two', updates: [] });
  const update = here.update(Uint8Array.of(1));
  await vault.append({ scriptId: one, ...update });
  const conflict = { code: 'conflict' };
  await expect(vault.append({ scriptId: one, ...update, bytes: Uint8Array.of(2) })).rejects.toMatchObject(conflict);
  await expect(vault.append({ scriptId: one, ...update, format: 2 })).rejects.toMatchObject(conflict);
  await expect(vault.append({ scriptId: two, ...update })).rejects.toMatchObject(conflict);
  expect((await vault.openScript(one)).updates).toEqual([Uint8Array.of(1)]);
  expect((await vault.openScript(two)).updates).toEqual([]);
});

test('[SAVE-4] among updates saved together, one that fails fails alone', async () => {
  await using here = await openTestVault();
  const { vault } = here;
  const scriptId = here.scriptId();
  await vault.create({ scriptId, title: 'Harbour', updates: [] });
  const [one, two, three] = [here.update(), here.update(), here.update()];
  const results = await Promise.allSettled([
    vault.append({ scriptId, ...one }),
    vault.append({ scriptId, ...here.update(new Uint8Array(1024 * 1024 + 1)) }),
    vault.append({ scriptId, ...two }),
    vault.append({ scriptId: here.scriptId(), ...here.update() }),
    vault.append({ scriptId, ...three }),
  ]);
  expect(results.map((result) => (result.status === 'rejected' ? result.reason.code : 'saved'))).toEqual([
    'saved',
    'too-large',
    'saved',
    'not-found',
    'saved',
  ]);
  expect((await vault.openScript(scriptId)).updates).toEqual([one.bytes, two.bytes, three.bytes]);
});

test('[VAULT-2] a script is made with its first updates, all or nothing, and making it again is harmless', async () => {
  await using here = await openTestVault();
  const { vault } = here;
  const scriptId = here.scriptId();
  const updates = [here.update(), here.update()];
  const tooLarge = here.update(new Uint8Array(1024 * 1024 + 1));
  await expect(vault.create({ scriptId, title: 'Harbour', updates: [...updates, tooLarge] })).rejects.toMatchObject({
    code: 'too-large',
  });
  expect(await vault.list()).toEqual([]);
  await vault.create({ scriptId, title: 'Harbour', updates });
  await vault.create({ scriptId, title: 'Harbour', updates });
  expect((await vault.openScript(scriptId)).updates).toEqual(updates.map(({ bytes }) => bytes));
  await expect(vault.create({ scriptId, title: 'Other', updates: [here.update()] })).rejects.toMatchObject({
    code: 'conflict',
  });
  expect((await vault.openScript(scriptId)).updates).toHaveLength(2);
});

test('[VAULT-3] the library lists what was touched last first, whatever the clock says', async () => {
  await using here = await openTestVault();
  const { vault, clock } = here;
  const [one, two] = [here.scriptId(), here.scriptId()];
  await vault.create({ scriptId: one, title: 'One', updates: [] });
  await vault.create({ scriptId: two, title: 'Two', updates: [] });
  clock.set(Date.UTC(2016, 5, 1));
  await vault.append({ scriptId: one, ...here.update() });
  await vault.append({ scriptId: one, ...here.update() });
  const [first, second] = await vault.list();
  expect([first?.title, second?.title]).toEqual(['One', 'Two']);
  expect(first?.editedAt).toBe(Date.UTC(2016, 5, 1));
  expect((await vault.openScript(one)).updates).toHaveLength(2);
});

test('[VAULT-4] renaming, trashing and restoring change only what is known about the script, and are told', async () => {
  await using here = await openTestVault();
  const { vault, clock } = here;
  const scriptId = here.scriptId();
  let told = 0;
  vault.onLibraryChanged(() => (told += 1));
  await vault.create({ scriptId, title: 'Harbour', updates: [here.update()] });
  const createdAt = clock.now().getTime();
  clock.advance(1_000);
  await vault.rename({ scriptId, title: 'Harbour at dawn' });
  const editedAt = clock.now().getTime();
  clock.advance(1_000);
  await vault.trash(scriptId);
  const trashedAt = clock.now().getTime();
  const empty = { scenes: 0, rows: 0, words: 0, seconds: 0, readOnly: null };
  expect(await vault.list()).toEqual([
    { scriptId, title: 'Harbour at dawn', createdAt, editedAt, trashedAt, ...empty },
  ]);
  await vault.restore(scriptId);
  expect((await vault.list())[0]).toMatchObject({ editedAt, trashedAt: null });
  expect((await vault.openScript(scriptId)).updates).toHaveLength(1);
  expect(told).toBe(4);
  await expect(vault.rename({ scriptId: here.scriptId(), title: 'x' })).rejects.toMatchObject({ code: 'not-found' });
});

test('[VAULT-5] an update of a newer format is stored, not handed out, and makes the script read-only', async () => {
  await using here = await openTestVault();
  const { vault } = here;
  const scriptId = here.scriptId();
  const known = here.update();
  await vault.create({ scriptId, title: 'Harbour', updates: [known] });
  await vault.append({ scriptId, ...here.update(Uint8Array.of(9), 2) });
  const opened = await vault.openScript(scriptId);
  expect(opened.updates).toEqual([known.bytes]);
  expect(opened.readOnly).toBe('newer-format');
  expect((await vault.list())[0]?.readOnly).toBe('newer-format');
});
