import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashOf } from '../../../app/window-address.ts';
import { scripts } from '../../support/server/people.ts';
import type { Desk } from './desk.ts';
import { Town } from './town.ts';

const SOON = { timeout: 20_000, interval: 50 };

let town: Town;
let ines: Desk;
let felix: Desk;

beforeAll(async () => {
  town = await Town.open(scripts.pilot.id, ['ines', 'felix']);
  [ines, felix] = [town.desk('ines'), town.desk('felix')];
});

afterAll(() => town[Symbol.asyncDispose]());

test('[PEER-1] [PEER-2] two people at two desks see each other’s carets, and these keep to their letters', async () => {
  await ines.write(3, 'Here I am.');
  const caret = felix.script.row(3).locator('.audio .peer');
  await caret.waitFor(SOON);
  await felix.script.page.getByRole('button', { name: /^Here now: Ines/ }).waitFor();
  await ines.script.page.getByRole('button', { name: /^Here now: Felix/ }).waitFor();
  await expect.poll(async () => (await caret.boundingBox())?.x, SOON).toBeGreaterThan(0);
  await felix.write(3, 'So am I.');
  await ines.shows('So am I.');
  await ines.script.row(3).locator('.audio .peer').waitFor(SOON);
  // Whoever goes elsewhere is nowhere in the script any more.
  await ines.script.page.evaluate(() => (location.hash = '#/library'));
  await caret.waitFor({ state: 'detached', ...SOON });
  await ines.app.open(ines.scriptId);
});

test('[BRIEF-6] [BRIEF-8] after an afternoon elsewhere one is offered to be told, and is told who wrote what', async () => {
  const { page } = felix.script;
  await page.evaluate(() => (location.hash = '#/library'));
  await page.getByRole('row').first().waitFor();
  await ines.write(2, 'Meanwhile, at the harbour.');
  await expect
    .poll(async () => (await felix.app.call('briefing.log', { scriptId: felix.scriptId })) !== null, {
      timeout: 90_000,
      interval: 200,
    })
    .toBe(true);
  await felix.app.open(felix.scriptId);
  await page.getByText(/changes? by Ines while you were away/).waitFor(SOON);
  await page.getByRole('button', { name: 'See what changed' }).click();
  await page.locator('.change', { hasText: 'Meanwhile, at the harbour.' }).getByText('Ines').waitFor();
  await page.getByRole('button', { name: 'Mark all as read' }).first().click();
  await page.locator('.timebar .total').waitFor();
  await expect.poll(() => felix.app.call('briefing.log', { scriptId: felix.scriptId }), SOON).toBeNull();
});

test('[BRIEF-1] [BRIEF-8] what both wrote into one row while one was offline is shown to that one, both sides of it', async () => {
  await felix.line.cut();
  await felix.write(5, 'Written on the train.');
  await ines.write(5, 'Written by the window.');
  await expect.poll(async () => (await felix.standing())?.kind, SOON).toBe('offline');
  // Away from the script: what stands two seconds before somebody counts as read.
  const { page } = felix.script;
  await page.evaluate(() => (location.hash = '#/library'));
  await page.getByRole('row').first().waitFor();
  await felix.line.mend();
  const bothSides = async (): Promise<boolean> => {
    const updates = (await felix.app.call('briefing.log', { scriptId: felix.scriptId }))?.updates ?? [];
    return updates.some(({ isMine }) => isMine) && updates.some(({ isMine }) => !isMine);
  };
  await expect.poll(bothSides, { timeout: 90_000, interval: 200 }).toBe(true);
  await expect.poll(async () => (await felix.standing())?.kind, { timeout: 90_000 }).toBe('on-server');
  await page.evaluate((address) => (location.hash = address), hashOf({ kind: 'briefing', scriptId: felix.scriptId }));
  const card = page.getByRole('article').first();
  await card.waitFor();
  expect(await card.locator('.three > div').nth(0).innerText()).toMatch(/Ines[\s\S]*Written by the window\./);
  expect(await card.locator('.three > div').nth(1).innerText()).toMatch(/You[\s\S]*Written on the train\./);
  expect(await card.locator('.three > div').nth(2).innerText()).toMatch(
    /Written by the window\.|Written on the train\./,
  );
});
