import { expect, test } from 'vitest';
import { openPage } from '../open-page.ts';
import { Surface } from './surface.ts';

test('[EDIT-80] the whole surface works under the policy of the app, without a style element, a style attribute or a report', async () => {
  await using app = await openPage('rows=8&per-scene=4');
  const { page } = app;
  const surface = new Surface(page);
  await page.evaluate(() => {
    const reports: string[] = [];
    Object.assign(window, { reports });
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, sample }) =>
      reports.push(`${effectiveDirective} ${sample}`),
    );
  });
  await surface.enter(2);
  await surface.type('typed');
  await surface.keys(
    'Control+a',
    'Control+Alt+l',
    'Escape',
    'Control+Alt+s',
    'Escape',
    'F2',
    'Enter',
    'Escape',
    'Shift+F10',
  );
  await page.locator('.menu').waitFor();
  await surface.keys('Escape', 'Control+c', 'Control+v');
  await page.evaluate(() => window.harness.run('script.deleted'));
  await page.locator('.deleted-list').waitFor();
  await surface.keys('Escape');
  expect(await page.evaluate(() => Reflect.get(window, 'reports') as unknown)).toEqual([]);
  expect(await page.evaluate(() => document.querySelectorAll('style').length)).toBe(0);
  expect(
    await page.evaluate(() =>
      fetch('https://example.org/').then(
        () => 'sent',
        () => 'refused',
      ),
    ),
  ).toBe('refused');
  expect(await page.evaluate(() => window.harness.errors)).toEqual([]);
});

test('[EDIT-81] HTML is parsed by our own policy; the browser never gets to make a document of a bare string', async () => {
  await using app = await openPage('rows=8');
  const surface = new Surface(app.page);
  await surface.putOnClipboard({ 'text/html': '<table><tr><td>a</td><td>b</td></tr></table>', 'text/plain': 'a\tb' });
  await surface.enter(2);
  await surface.keys('Control+v');
  expect(await surface.onScreen()).toBe('1,2,0,3,4,5,6,7,8');
  const thrown = await app.page.evaluate(() => {
    try {
      new DOMParser().parseFromString('<p>bare</p>' as never, 'text/html');
      return 'parsed';
    } catch (error) {
      return error instanceof TypeError ? 'refused' : 'something else';
    }
  });
  expect(thrown).toBe('refused');
});
