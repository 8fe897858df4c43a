/**
 * `npm run pack [-- electron-builder's arguments]`: the app as it ships, unpacked, in release/. For installers name them:
 * `npm run pack -- --linux AppImage`. Without Electron's binary the result shows what ships but cannot run, and says so.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { buildApp } from '../run/build-app.ts';
import { runInForeground } from '../run/child.mjs';
import { chooseHost } from '../run/host.ts';
import { stop } from '../run/stop.mjs';
import { makeUpElectron } from './made-up-electron.ts';

const ElectronPackage = z.object({ version: z.string() });

await buildApp();
const args = process.argv.slice(2);
// Where the binary is installed, electron-builder finds the archive it came from.
using madeUp = chooseHost().kind === 'electron' ? undefined : await makeUp();
process.exitCode = await runInForeground(process.execPath, [
  join('node_modules', 'electron-builder', 'cli.js'),
  ...(madeUp === undefined ? [] : [`--config.electronDist=${madeUp.folder}`]),
  ...(args.some((arg) => /^--(dir|linux|mac|win)\b/.test(arg)) ? args : ['--dir', ...args]),
]).ended;
if (madeUp !== undefined && process.exitCode === 0) {
  console.log(
    "Packed around a made-up Electron, because Electron's binary is not here: this shows what ships, and cannot run.",
  );
}

async function makeUp(): ReturnType<typeof makeUpElectron> {
  if (process.platform !== 'linux')
    stop("Electron's binary is not here, and only on Linux can packing be shown without it.");
  const { version } = ElectronPackage.parse(JSON.parse(readFileSync('node_modules/electron/package.json', 'utf8')));
  return makeUpElectron(version);
}
