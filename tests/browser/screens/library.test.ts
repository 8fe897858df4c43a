import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { demoScripts } from './demo-scripts.ts';
import { OpenScreen } from './open-screen.ts';

const TWO = demoScripts.slice(0, 2);
const [FIRST = '', SECOND = ''] = TWO.map(({ title }) => title);

const titles = (page: Page): Promise<string[]> => page.locator('.scripts .script-name').allTextContents();
const row = (page: Page, title: string) => page.getByRole('row', { name: title });
/** The title of the row that has the focus. */
const current = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => document.activeElement?.querySelector('.script-name')?.textContent ?? undefined);

test('[LIB-1] the library lists every script with its length, its last edit and where it is', async () => {
  await using screen = await OpenScreen.open({ counted: true });
  const rows = await screen.page.locator('.scripts tbody tr').allInnerTexts();
  expect(rows.map((text) => text.split(/[\n\t]+/).filter((part) => part.trim() !== ''))).toEqual([
    ['How the Library of Things works', '13 rows in 5 scenes', '1:28', 'just now', 'Saved on this device'],
    ['Meet the repair table', '10 rows in 3 scenes', '0:48', '20 min ago', 'Saved on this device'],
    ['Opening hours, 20 seconds', '5 rows in 3 scenes', '0:30', '3 h ago', 'Saved on this device'],
    ['Last tram home', '8 rows in 5 scenes', '0:20', 'yesterday', 'Saved on this device'],
    ['Ticket machine, calm version', '5 rows in 3 scenes', '0:30', 'Tue', 'Saved on this device'],
    ['The slow blanket', '5 rows in 3 scenes', '0:22', '11 Nov', 'Saved on this device'],
    ['Wool, in six words', '1 row', '0:00', '16 Oct 2025', 'Needs a newer Galley'],
  ]);
  expect(screen.complaints).toEqual([]);
});

test('[LIB-1] what another window does to the library is seen here at once', async () => {
  await using screen = await OpenScreen.open({ scripts: TWO });
  const [scriptId] = await screen.machine.add([{ title: 'Made elsewhere', template: 'blank', at: 0 }]);
  await row(screen.page, 'Made elsewhere').waitFor();
  if (scriptId !== undefined) await screen.machine.vault.vault.rename({ scriptId, title: 'Renamed elsewhere' });
  await row(screen.page, 'Renamed elsewhere').waitFor();
});

test('[LIB-2] a column sorts, and sorts the other way when it is chosen again', async () => {
  await using screen = await OpenScreen.open({ scripts: demoScripts.slice(0, 4) });
  const { page } = screen;
  const byTitle = page.getByRole('button', { name: 'Script', exact: true });
  await byTitle.click();
  const ascending = await titles(page);
  expect(ascending).toEqual(ascending.toSorted());
  await byTitle.click();
  expect(await titles(page)).toEqual(ascending.toReversed());
  expect(await page.getByRole('columnheader', { name: 'Script' }).getAttribute('aria-sort')).toBe('descending');
});

test('[LIB-3] arrows move through the list, Enter opens the script', async () => {
  await using screen = await OpenScreen.open({ scripts: TWO });
  const { page } = screen;
  await row(page, FIRST).focus();
  await page.keyboard.press('ArrowDown');
  expect(await current(page)).toBe(SECOND);
  await page.keyboard.press('ArrowDown');
  expect(await current(page)).toBe(SECOND);
  await page.keyboard.press('Home');
  expect(await current(page)).toBe(FIRST);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: FIRST }).waitFor();
});

test('[LIB-3] Ctrl+Enter and Ctrl+click open a window of their own', async () => {
  await using screen = await OpenScreen.open({ scripts: TWO });
  const { page, machine } = screen;
  await row(page, FIRST).focus();
  await page.keyboard.press('Control+Enter');
  await row(page, SECOND).click({ modifiers: ['Control'] });
  await expect.poll(() => machine.opened.map(({ kind }) => kind)).toEqual(['script', 'script']);
  expect(await titles(page)).toEqual([FIRST, SECOND]);
});

test('[LIB-3] F2 renames in place; Escape leaves the title as it was', async () => {
  await using screen = await OpenScreen.open({ scripts: TWO });
  const { page } = screen;
  await row(page, FIRST).focus();
  await page.keyboard.press('F2');
  await page.keyboard.type('Not kept');
  await page.keyboard.press('Escape');
  expect(await current(page)).toBe(FIRST);
  await page.keyboard.press('F2');
  await page.keyboard.type('  A better title ');
  await page.keyboard.press('Enter');
  await row(page, 'A better title').waitFor();
  expect(await current(page)).toBe('A better title');
});

