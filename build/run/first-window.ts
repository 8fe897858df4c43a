import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { chromium } from 'playwright-core';

const SHOWN_TIMEOUT_MS = 60_000;
const BETWEEN_LOOKS_MS = 700;
const SHOWN_CHARACTERS = 300;
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

/** Waits until the first window's words stand still, saves a picture of it, and answers how its words begin. */
export async function pictureFirstWindow(url: string, path: string): Promise<string> {
  await using browser = await chromium.connectOverCDP(url);
  const context = browser.contexts()[0];
  if (context === undefined) throw new Error('The app has no window to look at.');
  const page = context.pages()[0] ?? (await context.waitForEvent('page', { timeout: SHOWN_TIMEOUT_MS }));
  const words = await settled(() => page.evaluate(wordsShown).catch(() => '')); // a page that is just changing has none
  mkdirSync(dirname(path), { recursive: true });
  await page.screenshot({ path });
  return words.length > SHOWN_CHARACTERS ? `${words.slice(0, SHOWN_CHARACTERS)}…` : words;
}

/** Runs in the page: what it shows, or nothing while it is busy. */
function wordsShown(): string {
  const isReady = document.fonts.status === 'loaded' && document.querySelector('[aria-busy="true"]') === null;
  return isReady ? document.body.innerText.split(/\s+/).join(' ').trim() : '';
}

/** Reads until it gets the same words twice in a row, and some. */
async function settled(read: () => Promise<string>): Promise<string> {
  const deadline = performance.now() + SHOWN_TIMEOUT_MS;
  for (let before = ''; ;) {
    const words = await read();
    if (words !== '' && words === before) return words;
    if (performance.now() > deadline) throw new Error('The window did not come to rest.');
    before = words;
    await setTimeout(BETWEEN_LOOKS_MS);
  }
}
