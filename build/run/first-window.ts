import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { chromium } from 'playwright-core';

const SHOWN_TIMEOUT_MS = 60_000;
const DEVTOOLS = /^DevTools listening on (ws:\S+)/;

/** Waits until the host says where it can be looked at; every other line it writes is passed on. */
export function devToolsUrl(stderr: Readable): Promise<string> {
  return new Promise((resolve) => {
    createInterface({ input: stderr }).on('line', (line) => {
      const url = DEVTOOLS.exec(line)?.[1];
      if (url === undefined) process.stderr.write(`${line}\n`);
      else resolve(url);
    });
  });
}

/** Waits until the first window has drawn words, saves a picture of it, and answers its title. */
export async function pictureFirstWindow(url: string, path: string): Promise<string> {
  await using browser = await chromium.connectOverCDP(url);
  const context = browser.contexts()[0];
  if (context === undefined) throw new Error('The app has no window to look at.');
  const page = context.pages()[0] ?? (await context.waitForEvent('page', { timeout: SHOWN_TIMEOUT_MS }));
  await page.waitForFunction(() => document.fonts.status === 'loaded' && document.body.innerText.trim() !== '', {
    timeout: SHOWN_TIMEOUT_MS,
  });
  mkdirSync(dirname(path), { recursive: true });
  await page.screenshot({ path });
  return page.title();
}
