import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import react from '@vitejs/plugin-react';
import type { TestProject } from 'vitest/node';
import { chromiumPath, needSystemPackages } from '../../build/run/system-packages.ts';
import { POLICY } from '../support/window/serve-renderer.ts';

declare module 'vitest' {
  interface ProvidedContext {
    browserEndpoint: string;
    pageOrigin: string;
  }
}

const OUT = join(import.meta.dirname, '../../.cache/browser-tests');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** One build, one server, one browser for every file of the project. The page has the app's own policy. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  needSystemPackages('chromium', 'fonts');
  await build({
    root: join(import.meta.dirname, 'page'),
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    build: { outDir: OUT, emptyOutDir: true, target: 'esnext', modulePreload: false, assetsInlineLimit: 0 },
  });
  await using stack = new AsyncDisposableStack();
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://loopback').pathname);
    readFile(join(OUT, path === '/' ? 'index.html' : path)).then(
      (file) => {
        response.writeHead(200, {
          'content-type': TYPES[extname(path === '/' ? '.html' : path)] ?? 'text/html',
          'content-security-policy': POLICY,
        });
        response.end(file);
      },
      () => response.writeHead(path === '/favicon.ico' ? 204 : 404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stack.defer(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const browser = await chromium.launchServer({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none', '--js-flags=--expose-gc'],
  });
  stack.defer(() => browser.close());
  project.provide('browserEndpoint', browser.wsEndpoint());
  project.provide('pageOrigin', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const open = stack.move();
  return () => open.disposeAsync();
}
