import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { stop } from './stop.mjs';

/** Debian's own program first: its wrapper in /usr/bin adds arguments of its own. */
const CHROMIUMS = [
  '/usr/lib/chromium/chromium',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const findChromium = (): string | undefined =>
  process.env['STANDIN_CHROMIUM'] ?? CHROMIUMS.find((path) => existsSync(path));

/** The Chromium of this machine; STANDIN_CHROMIUM names another. Ends the program when there is none. */
export const chromiumPath = (): string => findChromium() ?? stop('There is no Chromium on this machine.');

/** What the stand-in and tests need from the machine: how to see that it is there, and its Debian packages. */
const needs = {
  chromium: { packages: ['chromium'], isThere: () => findChromium() !== undefined },
  fonts: {
    packages: ['fonts-dejavu-core'],
    isThere: () => existsSync('/usr/share/fonts') || process.platform !== 'linux',
  },
  display: { packages: ['xvfb'], isThere: () => isOnPath('Xvfb') },
  // The compiler alone has no headers.
  compiler: {
    packages: ['gcc', 'libc6-dev'],
    isThere: () => isOnPath('gcc') && existsSync('/usr/include/stdio.h'),
  },
} as const;

/** Installs what is missing where it may (root on Debian and its kin); elsewhere says exactly what to run, and ends. */
export function needSystemPackages(...wanted: readonly (keyof typeof needs)[]): void {
  const missing = wanted.filter((name) => !needs[name].isThere()).flatMap((name) => needs[name].packages);
  if (missing.length === 0) return;
  const how = howToInstall(missing, {
    hasAptGet: process.platform === 'linux' && isOnPath('apt-get'),
    isRoot: process.getuid?.() === 0,
  });
  if (how.kind === 'tell') stop(how.words);
  console.log(`Installing ${missing.join(', ')} (a minute or less)…`);
  for (const args of how.aptGet) {
    if (!aptGet(args)) stop(`apt-get could not install ${missing.join(', ')}. Its own words are above.`);
  }
}

export interface Machine {
  readonly hasAptGet: boolean;
  readonly isRoot: boolean;
}

export type HowToInstall =
  | { readonly kind: 'install'; readonly aptGet: readonly (readonly string[])[] }
  | { readonly kind: 'tell'; readonly words: string };

export function howToInstall(packages: readonly string[], { hasAptGet, isRoot }: Machine): HowToInstall {
  const names = packages.join(', ');
  if (!hasAptGet) return { kind: 'tell', words: `This machine needs: ${names}. Install them, then run this again.` };
  const update = ['update'];
  const install = ['install', '--yes', '--no-install-recommends', ...packages];
  // Somebody else may be installing just now: apt-get then waits for them.
  if (isRoot) return { kind: 'install', aptGet: [update, ['--option=DPkg::Lock::Timeout=300', ...install]] };
  const command = `sudo apt-get ${update.join(' ')} && sudo apt-get ${install.join(' ')}`;
  return { kind: 'tell', words: `This machine needs ${names}. Run this, then try again:\n\n  ${command}` };
}

function aptGet(args: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const done = spawnSync('apt-get', args, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] });
  if (done.status !== 0) console.error(done.stdout, done.stderr);
  return done.status === 0;
}

function isOnPath(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false; // not there, or not ours to run: both mean that this folder has none
    }
  });
}
