import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stop } from './stop.mjs';

/** What runs the app: Electron itself, or the stand-in where Electron's binary cannot be had. */
export interface Host {
  readonly kind: 'electron' | 'stand-in';
  readonly executable: string;
  /** What a process must have in its environment so that everything it launches is this host. */
  readonly env: Readonly<Record<string, string>>;
}

const ELECTRON = join('node_modules', 'electron');
const STAND_IN = join('build', 'stand-in', 'bin');
const INSTALL_TIMEOUT_MS = 600_000;

/**
 * Real Electron where its binary is installed or its own installer can fetch it, else the stand-in.
 * `ELECTRON_HOST=real` ends the program instead of standing in, `ELECTRON_HOST=stand-in` does not look for Electron.
 */
export function chooseHost(): Host {
  const wanted = process.env['ELECTRON_HOST'] ?? '';
  if (!['', 'real', 'stand-in'].includes(wanted)) {
    stop(`ELECTRON_HOST is "${wanted}". It can be "real" or "stand-in"; leave it out to take what is there.`);
  }
  if (wanted !== 'stand-in') {
    const executable = electronBinary() ?? fetchElectron();
    if (executable !== undefined) return { kind: 'electron', executable, env: { ELECTRON_HOST: 'real' } };
    if (wanted === 'real') {
      stop('ELECTRON_HOST is "real", but Electron\'s binary is not installed here and could not be downloaded.');
    }
  }
  if (process.platform === 'win32') {
    stop("Electron's binary is not here and could not be downloaded, and nothing can stand in for it on Windows.");
  }
  const folder = join(process.cwd(), STAND_IN);
  const executable = join(folder, 'electron');
  return {
    kind: 'stand-in',
    executable,
    env: { ELECTRON_HOST: 'stand-in', ELECTRON_OVERRIDE_DIST_PATH: folder, ELECTRON_EXEC_PATH: executable },
  };
}

/** Where the electron package says its binary is, if it is really there. */
export function electronBinary(): string | undefined {
  const pathFile = join(ELECTRON, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const executable = join(process.cwd(), ELECTRON, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(executable) ? executable : undefined;
}

function fetchElectron(): string | undefined {
  console.log("Electron's binary is not installed; trying its own installer…");
  spawnSync(process.execPath, [join(ELECTRON, 'install.js')], { stdio: 'ignore', timeout: INSTALL_TIMEOUT_MS });
  return electronBinary();
}
