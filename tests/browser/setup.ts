import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { buildApp } from '../../build/run/build-app.ts';
import { chromiumPath, needSystemPackages } from '../../build/run/system-packages.ts';
import { buildSurfacePage } from './build-page.ts';
import { servePages } from './serve-pages.ts';

declare module 'vitest' {
  interface ProvidedContext {
    browserEndpoint: string;
    /** The script surface alone. */
    pageOrigin: string;
    /** The whole interface. */
    screensOrigin: string;
  }
}

const OUT = join(import.meta.dirname, '../../.cache/browser-tests');

/** One build, one browser and a server for each page, for every file of the project. Pages have the app's own policy. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  needSystemPackages('chromium', 'fonts');
  await buildApp();
  await buildSurfacePage(OUT);
  await using stack = new AsyncDisposableStack();
  const surface = stack.use(await servePages(OUT));
  const screens = stack.use(await servePages(join(import.meta.dirname, '../../out/renderer')));
  const browser = await chromium.launchServer({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none', '--js-flags=--expose-gc'],
  });
  stack.defer(() => browser.close());
  project.provide('browserEndpoint', browser.wsEndpoint());
  project.provide('pageOrigin', surface.origin);
  project.provide('screensOrigin', screens.origin);
  const open = stack.move();
  return () => open.disposeAsync();
}
