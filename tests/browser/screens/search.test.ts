import { expect, test } from 'vitest';
import { demoScripts } from './demo-scripts.ts';
import { OpenScreen } from './open-screen.ts';

test('[LIB-5] every word is searched; arrows walk the places, Enter opens the script at the row', async () => {
  await using screen = await OpenScreen.open({ counted: true, scripts: demoScripts.slice(0, 3) });
  const { page } = screen;
  await page.keyboard.press('Control+p');
  await page.keyboard.type('telescope');
  // Answers to the first letters may be on the screen before the answer to the whole word.
  await expect.poll(() => page.locator('mark').allTextContents()).toEqual(['telescope']);
  await page.getByText('1 place in 1 script').waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.row.is-focused, .row.is-current').getByText('A former bus depot').waitFor();
  expect(screen.complaints).toEqual([]);
});

test('[LIB-5] the same search opens over a script', async () => {
  await using screen = await OpenScreen.open({
    counted: true,
    scripts: demoScripts.slice(0, 2),
    at: ([, second]) => `#/script/${second}`,
  });
  const { page } = screen;
  await page.locator('.surface').waitFor();
  await page.keyboard.press('Control+p');
  await page.keyboard.type('drill');
  await page.getByRole('option').nth(1).waitFor();
  await page.keyboard.press('ArrowDown');
  expect(await page.getByRole('option').nth(1).getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'How the Library of Things works' }).waitFor();
});

test('[LIB-5] finding nothing says what was searched; Escape brings the list back', async () => {
  await using screen = await OpenScreen.open({ scripts: demoScripts.slice(0, 2) });
  const { page } = screen;
  await page.keyboard.press('Control+p');
  await page.keyboard.type('zebra');
  await page.getByText('No script says “zebra”.').waitFor();
  await page.getByText('Scripts in the trash were not.').waitFor();
  await page.keyboard.press('Escape');
  expect(await page.locator('.scripts tbody tr').count()).toBe(2);
});

test('[LIB-5] an answer that comes late does not replace the one to a later question', async () => {
  await using screen = await OpenScreen.open({ counted: true, scripts: demoScripts.slice(0, 2) });
  const { page, machine } = screen;
  const letGo = machine.holdNext('library.search');
  const field = page.getByRole('combobox');
  await field.fill('drill');
  await field.fill('zebra');
  await page.getByText('No script says “zebra”.').waitFor();
  letGo();
  // Asked after the late answer was let go, so that has arrived when this one has.
  await page.evaluate(() => window.galley.call('library.search', { query: 'anything', limit: 1 }));
  expect(await page.getByRole('option').count()).toBe(0);
  await page.getByText('No script says “zebra”.').waitFor();
});
