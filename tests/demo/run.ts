/**
 * `npm run demo`: a server of its own and two people's apps on one script. Under a display both windows are open for
 * whoever wants to write in them; without one, or with `--play`, they play a session themselves, and the exit code says
 * whether everything came together.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildApp } from '../../build/run/build-app.ts';
import { hasDisplay, openHiddenDisplay } from '../../build/run/display.ts';
import { chooseHost } from '../../build/run/host.ts';
import { needSystemPackages } from '../../build/run/system-packages.ts';
import { people, scripts, SEED_PASSWORD } from '../support/server/people.ts';
import { Desk } from '../e2e/sync/desk.ts';
import { DemoStack } from './demo-stack.ts';

import { playSession, type Teller } from './session.ts';
import { standSideBySide } from './side-by-side.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const PICTURES = join(process.cwd(), '.cache', 'demo');
const STOPPED = 130;

const isShown = hasDisplay();
const { values: options } = parseArgs({ options: { play: { type: 'boolean', default: false } } });
const isPlayed = !isShown || options.play;

const startedMs = performance.now();
const tell: Teller = (what, tookMs) => {
  const at = `${((performance.now() - startedMs) / 1_000).toFixed(1)} s`.padStart(7);
  console.log(tookMs === undefined ? `${at}  ${what}` : `${at}  ${what} (${Math.round(tookMs)} ms)`);
};

/** What is opened is in `open`, which may be closed at any moment: what is just being opened then is closed as well. */
async function run(open: AsyncDisposableStack): Promise<'as-promised' | 'not-converged'> {
  const keep = async <T extends AsyncDisposable>(opening: Promise<T>): Promise<T> => {
    const opened = await opening;
    if (!open.disposed) return open.use(opened);
    await opened[Symbol.asyncDispose]();
    throw new Error('The demo was stopped.');
  };
  const host = chooseHost();
  if (host.kind === 'stand-in') needSystemPackages('chromium', 'fonts');
  else if (!isShown) needSystemPackages('display');
  await buildApp();
  Object.assign(process.env, host.env, isShown || host.kind === 'electron' ? {} : { STANDIN_HEADLESS: '1' });
  if (!isShown && host.kind === 'electron') process.env['DISPLAY'] = open.use(await openHiddenDisplay()).name;

  const stack = await keep(DemoStack.open());
  tell(`A server is ready at ${stack.url}`);
  const here = await keep(Desk.open('ines', scripts.pilot.id, stack));
  tell(`${here.name} is signed in (${people.ines.email}) and has “The harbour pilot, interview” open`);
  const there = await keep(Desk.open('felix', scripts.pilot.id, stack));
  tell(`${there.name} is signed in (${people.felix.email}) and has it open too`);
  if (isShown) await standSideBySide([here, there]);
  if (isPlayed) {
    const isConverged = await playSession({ here, there, tell, pictures: PICTURES });
    return isConverged ? 'as-promised' : 'not-converged';
  }
  tell(`Write in either window. Everybody’s password is ${SEED_PASSWORD}. To end, close both windows or press Ctrl+C.`);
  await Promise.all([here, there].map(({ app }) => app.app.ended()));
  return 'as-promised';
}

const stopped = Promise.withResolvers<'stopped'>();
// From the first moment, so that a start under way is stopped cleanly too; a second signal changes nothing.
for (const signal of SIGNALS) process.on(signal, () => stopped.resolve('stopped'));
// Playwright listens too, and would end this process before anything of it is closed.
process.on('newListener', (event: string, listener: () => void) => {
  if (SIGNALS.some((signal) => signal === event)) queueMicrotask(() => process.off(event, listener));
});

const open = new AsyncDisposableStack();
const running = run(open);
try {
  const end = await Promise.race([running, stopped.promise]);
  if (end === 'stopped') tell('Stopping…');
  // Where people write themselves, stopping is how it ends.
  process.exitCode = { 'as-promised': 0, 'not-converged': 1, stopped: isPlayed ? STOPPED : 0 }[end];
} finally {
  await open.disposeAsync();
  // What was still being opened when a signal came closes by itself.
  await running.catch(() => undefined);
  tell('Everything that was started has ended.');
}
