import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { accessibilityFaults } from '../../support/axe.ts';
import { demoScripts } from './demo-scripts.ts';
import { OpenScreen, type OpenScreenOptions } from './open-screen.ts';
import { OthersHere } from './others-here.ts';

interface OpenTogether extends AsyncDisposable {
  readonly screen: OpenScreen;
  readonly page: Page;
  readonly others: OthersHere;
  /** Every place that this window told, the latest last. */
  readonly told: readonly unknown[];
}

async function openTogether(options: OpenScreenOptions = {}): Promise<OpenTogether> {
  let others: OthersHere | undefined;
  const told: unknown[] = [];
  const screen = await OpenScreen.open({
    scripts: demoScripts.slice(0, 1),
    at: ([id]) => `#/script/${id}`,
    ...options,
    before: async (machine, [id]) => {
      if (id !== undefined) others = await OthersHere.open(machine, id);
      machine.hear('together.move', (input) => told.push(input.place));
    },
  });
  if (others === undefined) throw new Error('There is no script.');
  await screen.page.locator('.timebar .total').waitFor();
  return { screen, page: screen.page, others, told, [Symbol.asyncDispose]: () => screen[Symbol.asyncDispose]() };
}

const ANA = 'Ana Ferreira';
const TOMAS = 'Tomas Brandt';

test('[PEER-1] everybody stands beside the title and in their scene, and a menu leads to each of them', async () => {
  await using together = await openTogether();
  const { page, others, screen } = together;
  expect(await page.locator('.people').count()).toBe(0);
  others.tell([
    { name: ANA, at: { row: 12, to: 3 } },
    { name: TOMAS, at: { row: 1, to: 3 } },
    { name: 'Priya', at: null },
  ]);
  const people = page.getByRole('button', { name: `Here now: ${ANA}, Priya and ${TOMAS}` });
  await people.waitFor();
  expect(await page.locator('.scene-item', { hasText: 'The drill in the drawer' }).innerText()).toContain('Tomas');
  expect(await page.locator('.scene-item', { hasText: 'Come by' }).innerText()).toContain('Ana');
  await people.click();
  await page.getByRole('menuitem', { name: `Go to ${ANA}, row 12` }).click();
  await page.locator('.peer', { hasText: 'Ana' }).waitFor();
  await people.click();
  await page.getByRole('menuitem', { name: 'Go to Priya' }).click();
  await page.getByText('Priya is in no row at the moment.').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  others.tell([]);
  await people.waitFor({ state: 'detached' });
  expect(screen.complaints).toEqual([]);
});

test('[PEER-1] a crowd stays a line: three faces and a number', async () => {
  await using together = await openTogether({ context: { viewport: { width: 800, height: 700 } } });
  const { page, others, screen } = together;
  const names = Array.from({ length: 40 }, (_, index) => `Wilhelmina-Theodora Featherstonehaugh ${index + 1}`);
  others.tell(names.map((name, index) => ({ name, at: { row: 1 + (index % 13), to: index % 5 } })));
  await page.locator('.avatar.more').getByText('+37').waitFor();
  await page.locator('.peer').nth(8).waitFor();
  expect(await page.locator('.titlebar').evaluate((bar) => bar.scrollWidth <= bar.clientWidth)).toBe(true);
  await page.locator('.people').click();
  const menu = await page.getByRole('menu').boundingBox();
  expect((menu?.y ?? 0) + (menu?.height ?? 0)).toBeLessThanOrEqual(700);
  await page.keyboard.press('Escape');
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(screen.complaints).toEqual([]);
});

test('[PEER-3] a name stands for three seconds, and then while the caret is pointed at', async () => {
  await using together = await openTogether();
  const { page, others } = together;
  others.tell([{ name: ANA, at: { row: 2, to: 12 } }]);
  const name = page.locator('.peer > b', { hasText: 'Ana' });
  await name.waitFor();
  await name.waitFor({ state: 'hidden' });
  const caret = await page.locator('.peer').boundingBox();
  await page.mouse.move((caret?.x ?? 0) + 2, (caret?.y ?? 0) + 8);
  await name.waitFor();
  await page.mouse.move(4, 300);
  await page.locator('.surface').hover({ position: { x: 30, y: 400 } });
  await name.waitFor({ state: 'hidden' });
  // Typing on in the same cell does not call it up again; coming into another one does.
  others.tell([{ name: ANA, at: { row: 2, to: 14 } }]);
  expect(await name.isVisible()).toBe(false);
  others.tell([{ name: ANA, at: { row: 2, cell: 'video', to: 4 } }]);
  await name.waitFor();
});

