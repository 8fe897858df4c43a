import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { checkLog } from '../../app/blind/check-log.ts';
import type { Health, LogLine } from '../../app/ipc/health.ts';
import type { Checkup } from '../../app/ipc/recovery.ts';
import type { Reply } from '../../app/ipc/contract.ts';
import { readBundle } from '../../main/health/blind/bundle-file.ts';
import { demoScripts } from '../browser/screens/demo-scripts.ts';
import { Machine } from '../support/machine.ts';
import { holdsWord } from '../support/planted-words.ts';
import { sceneOf, WrittenScript } from '../support/written-script.ts';
import { NOON, openTestVault, vaultWorkers } from '../support/vault.ts';

async function ask<T>(machine: Machine, ...[name, input]: Parameters<Machine['answer']>): Promise<T> {
  const reply = (await machine.answer(name, input)) as Reply<T>;
  if (!reply.ok) throw new Error(`${name}: ${reply.code}`);
  return reply.value;
}

test('[HEALTH-1] what is told of a library that is well comes from the file, its tables, the disk and both threads', async () => {
  await using machine = await Machine.open();
  const { vault, clock } = machine.vault;
  const [scriptId = ''] = await machine.add(demoScripts.slice(0, 2));
  await machine.answer('script.open', { scriptId });
  await vault.doChores();
  const health = await ask<Health>(machine, 'health.read', {});
  expect(health).toMatchObject({
    readAt: clock.now().getTime(),
    version: '0.1.0',
    stored: { endedCleanly: null, incidents: { unseen: 0, total: 0 }, backups: { failure: null } },
    saving: { isRunning: true, restarts: 0 },
    keeping: { isRunning: true, restarts: 0 },
    timings: { opens: { count: 1 } },
    lostLogEntries: 0,
  });
  expect(health.stored?.schema).toBeGreaterThanOrEqual(1);
  expect(health.stored?.fileBytes).toBeGreaterThan(0);
  expect(health.timings.commits?.count).toBeGreaterThanOrEqual(2);
  expect(health.disk?.freeBytes).toBeGreaterThan(0);
  expect(JSON.stringify(health)).not.toMatch(/Library|repair/i);
});

test('[HEALTH-1] the last checks, what was found and how backups went are read from their tables', async () => {
  const first = await openTestVault();
  await first.vault.close();
  const db = new Database(first.file);
  db.exec(`
    INSERT INTO checkup (kind, reason, started_at, ended_at, findings, seal) VALUES
      ('full', 'weekly', 1000, 2000, 0, x''), ('start', 'start', 3000, 3500, 0, x''),
      ('full', 'asked', 4000, 5000, 2, x''), ('full', 'asked', 6000, NULL, NULL, x'');
    INSERT INTO incident (incident_id, found_at, kind, state, report, seal) VALUES
      ('a', 5000, 'damaged', 'found', '{}', x''), ('b', 100, 'damaged', 'seen', '{}', x'');
    INSERT INTO backup (backup_id, folder, file_name, kind, state, made_at, verified_at, failure, seal) VALUES
      ('1', 'own', 'a', 'daily', 'verified', 1000, 1500, NULL, x''), ('2', 'own', 'b', 'daily', 'removed', 500, 600, NULL, x''),
      ('3', 'own', 'c', 'daily', 'failed', 7000, NULL, 'disk-full', x'');
  `);
  db.close();
  await using again = await openTestVault({ folder: first.folder });
  const { stored } = await again.vault.health();
  expect(stored).toMatchObject({
    endedCleanly: true,
    lastFullCheck: { at: 5000, findings: 2 },
    incidents: { unseen: 1, total: 2 },
    backups: { verified: 1, lastVerifiedAt: 1500, failure: { at: 7000, code: 'disk-full' } },
  });
  await first[Symbol.asyncDispose]();
});

test('[HEALTH-3] a thread that cannot be started is said to be missing, and the rest is told all the same', async () => {
  const keeper = new URL('../support/absent.worker.ts', import.meta.url);
  await using opened = await openTestVault({ workers: { ...vaultWorkers, keeper } });
  await WrittenScript.create(opened, 'One', sceneOf('Scene', 'words'));
  const health = await opened.vault.health();
  expect(health.stored).toBeNull();
  expect(health.timings?.commits?.count).toBeGreaterThan(0);
  expect(health.writer).toEqual({ isRunning: true, restarts: 0 });
  expect(health.keeper.isRunning).toBe(false);
});

