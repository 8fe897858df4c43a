import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where bin/electron begins: makes this Node process look like Electron's main process and runs the app in it. */

process.stderr.write('*** This is not Electron: Chromium stands in for it (build/stand-in/README.md). ***\n');

const electron = new URL('./electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    /^electron(\/main|\/common)?$/.test(specifier) ? { url: electron, shortCircuit: true } : next(specifier, context),
});

// The first import of all: it reads the command line as it came.
const { standIn } = await import('./stand-in.ts');
const { launch } = standIn;
process.argv = [process.argv[0] ?? 'electron', ...launch.args];
Object.assign(process, { type: 'browser', defaultApp: true });
Object.assign(globalThis, { standIn: standIn.controls });

// Electron shows a box and goes on; an app that cannot even be loaded is another matter, see below.
process.on('uncaughtException', (error) => {
  standIn.dialog.showErrorBox('A JavaScript error occurred in the main process', error.stack ?? String(error));
});

try {
  const require = createRequire(join(process.cwd(), 'preload.js'));
  for (const preload of launch.preloads) require(preload);
  await import(pathToFileURL(launch.entry).href);
  await standIn.start();
} catch (error) {
  console.error('App threw an error during load\n', error);
  process.exit(1);
}
