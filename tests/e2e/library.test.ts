import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Profile, RunningApp } from './app.ts';
import { ScriptPage } from './script-page.ts';
import { storedTable } from './stored-script.ts';

const FILE = join(import.meta.dirname, '..', 'fixtures', 'formats');

/** Answers the next file dialog, the same way on every host. */
const answerDialogs = (app: RunningApp, open: string, save: string): Promise<void> =>
  app.electron.evaluate(
    ({ dialog }, [openPath, savePath]) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [openPath] });
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: savePath });
    },
    [open, save] as const,
  );

test('[STORY-7] a file is imported through a preview, searched, opened at what was found, and exported', async () => {
  using profile = new Profile();
  await using app = await RunningApp.launch(profile);
  const page = await app.firstPage();
  const exported = join(profile.folder, 'exported.md');
  await answerDialogs(app, join(FILE, 'repair-cafe.md'), exported);
  await page.evaluate(() => void (location.hash = '#/library'));
  await page.getByRole('button', { name: 'Import' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Title').fill('Brought along');
  await dialog.getByRole('button', { name: /^Import/ }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('heading', { name: 'Brought along' }).waitFor();
  const script = new ScriptPage(page);
  const imported = await script.table();
  expect(imported.length).toBeGreaterThan(1);

  const word = imported.flatMap(([, heard]) => heard.match(/[A-Za-z]{7,}/g) ?? []).at(-1) ?? '';
  await page.evaluate(() => void (location.hash = '#/library'));
  // A script is left when its last words are saved: keys before that are still its own.
  await page.getByRole('row', { name: /Brought along/ }).waitFor();
  await page.keyboard.press('Control+p');
  await page.keyboard.type(word);
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.row.is-focused, .row.is-selected').waitFor();
  expect(await page.locator('.row.is-focused, .row.is-selected').innerText()).toContain(word);

  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.send('galley:command', { id: 'files.export-markdown' }),
  );
  await expect.poll(() => readFileSync(exported, 'utf8'), { timeout: 10_000 }).toContain(word);
  await app.askToQuit();
  await app.ended();
  expect(storedTable(profile, 'Brought along')).toEqual(imported);
});

test('[STORY-8] a script is made from a template, renamed, thrown away and brought back', async () => {
  using profile = new Profile();
  await using app = await RunningApp.launch(profile);
  const page = await app.firstPage();
  await page.evaluate(() => void (location.hash = '#/library'));
  await page.getByRole('button', { name: 'New script' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Interview', { exact: true }).click();
  await dialog.getByLabel('Title').fill('Ten questions');
  await dialog.getByLabel('Title').press('Enter');
  await page.getByRole('heading', { name: 'Ten questions' }).waitFor();

  await page.evaluate(() => void (location.hash = '#/library'));
  const row = page.getByRole('row', { name: /Ten questions/ });
  await row.click();
  await page.keyboard.press('F2');
  await page.keyboard.type('Eleven questions');
  await page.keyboard.press('Enter');
  const renamed = page.getByRole('row', { name: /Eleven questions/ });
  await renamed.click();
  await page.keyboard.press('Delete');
  await renamed.waitFor({ state: 'hidden' });
  await page.getByRole('navigation', { name: 'Library' }).getByText('Trash').click();
  await renamed.waitFor();
  await renamed.getByRole('button', { name: /^Restore|^Put back|^Bring back/ }).click();
  await page.getByRole('navigation', { name: 'Library' }).getByText('All scripts').click();
  await renamed.waitFor();
});