test('[HEALTH-3] how often a thread had to be started again is told', async () => {
  const keeper = new URL('../support/crashing-keeper.worker.ts', import.meta.url);
  await using opened = await openTestVault({ workers: { ...vaultWorkers, keeper } });
  await expect(opened.vault.search('crash', 5)).rejects.toMatchObject({ code: 'closed' });
  const health = await opened.vault.health();
  expect(health.keeper).toEqual({ isRunning: true, restarts: 1 });
  expect(health.stored).not.toBeNull();
});

test('[HEALTH-10] everything is looked at when the person asks, while changes go on being saved, and health tells of it', async () => {
  await using machine = await Machine.open();
  const { vault: opened } = machine;
  const script = await WrittenScript.create(opened, 'One', sceneOf('Scene', 'words'));
  const checking = ask<Checkup>(machine, 'recovery.check', {});
  script.type(0, 'meanwhile ');
  await script.save();
  const { endedAt, ...checkup } = await checking;
  expect(checkup).toMatchObject({ kind: 'full', reason: 'asked', findings: 0 });
  const { stored } = await ask<Health>(machine, 'health.read', {});
  expect(stored?.lastFullCheck).toEqual({ at: endedAt, findings: 0 });
});

test('[HEALTH-4] the last log entries are told newest first', async () => {
  await using machine = await Machine.open();
  machine.log.info('app.started');
  machine.vault.clock.advance(1_000);
  machine.log.warn('navigation.refused');
  expect(await ask<LogLine[]>(machine, 'health.log', { limit: 5 })).toEqual([
    { at: NOON + 1_000, level: 'warn', event: 'navigation.refused', detail: '' },
    { at: NOON, level: 'info', event: 'app.started', detail: '' },
  ]);
});

test('[BLIND-1] [HEALTH-5] a bundle is saved where the person says, under a name that says nothing of the script', async () => {
  await using machine = await Machine.open();
  const { vault: test } = machine;
  const script = await WrittenScript.create(test, 'Lighthouse', sceneOf('Harbourmaster', 'Somebody whispers.'));
  for (let n = 0; n < 520; n += 1) script.type(0, `whisper${n} `);
  await script.save();
  await test.vault.settle();
  const { scriptId } = script;
  expect(await ask(machine, 'health.save-bundle', { scriptId })).toBeNull();
  machine.chosenTarget = join(test.folder, 'for support.galley-blind');
  expect(await ask(machine, 'health.save-bundle', { scriptId })).toBe('for support.galley-blind');
  const file = readFileSync(machine.chosenTarget);
  const bundle = await readBundle(file);
  expect(bundle).toMatchObject({ isWhole: true, madeAt: NOON, appVersion: '0.1.0' });
  // Enough was typed for a stored state: it is in the bundle, and the log leads to it.
  expect(bundle.snapshot?.ordinal).toBeGreaterThan(0);
  const bytesOf = (update: string | null): Uint8Array | null =>
    update === null ? null : Buffer.from(update, 'base64');
  const checked = checkLog({
    entries: bundle.updates.map(({ update, ...entry }) => ({ ...entry, bytes: bytesOf(update) })),
    snapshot: bundle.snapshot && { ...bundle.snapshot, bytes: Buffer.from(bundle.snapshot.update, 'base64') },
  });
  expect(checked).toMatchObject({ updates: 521, applied: 521, faults: [], rows: 1 });
  const inside = Buffer.concat(bundle.updates.map(({ update }) => Buffer.from(update ?? '', 'base64')));
  for (const word of ['Lighthouse', 'Harbour', 'whisper', 'Somebody']) {
    expect(holdsWord(inside, word) || holdsWord(file, word)).toBe(false);
  }
  const logged = readdirSync(machine.log.folder).map((name) => readFileSync(join(machine.log.folder, name), 'utf8'));
  expect(logged.join('')).toMatch(/"event":"blind.saved","script":"[0-9a-f]{8}"/);
  expect(logged.join('')).not.toMatch(/support|Lighthouse/);
});

test('[BLIND-5] a log that is damaged is recorded up to the damage, and the bundle says so', async () => {
  const first = await openTestVault();
  const script = await WrittenScript.create(first, 'One', sceneOf('Scene', 'words'));
  for (let n = 0; n < 5; n += 1) script.type(0, `more${n} `);
  await script.save();
  await first.vault.close();
  const db = new Database(first.file);
  db.exec("UPDATE script_update SET bytes = x'0000' WHERE ordinal = 4");
  db.close();
  await using again = await openTestVault({ folder: first.folder });
  const bundle = await readBundle(await again.vault.recordBlind(script.scriptId));
  expect(bundle.isWhole).toBe(false);
  await first[Symbol.asyncDispose]();
});
