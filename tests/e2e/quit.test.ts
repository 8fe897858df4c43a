import { expect, test } from 'vitest';
import { answerQuestions, questionsAsked } from './questions.ts';
import { Profile, RunningApp } from './app.ts';

/** Keeps the page from hearing anything for longer than closing waits. */
const goDeaf = "setTimeout(() => { const until = Date.now() + 9_000; while (Date.now() < until); }, 0); 'deaf'";

test('[QUIT-1] what was typed a moment before quitting is there again', async () => {
  using profile = new Profile();
  {
    await using app = await RunningApp.launch(profile);
    const page = await app.firstPage();
    await page.getByText('Close on a kitchen drawer').click();
    await page.keyboard.press('End');
    await page.keyboard.type('Typed at the very last moment.');
    await app.askToQuit();
    await app.ended();
  }
  await using app = await RunningApp.launch(profile);
  const page = await app.firstPage();
  await page.getByText('Typed at the very last moment.').waitFor();
});

test('[QUIT-3] a window that cannot say what is saved is not closed before the person has decided', async () => {
  using profile = new Profile();
  await using app = await RunningApp.launch(profile);
  await answerQuestions(app, [0, 1]);
  await app.inWindow(goDeaf);
  await app.askToQuit();
  await expect
    .poll(() => questionsAsked(app), { timeout: 8_000 })
    .toEqual(['1 window did not answer in time and may hold edits that are not saved.']);
  // "Keep open": it is still there, and hears again.
  expect(app.electron.windows().length).toBe(1);
  const page = await app.firstPage();
  expect(await page.evaluate(() => window.galley.call('library.list', {}))).toMatchObject({ ok: true });

  await app.inWindow(goDeaf);
  await app.askToQuit();
  await app.ended();
});

test('[QUIT-4] a window that is saving takes no input until it stays', async () => {
  using profile = new Profile();
  await using app = await RunningApp.launch(profile);
  const page = await app.firstPage();
  const inert = () => page.evaluate(() => document.getElementById('root')?.inert);
  const tell = (name: string) =>
    app.electron.evaluate(({ BrowserWindow }, told) => {
      BrowserWindow.getAllWindows()[0]?.webContents.send(`galley:${told}`, {});
    }, name);
  await tell('window.flush');
  await expect.poll(inert).toBe(true);
  await tell('window.stay');
  await expect.poll(inert).toBe(false);
});