test('[LIB-3] a duplicate is made from the keyboard', async () => {
  await using screen = await OpenScreen.open({ scripts: TWO });
  const { page } = screen;
  await row(page, FIRST).focus();
  await page.keyboard.press('Control+d');
  await row(page, `${FIRST} copy`).waitFor();
  await page.getByRole('button', { name: 'Open it' }).click();
  await page.getByRole('heading', { level: 1, name: `${FIRST} copy` }).waitFor();
});

test('[LIB-3] the menu of a row has everything that can be done with it, and Escape gives the focus back', async () => {
  await using screen = await OpenScreen.open({ scripts: TWO });
  const { page } = screen;
  await row(page, FIRST).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  expect(await page.locator(':focus').textContent()).toContain('Move to trash');
  await page.keyboard.press('r');
  expect(await page.locator(':focus').textContent()).toContain('Rename');
  await page.keyboard.press('Escape');
  expect(await page.locator(':focus').getAttribute('aria-label')).toBe(`More for ${FIRST}`);
  expect(await page.getByRole('menu').count()).toBe(0);
});

test('[LIB-4] nothing asks "are you sure": Delete moves to the trash, Undo brings back, the focus stays in the list', async () => {
  await using screen = await OpenScreen.open({ scripts: TWO });
  const { page } = screen;
  await row(page, FIRST).focus();
  await page.keyboard.press('Delete');
  await page.getByText(`“${FIRST}” is in the trash.`).waitFor();
  await expect.poll(() => titles(page)).toEqual([SECOND]);
  expect(await current(page)).toBe(SECOND);
  await page.keyboard.press('Control+z');
  await expect.poll(() => titles(page)).toEqual([FIRST, SECOND]);
});

test('[LIB-4] the trash restores, and says that nothing leaves it by itself', async () => {
  await using screen = await OpenScreen.open({ at: () => '#/library/trash', scripts: demoScripts.slice(-2) });
  const { page } = screen;
  await page.getByText('Galley never empties the trash by itself.').waitFor();
  expect(await titles(page)).toEqual(['Trailer, first try']);
  await row(page, 'Trailer, first try').focus();
  await page.keyboard.press('Enter');
  await page.getByText('Restore it to open it.').waitFor();
  await page.getByRole('button', { name: 'Restore Trailer, first try' }).click();
  await page.getByText('The trash is empty.').waitFor();
  await page.getByRole('link', { name: 'All scripts' }).click();
  await row(page, 'Trailer, first try').waitFor();
});

test('[LIB-7] an empty library offers the sample and the templates to begin with', async () => {
  await using screen = await OpenScreen.open({ scripts: [] });
  const { page } = screen;
  const cards = await page.locator('.template-cards b').allTextContents();
  expect(cards).toEqual(['Sample', 'Blank', 'Explainer', 'Interview', 'Advert', 'Narration']);
  await page.getByRole('button', { name: 'Sample' }).click();
  await page.keyboard.press('Enter');
  await page.getByText('Close on a kitchen drawer').waitFor();
});

test('[LIB-8] a new script opens at once, from the template that the arrows chose', async () => {
  await using screen = await OpenScreen.open({ scripts: TWO });
  const { page } = screen;
  await page.keyboard.press('Control+n');
  const title = page.getByLabel('Title');
  await expect.poll(() => title.evaluate((input) => input === document.activeElement)).toBe(true);
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  expect(await title.inputValue()).toBe('Untitled explainer');
  await title.fill('Night ferry');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Night ferry' }).waitFor();
  await page.getByText('The problem').first().waitFor();
  expect(screen.complaints).toEqual([]);
});

test('[LIB-9] a library that cannot be read says so in three parts, and is read again when asked', async () => {
  await using screen = await OpenScreen.open({
    scripts: TWO,
    before: (machine) => machine.breakCall('library.list', 'unexpected'),
  });
  const { page, machine } = screen;
  const parts = await page.locator('dt').allInnerTexts();
  expect(parts.map((part) => part.trim())).toEqual(['What happened', 'What is safe', 'What to do']);
  machine.mend('library.list');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => titles(page)).toEqual([FIRST, SECOND]);
});

test('[LIB-9] what a row could not do is told, and the row is as it was', async () => {
  await using screen = await OpenScreen.open({ scripts: TWO });
  const { page, machine } = screen;
  machine.breakCall('library.trash', 'disk-full');
  await row(page, FIRST).focus();
  await page.keyboard.press('Delete');
  await page.getByText('The test broke library.trash.').waitFor();
  expect(await titles(page)).toEqual([FIRST, SECOND]);
});
