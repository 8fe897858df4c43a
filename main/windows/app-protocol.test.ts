import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { PAGE_FILES_NAME, pageFiles } from '../../app/page-files.ts';
import { PageServer } from './app-protocol.ts';

function openServer(): PageServer {
  const root = mkdtempSync(join(tmpdir(), 'galley-pages-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const folder = join(root, 'renderer');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(root, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'unlisted.js'), 'unlisted');
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets', 'main-1a2b.js'), 'main');
  writeFileSync(join(folder, PAGE_FILES_NAME), JSON.stringify(pageFiles(['index.html', 'assets/main-1a2b.js'])));
  return PageServer.open(folder);
}

test('[WIN-2] a listed file is served with its type and the page’s headers', async () => {
  const { status, headers } = await openServer().answer(new Request('app://galley/index.html#/library'));
  expect(status).toBe(200);
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'none'; frame-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types ProseMirrorClipboard galley",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  });
});

test('[WIN-2] the query is not part of a file’s name', async () => {
  const answered = await openServer().answer(new Request('app://galley/assets/main-1a2b.js?v=1'));
  expect(await answered.text()).toBe('main');
});

test.each([
  'app://galley/unlisted.js',
  'app://galley/page-files.json',
  'app://galley/../secret.txt',
  'app://galley/..%2fsecret.txt',
  'app://galley/%2e%2e/secret.txt',
  'app://galley/assets/..%5c..%5csecret.txt',
  'app://galley//index.html',
  'app://galley/index.html/',
  'app://galley/',
  'app://other/index.html',
  'app://galley:80/index.html',
  'https://galley/index.html',
  'app://galley/constructor',
])('[WIN-2] %s is not served, and the refusal has the headers too', async (url) => {
  const answered = await openServer().answer({ method: 'GET', url });
  expect(answered.status).toBe(404);
  expect(await answered.text()).not.toContain('secret');
  expect(answered.headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('[WIN-2] only GET is answered', async () => {
  expect((await openServer().answer({ method: 'POST', url: 'app://galley/index.html' })).status).toBe(404);
});

test('[WIN-2] a build with a kind of file that nobody has decided on stops', () => {
  expect(() => pageFiles(['installer.exe'])).toThrow('installer.exe');
  expect(() => pageFiles(['../x.js'])).toThrow();
});
