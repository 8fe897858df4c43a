import { expect, test } from 'vitest';
import { demoScripts } from './demo-scripts.ts';
import { OpenScreen } from './open-screen.ts';

const ONE = demoScripts.slice(0, 1);

test('[LOOK-13] theme, contrast and size are worn at once and kept', async () => {
  await using screen = await OpenScreen.open({ scripts: ONE });
  const { page } = screen;
  const root = page.locator('html');
  await page.keyboard.press('Control+,');
  await page.getByText('Dark', { exact: true }).click();
  await page.getByText('More', { exact: true }).last().click();
  await page.getByRole('button', { name: 'Larger words' }).click();
  await page.getByText('110 %').waitFor();
  const worn = () =>
    root.evaluate(({ dataset, style }) => [dataset['theme'], dataset['contrast'], style.getPropertyValue('--zoom')]);
  expect(await worn()).toEqual(['dark', 'more', '1.1']);
  await page.reload();
  await page.getByRole('grid').waitFor();
  expect(await worn()).toEqual(['dark', 'more', '1.1']);
  screen.run('view.theme-system');
  await expect.poll(async () => (await worn())[0]).toBeUndefined();
});

test('[LOOK-13] words are never larger or smaller than they can be read at', async () => {
  await using screen = await OpenScreen.open({ scripts: ONE, settings: { zoomPercent: 200 } });
  const { page } = screen;
  screen.run('view.zoom-in');
  screen.run('view.zoom-in');
  await page.keyboard.press('Control+,');
  await page.getByText('200 %').waitFor();
});

test('[LOOK-14] after a crash the window says that everything shown as saved is here', async () => {
  await using screen = await OpenScreen.open({ scripts: ONE, loaded: 'after-crash' });
  const { page } = screen;
  const banner = page.getByText('This window stopped working and was opened again. Everything shown as saved is here.');
  await banner.waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  expect(await banner.count()).toBe(0);
});

test('[LOOK-14] on the stand-in the window says so, until that is dismissed', async () => {
  await using screen = await OpenScreen.open({ scripts: ONE, host: 'stand-in' });
  const { page } = screen;
  const banner = page.getByText('Running on the development stand-in, not on Electron.');
  await banner.waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByRole('row', { name: 'How the Library' }).dblclick();
  await page.locator('.timebar .total').waitFor();
  expect(await banner.count()).toBe(0);
});

test('[LOOK-15] a command that has nothing to act on says why', async () => {
  await using screen = await OpenScreen.open({ scripts: ONE });
  screen.run('row.add');
  await screen.page.getByText('“Add row below” works inside a script. Open one first.').waitFor();
});

test('[LOOK-15] every command that has keys stands in the sheet of keys', async () => {
  await using screen = await OpenScreen.open({ scripts: ONE });
  const { page } = screen;
  await page.keyboard.press('Control+/');
  const lines = await page.locator('.key-groups dt').allTextContents();
  expect(lines).toEqual(
    expect.arrayContaining(['Add row below', 'Bold', 'Search every word', 'Outline', 'Quit Galley']),
  );
});

test('[LOOK-8] About shows the version and the licences of what ships', async () => {
  await using screen = await OpenScreen.open({ scripts: ONE });
  const { page } = screen;
  screen.run('help.about');
  await page.getByText('Version 0.1.0').waitFor();
  const typeface = page.locator('details', { hasText: '@fontsource-variable/literata' });
  await typeface.locator('summary').click();
  await typeface.getByText('SIL OPEN FONT LICENSE').waitFor();
});

test('[LOOK-16] F6 walks the parts of the window, one way and the other', async () => {
  await using screen = await OpenScreen.open({ scripts: ONE, at: ([id]) => `#/script/${id}` });
  const { page } = screen;
  await page.locator('.timebar .total').waitFor();
  const part = () =>
    page.evaluate(() => document.activeElement?.closest('header, nav, main, footer')?.tagName.toLowerCase());
  await expect.poll(part).toBe('main');
  const walked = [];
  for (let step = 0; step < 4; step += 1) {
    await page.keyboard.press('F6');
    walked.push(await part());
  }
  expect(walked).toEqual(['footer', 'header', 'nav', 'main']);
  await page.keyboard.press('Shift+F6');
  expect(await part()).toBe('nav');
});

test('[LOOK-17] nothing is cut off or scrolls sideways at 800 px, whatever the names', async () => {
  const title = 'A title that goes on for as long as a title may go on, and then a little longer than that, in one go';
  await using screen = await OpenScreen.open({
    scripts: [{ title, template: 'sample', at: 0 }],
    context: { viewport: { width: 800, height: 700 } },
  });
  const { page } = screen;
  const isCut = () =>
    page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll('.page, .titlebar, .timebar, .body')].some(
        ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth,
      ),
    );
  expect(await isCut()).toBe(false);
  await page.getByRole('row', { name: title }).dblclick();
  await page.locator('.timebar .total').waitFor();
  expect(await isCut()).toBe(false);
});

test('[LOOK-19] on macOS the title bar leaves room for the lights, has no menu button, and shows the keys of a Mac', async () => {
  await using screen = await OpenScreen.open({ scripts: ONE, platform: 'darwin' });
  const { page } = screen;
  const { x } = (await page.getByRole('heading', { level: 1 }).boundingBox()) ?? { x: 0 };
  expect(x).toBeGreaterThan(76);
  expect(await page.getByRole('button', { name: 'Menu', exact: true }).count()).toBe(0);
  expect(await page.locator('.search-field kbd').allTextContents()).toEqual(['⌘', 'P']);
});

test('[LOOK-4] a control without words shows its name and keys to whoever rests on it', async () => {
  await using screen = await OpenScreen.open({ scripts: ONE, at: ([id]) => `#/script/${id}` });
  const { page } = screen;
  await page.getByRole('button', { name: 'Outline' }).hover();
  await page.locator('.hint:popover-open').getByText('Outline').waitFor();
  expect(await page.locator('.hint:popover-open kbd').allTextContents()).toEqual(['Ctrl', '\\']);
});

test('[LOOK-15] the menu’s Undo in a text field takes back its words and nothing else', async () => {
  await using screen = await OpenScreen.open({ scripts: demoScripts.slice(0, 2) });
  const { page } = screen;
  await page.getByRole('row').nth(1).focus();
  await page.keyboard.press('Delete');
  await page.getByText('is in the trash.').waitFor();
  const field = page.getByRole('combobox');
  await field.focus();
  await page.keyboard.insertText('drill');
  screen.run('edit.undo');
  await expect.poll(() => field.inputValue()).toBe('');
  expect(await page.locator('.scripts tbody tr').count()).toBe(1);
});

test('[LOOK-12] a window that cannot be drawn says what is safe, and comes back when it is reloaded', async () => {
  await using screen = await OpenScreen.open({ scripts: ONE });
  const { page, machine } = screen;
  machine.lie('library.list', [null]);
  machine.tell('library.changed', {});
  await page.getByRole('heading', { name: 'This window stopped working' }).waitFor();
  await page.getByText('Everything that was shown as saved is on this device.').waitFor();
  machine.mend('library.list');
  await page.getByRole('button', { name: 'Reload window' }).click();
  await page.getByRole('row', { name: 'How the Library' }).waitFor();
});
