import { join } from 'node:path';
import { app, dialog, protocol } from 'electron';
import { APP_SCHEME } from '../app/window-address.ts';
import { startApp } from './start-app.ts';
import { PersonLeft } from './start/opening.ts';
import { startFailure } from './start/start-failure.ts';

const profile = process.env['GALLEY_USER_DATA'];
if (profile !== undefined && !app.isPackaged) app.setPath('userData', profile);
app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  { scheme: APP_SCHEME, privileges: { standard: true, secure: true, codeCache: true } },
]);

// Without a listener Electron would quit by itself before a failed start could be told.
app.on('window-all-closed', () => undefined);

// Another Galley has this profile: it is told, comes to the front, and this one leaves.
if (!app.requestSingleInstanceLock()) app.quit();
// Not `await`: Electron is ready only after this file has ended.
else app.whenReady().then(start).catch(tellAndLeave);

async function start(): Promise<void> {
  await startApp({ userData: app.getPath('userData'), out: join(import.meta.dirname, '..') });
}

async function tellAndLeave(error: unknown): Promise<void> {
  if (error instanceof PersonLeft) return app.exit(0);
  const { message, detail } = startFailure(error);
  process.stderr.write(`${message} ${detail}\n`);
  if (!app.isPackaged) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  await dialog.showMessageBox({ type: 'error', message, detail, buttons: ['Quit'] });
  app.exit(1);
}
