import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build } from 'vite';

const PLACES = ['/usr/lib/chromium/chromium', '/usr/bin/chromium', '/usr/bin/google-chrome'];

/** A page of bench/pages, built and open in headless Chromium, served on loopback from memory. */
export class BrowserPage implements AsyncDisposable {
  readonly #server: Server;
  readonly #browser: Browser;
  #page: Page;

  private constructor(server: Server, browser: Browser, page: Page) {
    this.#server = server;
    this.#browser = browser;
    this.#page = page;
  }

  /** `entry` is a file of bench/pages that calls `offer`. Set CHROMIUM to use another browser. */
  static async open(entry: string, { args = [] }: { readonly args?: readonly string[] } = {}): Promise<BrowserPage> {
    await using opening = new AsyncDisposableStack();
    const script = await bundle(join(import.meta.dirname, 'pages', entry));
    const server = opening.adopt(serve(script), (it) => closed(it));
    await once(server, 'listening');
    const browser = opening.adopt(
      await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', ...args] }),
      (it) => it.close(),
    );
    const page = await openPage(browser, server);
    opening.move();
    return new BrowserPage(server, browser, page);
  }

  /** Input and answer cross as JSON. */
  async run<O>(input: unknown): Promise<O> {
    return (await this.#page.evaluate((given) => window.benchmark?.(given), input)) as O;
  }

  /** The same page in a process that has run nothing yet. */
  async startAnew(): Promise<void> {
    await this.#page.context().close();
    this.#page = await openPage(this.#browser, this.#server);
  }

  version(): string {
    return this.#browser.version();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    await closed(this.#server);
  }
}

async function openPage(browser: Browser, server: Server): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The page has no address.');
  await page.goto(`http://127.0.0.1:${address.port}/`);
  await page.waitForFunction(() => window.benchmark !== undefined);
  return page;
}

async function bundle(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, target: 'esnext', lib: { entry, formats: ['iife'], name: 'page' }, minify: true },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((each) => ('output' in each ? each.output : []));
  const chunk = outputs.find((output) => output.type === 'chunk');
  if (chunk === undefined) throw new Error(`${entry} was not built.`);
  return chunk.code;
}

function serve(script: string): Server {
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><meta charset="utf-8"><body><script src="/page.js"></script>');
  });
  return server.listen(0, '127.0.0.1');
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

/** The browser to measure in: CHROMIUM names another. */
export function findChromium(): string {
  const path = [process.env['CHROMIUM'], ...PLACES].find((each) => each !== undefined && existsSync(each));
  if (path === undefined) throw new Error(`No Chromium at ${PLACES.join(', ')}. Say where it is in CHROMIUM.`);
  return path;
}
