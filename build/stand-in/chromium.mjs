/** Starts Debian's (or any) Chromium with a DevTools pipe on fds 3 and 4. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { Cdp } from './cdp.mjs';

const CANDIDATES = [
  '/usr/lib/chromium/chromium',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
export function findChromium() {
  const found = process.env.STANDIN_CHROMIUM ?? CANDIDATES.find(existsSync);
  if (!found)
    throw new Error(
      'No Chromium found. On Debian: apt-get install -y chromium (and xvfb for windows without a screen), or set STANDIN_CHROMIUM.',
    );
  return found;
}

export function startChromium(o) {
  const exe = findChromium();
  mkdirSync(o.userDataDir, { recursive: true });
  const features = {
    disable: [
      'LocalNetworkAccessChecks',
      'Translate',
      'MediaRouter',
      'OptimizationHints',
      'HttpsUpgrades',
      'AutofillServerCommunication',
      'PaintHolding',
    ],
    enable: [],
  };
  const args = [
    `--user-data-dir=${o.userDataDir}`,
    '--remote-debugging-pipe',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-default-apps',
    '--disable-extensions',
    '--disable-quic',
    '--disable-breakpad',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-back-forward-cache',
    '--password-store=basic',
    '--use-mock-keychain',
    '--disable-infobars',
    '--hide-crash-restore-bubble',
    '--disable-session-crashed-bubble',
    '--disable-search-engine-choice-screen',
    '--unsafely-disable-devtools-self-xss-warnings',
    '--disable-background-timer-throttling',
    '--disable-renderer-backgrounding',
    '--disable-backgrounding-occluded-windows',
    '--test-type',
  ]; // --test-type: no 'unsupported command-line flag' bar for --no-sandbox
  if (process.getuid?.() === 0) args.push('--no-sandbox'); // only as root; label this run accordingly
  if (o.headless) args.push('--headless=new', '--hide-scrollbars');
  if (o.debugPort !== undefined) args.push(`--remote-debugging-port=${o.debugPort}`);
  for (const [k, v] of o.switches) {
    if (k === 'disable-features') features.disable.push(...v.split(',').filter(Boolean));
    else if (k === 'enable-features') features.enable.push(...v.split(',').filter(Boolean));
    else if (!args.some((a) => a === `--${k}` || a.startsWith(`--${k}=`))) args.push(v ? `--${k}=${v}` : `--${k}`);
  }
  args.push(`--disable-features=${[...new Set(features.disable)].join(',')}`);
  if (features.enable.length) args.push(`--enable-features=${[...new Set(features.enable)].join(',')}`);
  const first = !o.headless && o.firstUrl ? `--app=${o.firstUrl}` : '--no-startup-window';
  const env = { ...process.env };
  delete env.NODE_OPTIONS;
  const child = spawn(exe, [...args, first], { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'], env });
  const cdp = new Cdp(child.stdio[3], child.stdio[4]);
  createInterface({ input: child.stderr }).on('line', (l) => {
    if (l.startsWith('DevTools listening on ') || process.env.STANDIN_DEBUG) process.stderr.write(l + '\n');
  });
  return { cdp, child, exe, args, headless: o.headless };
}
