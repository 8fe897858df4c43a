import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { chromium } from 'playwright-core';
import { buildApp } from '../build/run/build-app.ts';
import { hasDisplay, openHiddenDisplay } from '../build/run/display.ts';
import { chooseHost, type Host } from '../build/run/host.ts';
import { BenchFolder, interleave, percentile, round, type Measured } from './benchmark.ts';

const ROUNDS = 9;
const STARTED_TIMEOUT_MS = 60_000;
const EMPTY_WINDOW = join(import.meta.dirname, 'empty-window');

/** B14: from the creation of the process to the first row that can be written in, beside one line in an empty window. */
export async function run(): Promise<Measured> {
  using stack = new DisposableStack();
  const host = chooseHost();
  await buildApp();
  const env: NodeJS.ProcessEnv = { ...process.env, ...host.env };
  if (!hasDisplay()) {
    if (host.kind === 'stand-in') env['STANDIN_HEADLESS'] = '1';
    else env['DISPLAY'] = stack.use(await openHiddenDisplay()).name;
  }
  const profiles = { galley: stack.use(new BenchFolder()).path, empty: stack.use(new BenchFolder()).path };
  const start = (program: string, profile: string): Promise<number> =>
    timeToFirstCell({ host, program, env: { ...env, GALLEY_USER_DATA: profile } });

  // The very first start makes the sample script; what people wait for is every start after it.
  const firstEverMs = await start('.', profiles.galley);
  const times = { galley: [] as number[], empty: [] as number[] };
  await interleave(
    {
      galley: async () => times.galley.push(await start('.', profiles.galley)),
      empty: async () => times.empty.push(await start(EMPTY_WINDOW, profiles.empty)),
    },
    { rounds: ROUNDS, warmUps: 0 },
  );
  const [galleyMs, emptyMs] = [percentile(times.galley, 0.5), percentile(times.empty, 0.5)];
  return {
    parts: [{ name: 'start', ratio: galleyMs / emptyMs, goal: { atMost: 1.3 } }],
    detail: {
      host: host.kind,
      startMs: round(galleyMs),
      emptyMs: round(emptyMs),
      firstEverMs: round(firstEverMs),
      rounds: ROUNDS,
    },
  };
}

interface Start {
  readonly host: Host;
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Milliseconds by the page's own clock, which shares the machine's: looking at it from outside costs nothing. */
export async function timeToFirstCell({ host, program, env }: Start): Promise<number> {
  const beganAt = Date.now();
  const child = spawn(host.executable, ['--remote-debugging-port=0', program], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  try {
    await using browser = await chromium.connectOverCDP(await devToolsUrl(child.stderr));
    const [context] = browser.contexts();
    if (context === undefined) throw new Error('There is no window to look at.');
    const page = context.pages()[0] ?? (await context.waitForEvent('page', { timeout: STARTED_TIMEOUT_MS }));
    const shown = await page.waitForFunction(cellShownAt, undefined, { timeout: STARTED_TIMEOUT_MS });
    return (await shown.jsonValue()) - beganAt;
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

/** Runs in the page in every frame: when the first row was there, in milliseconds since 1970. */
function cellShownAt(): number {
  // A row that can be read is there earlier; this one has the caret.
  const cell = document.querySelector('[role="gridcell"] [contenteditable="true"], .empty-window');
  return cell === null || cell.textContent === '' ? 0 : performance.timeOrigin + performance.now();
}

async function devToolsUrl(stderr: Readable): Promise<string> {
  for await (const line of createInterface({ input: stderr })) {
    const url = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
    if (url !== undefined) {
      stderr.resume();
      return url;
    }
  }
  throw new Error('The program ended before it could be looked at.');
}
