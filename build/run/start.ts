/** `npm start`: builds and opens Galley with what this machine has. Arguments go to the app. */
import { join } from 'node:path';
import { buildApp } from './build-app.ts';
import { runInForeground } from './child.mjs';
import { hasDisplay, openHiddenDisplay } from './display.ts';
import { devToolsUrl, pictureFirstWindow } from './first-window.ts';
import { chooseHost } from './host.ts';
import { localStackVariables } from './local-stack.ts';
import { needSystemPackages } from './system-packages.ts';

const PICTURE = join(process.cwd(), '.cache', 'first-window.png');

using stack = new DisposableStack();
const host = chooseHost();
const isHidden = !hasDisplay();
if (host.kind === 'stand-in') needSystemPackages('chromium', 'fonts');
else if (isHidden) needSystemPackages('display');
await buildApp();

const env: NodeJS.ProcessEnv = { ...process.env, ...host.env, ...localStackVariables(process.env) };
const flags: string[] = [];
if (isHidden) {
  console.log('There is no display here: Galley runs without a window on a screen. Stop it with Ctrl+C.');
  if (host.kind === 'stand-in') env['STANDIN_HEADLESS'] = '1';
  else env['DISPLAY'] = stack.use(await openHiddenDisplay()).name;
  flags.push('--remote-debugging-port=0');
}
// Electron refuses to sandbox its windows as root, and then to start.
if (host.kind === 'electron' && process.platform === 'linux' && process.getuid?.() === 0) flags.push('--no-sandbox');

const { child, ended } = runInForeground(host.executable, [...flags, '.', ...process.argv.slice(2)], {
  env,
  stdio: ['inherit', 'inherit', isHidden ? 'pipe' : 'inherit'],
});
if (child.stderr !== null) {
  const pictured = devToolsUrl(child.stderr).then((url) => pictureFirstWindow(url, PICTURE));
  pictured.then(
    (title) => console.log(`The window shows: ${title}\nA picture of it is in ${PICTURE}\nGalley is running.`),
    (error: unknown) => console.error('No picture of the window could be made.', error),
  );
}
process.exitCode = await ended;
if (isHidden) console.log('Galley has closed.');
