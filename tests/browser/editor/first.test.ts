import { expect, test } from 'vitest';
import { openPage } from '../open-page.ts';

test('[EDIT-1] typing goes into the cell and to disk', async () => {
  await using app = await openPage('rows=12');
  const { page } = app;
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' hello');
  expect(await page.evaluate(() => window.harness.text(1, 'video'))).toMatch(/ hello$/);
  expect(app.complaints).toEqual([]);
});
