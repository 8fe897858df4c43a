/** Entry of the stand-in host: behaves like `electron [-r module] [--inspect=..] [--remote-debugging-port=..] <app> [args]`. */
import { registerHooks, createRequire } from 'node:module';
import { readFileSync, statSync } from 'node:fs';
import { resolve, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const standin = new URL('./electron.mjs', import.meta.url).href;
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron' || specifier === 'electron/main' || specifier === 'electron/common')
      return { url: standin, shortCircuit: true };
    return next(specifier, context);
  },
});

const args = process.argv.slice(process.argv.indexOf('--') + 1);
process.argv = [process.argv[0], ...args]; // what Electron's main process sees
process.type = 'browser';
const preloads = [];
let app;
for (let i = 0; i < args.length; i++) {
  const a = args[i];
  if (a === '-r' || a === '--require') preloads.push(args[++i]);
  else if (!a.startsWith('-')) {
    app = a;
    break;
  }
}
const host = await import('./electron.mjs');
const dir = resolve(app ?? '.');
let entry = dir,
  root = dir;
if (statSync(dir).isDirectory()) {
  const pkg = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  host.__host.setAppInfo(dir, pkg);
  entry = join(dir, pkg.main ?? 'index.js');
} else root = resolve(dir, '..');
host.__host.configure(args, root);
const require = createRequire(join(process.cwd(), 'x.js'));
for (const r of preloads) require(r);
await import(pathToFileURL(entry).href);
await host.__host.start();
