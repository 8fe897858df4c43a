import { expect, test } from 'vitest';
import { answerQuestions, questionsAsked } from './questions.ts';
import { Profile, RunningApp } from './app.ts';

const crash = (app: RunningApp): Promise<void> =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());

const words = (app: RunningApp): Promise<string> =>
  app.inWindow<string>("document.getElementById('root')?.innerText ?? ''").catch(() => '');

test('[WIN-8] a page that falls over comes back where it was and says so; the third time the person decides', async () => {
  using profile = new Profile();
  await using app = await RunningApp.launch(profile);
  const page = await app.firstPage();
  await page.getByText('Close on a kitchen drawer').waitFor();
  await answerQuestions(app, [0]);

  for (const _time of ['first', 'second']) {
    await crash(app);
    await expect.poll(() => words(app), { timeout: 20_000 }).toContain('Close on a kitchen drawer');
    expect(await app.inWindow("galley.call('app.info', {}).then(({ value }) => value.loaded)")).toBe('after-crash');
  }
  expect(await questionsAsked(app)).toEqual([]);

  await crash(app);
  await expect.poll(() => questionsAsked(app)).toEqual(['This window has stopped working several times.']);
  await expect.poll(() => words(app), { timeout: 20_000 }).toContain('Close on a kitchen drawer');
});
