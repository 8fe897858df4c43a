import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Profile, RunningApp } from './app.ts';

function logOf({ folder }: Profile): string {
  const logs = join(folder, 'logs');
  return readdirSync(logs)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => readFileSync(join(logs, name), 'utf8'))
    .join('');
}

test('[LOG-6] the log tells of starting, of a fault in a page and of stopping, and of no word that was there', async () => {
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
    await app.askToQuit();
    await app.ended();
  }
  const log = logOf(profile);
  for (const event of ['app.started', 'thread.started', 'page.fault', 'app.stopped']) {
    expect(log).toContain(`"event":"${event}"`);
  }
  expect(log).not.toMatch(/drawer|drill|Library of Things/);
  expect(log).not.toContain(profile.folder);
});
