import Database from 'better-sqlite3';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { seal, type Sealed } from '../../main/vault/seal.ts';
import { openTestVault, type TestVault } from '../support/vault.ts';
import { sceneOf, WrittenScript } from '../support/written-script.ts';

const DAY_MS = 86_400_000;

/** Does what is due at the clock's time, as the main process asks for it hourly. */
async function hour(test: TestVault): Promise<readonly string[]> {
  await test.vault.doChores();
  return (await test.vault.recovery.checkups()).map(({ reason }) => reason);
}

/** As if the last run had been killed. */
function unend({ folder, file }: TestVault): void {
  const db = new Database(file);
  const [session, appVersion, startedAt] = db
    .prepare('SELECT session, app_version, started_at FROM session')
    .raw()
    .get() as Sealed[];
  const sealed = seal([session ?? null, appVersion ?? null, startedAt ?? null, null]);
  db.prepare('UPDATE session SET ended_at = NULL, seal = ?').run(sealed);
  db.close();
  rmSync(join(folder, 'vault.witness'));
}

/** As a fault of the disk would, while the file is open. */
function meddle(file: string, sql: string): void {
  const db = new Database(file);
  db.exec(sql);
  db.close();
}

test('[RECOVER-14] after an unclean end everything is looked at once, and after a clean one not before a week', async () => {
  await using first = await openTestVault();
  await WrittenScript.create(first, 'Harbour', sceneOf('Quay', 'The tide is out.'));
  expect(await hour(first)).toEqual([]);
  await first.vault.close();
  unend(first);

  await using again = await openTestVault({ folder: first.folder, seed: 2 });
  expect(await hour(again)).toEqual(['unclean-end']);
  again.clock.advance(DAY_MS);
  expect(await hour(again)).toEqual(['unclean-end']);
  again.clock.advance(7 * DAY_MS);
  expect(await hour(again)).toEqual(['weekly', 'unclean-end']);
  expect((await again.vault.recovery.checkups()).map(({ findings }) => findings)).toEqual([0, 0]);
});

test('[RECOVER-14] when asked it looks at once, and says how far it has come', async () => {
  const shares: (number | null)[] = [];
  await using here = await openTestVault({ onChecking: (share) => shares.push(share) });
  await WrittenScript.create(here, 'Harbour', sceneOf('Quay', 'The tide is out.'));
  const checkup = await here.vault.recovery.check();
  expect(checkup).toMatchObject({ kind: 'full', reason: 'asked', findings: 0 });
  const told = shares.filter((share) => share !== null);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect([told[0], told.at(-1), shares.at(-1)]).toEqual([0, 1, null]);
});

test('[RECOVER-14] [RECOVER-17] what the look finds damaged is recovered without being asked, and what is typed meanwhile is kept', async () => {
  await using here = await openTestVault();
  const script = await WrittenScript.create(here, 'Harbour', sceneOf('Quay', 'The tide is out.'));
  const other = await WrittenScript.create(here, 'Station', sceneOf('Platform', 'The clock is slow.'));
  await here.vault.settle();
  meddle(here.file, "UPDATE script_update SET bytes = x'00' WHERE script = 1 AND ordinal = 1");
  const over = new Promise<void>((resolve) => {
    const stop = here.vault.onLibraryChanged(() => {
      here.vault.recovery.incidents().then((incidents) => {
        if (incidents.length === 0) return;
        stop();
        resolve();
      }, resolve);
    });
  });
  expect((await here.vault.recovery.check()).findings).toBeGreaterThan(0);
  const typed = Array.from({ length: 50 }, () => here.update(Uint8Array.of(0, 0)));
  await Promise.all(typed.map((update) => here.vault.append({ scriptId: other.scriptId, ...update })));
  await over;
  const [incident] = await here.vault.recovery.incidents();
  expect(incident?.report.touched).toMatchObject([{ scriptId: script.scriptId, lost: [{ first: 1, last: 1 }] }]);
  const opened = await here.vault.openScript(other.scriptId);
  expect(opened.updates.slice(-50)).toEqual(typed.map(({ bytes }) => bytes));
  expect((await here.vault.recovery.check()).findings).toBe(0);
});

test('[RECOVER-1] what only the chain can tell is found: an hour that was changed, a row of another day', async () => {
  await using here = await openTestVault();
  const script = await WrittenScript.create(here, 'Harbour', sceneOf('Quay', 'The tide is out.'));
  for (const word of ['one', 'two', 'three']) {
    script.type(0, word);
    await script.save();
  }
  await here.vault.settle();
  meddle(here.file, 'UPDATE script_update SET saved_at = saved_at - 3600000 WHERE ordinal = 2');
  expect((await here.vault.recovery.check()).findings).toBeGreaterThan(0);
});

test('[RECOVER-14] what can be made again is made again, and nothing is set aside for it', async () => {
  await using here = await openTestVault();
  const { scriptId } = await WrittenScript.create(here, 'Harbour', sceneOf('Quay', 'The tide is out.'));
  await here.vault.settle();
  meddle(
    here.file,
    "UPDATE search_text SET text = 'the wind is up' WHERE cell = 'audio'; UPDATE projection SET words = 9",
  );
  expect((await here.vault.recovery.check()).findings).toBeGreaterThan(0);
  expect(await here.vault.search('tide', 9)).toMatchObject([{ scriptId }]);
  expect(await here.vault.search('wind', 9)).toEqual([]);
  expect(await here.vault.recovery.incidents()).toEqual([]);
  expect((await here.vault.recovery.check()).findings).toBe(0);
});

test('[RECOVER-15] while everything is looked at, searching and typing are answered', async () => {
  await using here = await openTestVault();
  const script = await WrittenScript.create(
    here,
    'Harbour',
    sceneOf('Quay', ...Array.from({ length: 400 }, (_, row) => `Row ${row} of the harbour.`)),
  );
  for (let index = 0; index < 400; index += 1) script.type(index, 'tide');
  await script.save();
  await here.vault.settle();
  const order: string[] = [];
  const check = here.vault.recovery.check().then(() => order.push('checked'));
  await here.vault.search('tide', 5).then(() => order.push('searched'));
  await here.vault
    .append({ scriptId: script.scriptId, ...here.update(Uint8Array.of(0, 0)) })
    .then(() => order.push('typed'));
  await check;
  expect(order).toEqual(['searched', 'typed', 'checked']);
});

test('[RECOVER-15] closing does not wait for a look at everything, and one that was not finished is due again', async () => {
  await using first = await openTestVault();
  const script = await WrittenScript.create(
    first,
    'Harbour',
    sceneOf('Quay', ...Array.from({ length: 300 }, (_, row) => `Row ${row}.`)),
  );
  for (let index = 0; index < 300; index += 1) script.type(index, 'tide');
  await script.save();
  const check = first.vault.recovery.check();
  check.catch(() => undefined);
  await first.vault.close();
  await expect(check).rejects.toMatchObject({ code: 'closed' });
  const db = new Database(first.file, { readonly: true });
  expect(db.prepare('SELECT count(*) FROM checkup').pluck().get()).toBe(0);
  db.close();
  expect(readFileSync(first.file).length).toBeGreaterThan(0);
});
