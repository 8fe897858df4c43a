import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, inject } from 'vitest';

let connected: Promise<Browser> | undefined;

/** The browser that all tests of a file share. */
export function browser(): Promise<Browser> {
  return (connected ??= chromium.connect(inject('browserEndpoint')));
}

afterAll(async () => {
  await (await connected)?.close();
  connected = undefined;
});

export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Everything the page complained about: uncaught errors, refusals by the policy, warnings. */
  readonly complaints: string[];
}

/** A page of its own with the surface drawn. `query` chooses the script, see page/harness.ts. */
export async function openPage(query = '', options: BrowserContextOptions = {}): Promise<OpenPage> {
  const context = await (
    await browser()
  ).newContext({
    viewport: { width: 1280, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(`${inject('pageOrigin')}/?${query}`);
  await page.waitForFunction(() => window.harness?.windows.every(({ handle }) => handle !== null));
  await page.evaluate(() => document.fonts.ready);
  return { page, context, complaints, [Symbol.asyncDispose]: () => context.close() };
}
