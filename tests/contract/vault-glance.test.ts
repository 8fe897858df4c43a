import { expect, test } from 'vitest';
import { buildScript } from '../../app/script/plain-script.ts';
import { openTestVault, type TestVault } from '../support/vault.ts';

/** A script of so many rows of about a kilobyte, in scenes of 40. */
async function create(here: TestVault, rows: number) {
  const scriptId = here.scriptId();
  const scenes = Array.from({ length: rows / 40 }, (_, scene) => ({
    heading: `Scene ${scene}`,
    rows: Array.from({ length: 40 }, (__, row) => ({ audio: [{ text: `Words ${scene}.${row} `.repeat(80) }] })),
  }));
  const updates = buildScript({ scenes, targetSeconds: 90 }, { newId: () => here.random.uuid() });
  await here.vault.create({ scriptId, title: 'Harbour', updates: updates.map((bytes) => here.update(bytes)) });
  await here.vault.settle();
  return scriptId;
}

test('[OPEN-6] a glance is the beginning of what was saved last, and says how long the rest is', async () => {
  await using here = await openTestVault();
  const scriptId = await create(here, 400);
  const glance = await here.vault.readGlance(scriptId);
  const plain = await here.vault.readPlain(scriptId);
  expect(glance).toMatchObject({ title: 'Harbour', layout: 'av', targetSeconds: 90, seconds: plain.seconds });
  expect(glance?.scenes.map(({ rows }) => rows.length)).toEqual([40, 8, 0, 0, 0, 0, 0, 0, 0, 0]);
  expect(glance?.scenes.map(({ rowCount }) => rowCount)).toEqual(Array.from({ length: 10 }, () => 40));
  const [, seen] = glance?.scenes ?? [];
  expect(plain.scenes[1]).toMatchObject({ id: seen?.id, heading: seen?.heading, seconds: seen?.seconds });
  expect(plain.scenes[1]?.rows.slice(0, 8)).toMatchObject(seen?.rows ?? []);
});

test('[OPEN-6] there is no glance at text that is behind, at a short script, or at one that a newer Galley wrote', async () => {
  await using here = await openTestVault({ indexAfterMs: 600_000 });
  const [long, short] = [await create(here, 400), await create(here, 40)];
  expect(await here.vault.readGlance(short)).toBeNull();
  expect(await here.vault.readGlance(long)).not.toBeNull();
  await here.vault.append({ scriptId: long, ...here.update(Uint8Array.of(0, 0)) });
  expect(await here.vault.readGlance(long)).toBeNull();
  await here.vault.settle();
  expect(await here.vault.readGlance(long)).not.toBeNull();
  await here.vault.append({ scriptId: long, ...here.update(Uint8Array.of(0, 0), 2) });
  await here.vault.settle();
  expect(await here.vault.readGlance(long)).toBeNull();
  await expect(here.vault.readGlance(here.scriptId())).rejects.toMatchObject({ code: 'not-found' });
});
