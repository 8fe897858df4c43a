import { join } from 'node:path';
import { expect, test } from 'vitest';
import { demoScripts } from './demo-scripts.ts';
import { OpenScreen } from './open-screen.ts';

const ONE = demoScripts.slice(0, 1);
const fixture = (name: string): string => join(import.meta.dirname, '../../fixtures/formats', name);

test('[LIB-6] a chosen file is shown as it will be before anything is written; then it opens', async () => {
  await using screen = await OpenScreen.open({ scripts: ONE });
  const { page, machine } = screen;
  machine.chosenFile = fixture('repair-cafe.md');
  await page.keyboard.press('Control+Shift+I');
  const dialog = page.getByRole('dialog', { name: 'Import repair-cafe.md' });
  await dialog.getByText(/^Read as Markdown: \d+ scenes?, \d+ rows?, \d+ words?\.$/).waitFor();
  expect(await dialog.locator('.sample-row').count()).toBeGreaterThan(2);
  expect((await machine.vault.vault.list()).length).toBe(1);
  await dialog.getByLabel('Title').fill('The repair café');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'The repair café' }).waitFor();
  expect((await machine.vault.vault.list()).length).toBe(2);
  expect(screen.complaints).toEqual([]);
});

test('[LIB-6] an import that is called off leaves nothing behind, and the focus where it was', async () => {
  await using screen = await OpenScreen.open({ scripts: ONE });
  const { page, machine } = screen;
  machine.chosenFile = fixture('night-tram.fountain');
  const button = page.getByRole('button', { name: 'Import' });
  await button.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  expect((await machine.vault.vault.list()).length).toBe(1);
});

test('[LIB-6] changing one’s mind in the system’s dialog shows nothing', async () => {
  await using screen = await OpenScreen.open({ scripts: ONE });
  const { page, machine } = screen;
  machine.chosenFile = null;
  await page.keyboard.press('Control+Shift+I');
  await page.keyboard.press('Control+,');
  await page.getByRole('dialog', { name: 'Settings' }).waitFor();
  expect(await page.getByRole('dialog').count()).toBe(1);
});

test('[LIB-6] a file that is not what its name says is refused in plain words, and another can be chosen', async () => {
  await using screen = await OpenScreen.open({ scripts: ONE });
  const { page, machine } = screen;
  machine.chosenFile = fixture('pdf-inside.fountain');
  await page.keyboard.press('Control+Shift+I');
  await page
    .getByRole('alert')
    .getByText(/looks like .*It is unchanged, and nothing was imported/)
    .waitFor();
  machine.chosenFile = fixture('sample.txt');
  await page.getByRole('button', { name: 'Choose another file…' }).click();
  await page.getByText(/^Read as plain text/).waitFor();
});

test('[LIB-6] a file is dropped on any screen, and the drop is shown before it happens', async () => {
  await using screen = await OpenScreen.open({ scripts: ONE });
  const { page } = screen;
  const files = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(
      new File(['# Night ferry\n\n## Quay\n\n| Video | Audio |\n|---|---|\n| Fog. | A horn. |\n'], 'ferry.md'),
    );
    return transfer;
  });
  await page.dispatchEvent('.drop-target', 'dragenter', { dataTransfer: files });
  await page.getByText('Let go to import').waitFor();
  await page.dispatchEvent('.drop-target', 'drop', { dataTransfer: files });
  await page.getByRole('dialog', { name: 'Import ferry.md' }).getByText('Fog.').waitFor();
  expect(await page.getByText('Let go to import').count()).toBe(0);
  const title = page.getByLabel('Title');
  expect(await title.inputValue()).toBe('Night ferry');
  expect(await title.evaluate((input) => input === document.activeElement)).toBe(true);
});

test('[LIB-6] a file that is far too large is refused before it is read', async () => {
  await using screen = await OpenScreen.open({ scripts: ONE });
  const { page } = screen;
  const files = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(21 * 1024 * 1024)], 'huge.txt'));
    return transfer;
  });
  await page.dispatchEvent('.drop-target', 'drop', { dataTransfer: files });
  await page.getByText('This file is larger than 20 MB, so it was not read.').waitFor();
});

test('[LIB-10] a script is exported from its row and from its own screen', async () => {
  await using screen = await OpenScreen.open({ scripts: ONE });
  const { page } = screen;
  await page.getByRole('row', { name: 'How the Library' }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Export as Markdown…' }).click();
  await page.getByText(/is exported to How the Library of Things works\.md/).waitFor();
  await page.getByRole('row', { name: 'How the Library' }).dblclick();
  await page.getByRole('button', { name: 'Script menu' }).click();
  await page.getByRole('menuitem', { name: 'Export as plain text…' }).click();
  await page.getByText(/is exported to How the Library of Things works\.txt/).waitFor();
});