test('[PEER-5] following takes the eyes along and leaves the caret, until a key, a scroll, or they leave', async () => {
  await using together = await openTogether({ context: { viewport: { width: 1280, height: 500 } } });
  const { page, others, screen } = together;
  const follow = async (): Promise<void> => {
    others.tell([{ name: ANA, at: { row: 1, to: 3 } }]);
    await page.locator('.people').click();
    await page.getByRole('menuitem', { name: `Follow ${ANA}` }).click();
    await page.getByText(`Following ${ANA}`).waitFor();
  };
  const inSight = (row: number): Promise<boolean> =>
    page.locator(`[data-row="${others.rowIds[row - 1]}"]`).evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
  const here = (): Promise<string | null> => page.locator('.row.is-focused').getAttribute('data-row');
  const stood = await here();
  await follow();
  others.tell([{ name: ANA, at: { row: 13, to: 3 } }]);
  await expect.poll(() => inSight(13)).toBe(true);
  expect(await here()).toBe(stood);
  await page.keyboard.press('Shift');
  await page.getByText(`Following ${ANA}`).waitFor({ state: 'detached' });
  others.tell([{ name: ANA, at: { row: 1, to: 3 } }]);
  await page.locator('.scene-item', { hasText: 'Ana' }).first().waitFor();
  expect(await inSight(1)).toBe(false);
  await follow();
  await page.locator('.surface').hover();
  await page.mouse.wheel(0, 60);
  await page.getByText(`Following ${ANA}`).waitFor({ state: 'detached' });
  await follow();
  expect(await accessibilityFaults(page)).toEqual([]);
  others.tell([]);
  await page.getByText(`Following ${ANA}`).waitFor({ state: 'detached' });
  expect(screen.complaints).toEqual([]);
});

test('[PEER-6] the own caret is told as a place that keeps to its letters, and leaving is told as well', async () => {
  await using together = await openTogether();
  const { page, others, told, screen } = together;
  await page.locator(`[data-row="${others.rowIds[2]}"] .cell.audio .words`).click();
  const wanted = others.place({ row: 3, to: 0 });
  // Keys before the cell has its caret would be the click's.
  await expect.poll(() => told.at(-1)).toMatchObject({ rowId: wanted.rowId, cell: 'audio' });
  await page.keyboard.press('Control+Home');
  await expect.poll(() => told.at(-1)).toEqual(wanted);
  // As fast as a person: each key finds what the one before it did.
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => told.at(-1)).toEqual(others.place({ row: 3, to: 1 }));
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(() => told.at(-1)).toEqual(others.place({ row: 3, from: 1, to: 2 }));
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(() => told.at(-1)).toEqual(others.place({ row: 3, from: 1, to: 3 }));
  const count = told.length;
  await page.keyboard.type('many letters one after the other, faster than ten a second');
  expect(told.length - count).toBeLessThan(40);
  screen.run('library.show');
  await expect.poll(() => told.at(-1)).toBeNull();
});

test('[PEER-6] a window that may not write tells nothing', async () => {
  const [demo] = demoScripts;
  if (demo === undefined) throw new Error('There is no script.');
  await using together = await openTogether({ scripts: [{ ...demo, newer: true }] });
  const { page, others, told } = together;
  await page.locator(`[data-row="${others.rowIds[2]}"] .cell.audio .words`).click();
  await page.keyboard.press('ArrowDown');
  others.tell([{ name: ANA, at: { row: 2, to: 3 } }]);
  await page.locator('.peer').waitFor();
  expect(told).toEqual([]);
});

test('[PEER-9] what others write comes into the open script, and their carets keep to their letters', async () => {
  await using together = await openTogether();
  const { page, others, screen } = together;
  others.tell([{ name: ANA, at: { row: 2, to: 0 } }]);
  await page.locator('.peer').waitFor();
  others.receive((words) => words(2, 'audio').insert(0, 'Received: '));
  await page.locator('.row', { hasText: 'Received: So has the neighbour' }).waitFor();
  expect(screen.complaints).toEqual([]);
});
