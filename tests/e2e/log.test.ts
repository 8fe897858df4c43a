import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Profile, RunningApp } from './app.ts';

/** Of the sample script, which a new profile begins with. */
const WORDS = /drawer|drill|Library of Things/;

function logOf({ folder }: Profile): string {
  const logs = join(folder, 'logs');
  return readdirSync(logs)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => readFileSync(join(logs, name), 'utf8'))
    .join('');
}

test('[LOG-6] [HEALTH-7] the log tells of starting, of a fault in a page and of stopping, and of no word that was there', async () => {
  using profile = new Profile();
  {
    await using app = await RunningApp.launch(profile);
    const page = await app.firstPage();
    await page.evaluate(() => {
      setTimeout(() => {
        throw new Error(document.body.textContent);
      });
    });
    await expect.poll(() => logOf(profile)).toContain('"event":"page.fault"');
    // What is copied for support is what stands there, and the window's own permissions let it be copied.
    await page.evaluate(() => (globalThis.location.hash = '#/health'));
    await page.getByRole('button', { name: 'Copy diagnostics…' }).click();
    const text = await page.getByRole('textbox', { name: 'Diagnostics' }).inputValue();
    expect(text).toContain('page.fault windowId');
    expect(text).not.toMatch(WORDS);
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByText('The diagnostics are on the clipboard.').waitFor();
    await app.askToQuit();
    await app.ended();
  }
  const log = logOf(profile);
  for (const event of ['app.started', 'thread.started', 'page.fault', 'app.stopped']) {
    expect(log).toContain(`"event":"${event}"`);
  }
  expect(log).not.toMatch(WORDS);
  expect(log).not.toContain(profile.folder);
});
