import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable, Writable } from 'node:stream';
import { chromiumArguments } from './arguments.ts';
import type { ChromiumChoice } from './arguments.ts';
import { Connection, ifThere } from './connection.ts';
import { freeProfile } from './profile.ts';
import type { TargetInfo } from './protocol.ts';

const USUAL_PLACES = [
  '/usr/lib/chromium/chromium', // not Debian's wrapper in /usr/bin, which adds flags of its own
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const GOODBYE_MS = 3_000;

/** Where a window waits before its first page: a page of ours, so that it can have the window's colour. */
export const BLANK_PAGE = 'https://window.app-standin.invalid/';

export type Ending = 'closed' | 'killed';

export interface WindowSize {
  readonly width: number;
  readonly height: number;
}

export interface BrowserOptions extends ChromiumChoice {
  readonly executable: string;
  /** Chromium's own messages go to our stderr. */
  readonly chatty: boolean;
}

/** @throws when there is no Chromium, with the command that brings one. */
export function findChromium(chosen: string | undefined): string {
  const found = chosen ?? USUAL_PLACES.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new Error(
    'No Chromium found. On Debian: apt-get install -y chromium (and xvfb, for windows without a screen), or set STANDIN_CHROMIUM.',
  );
}

/** A running Chromium of ours. It ends when this process ends, however that happens: its pipe closes. */
export class Browser implements AsyncDisposable {
  readonly connection: Connection;
  readonly headless: boolean;
  readonly pid: number | undefined;
  /** Resolves when the process is gone: `killed` when a signal or a crash ended it. */
  readonly ended: Promise<Ending>;
  readonly #child: ChildProcess;
  readonly #executable: string;
  readonly #arguments: readonly string[];
  #firstWindow: Promise<string> | undefined;

  private constructor(child: ChildProcess, connection: Connection, options: BrowserOptions, flags: readonly string[]) {
    this.#child = child;
    this.#executable = options.executable;
    this.#arguments = flags;
    this.connection = connection;
    this.headless = options.headless;
    this.pid = child.pid;
    this.ended = new Promise((resolve) => {
      child.once('exit', (code) => resolve(code === 0 ? 'closed' : 'killed'));
      child.once('error', () => resolve('killed'));
    });
  }

  static async open(options: BrowserOptions): Promise<Browser> {
    mkdirSync(options.userDataFolder, { recursive: true });
    await freeProfile(options.userDataFolder);
    const flags = chromiumArguments(options);
    const { NODE_OPTIONS: _, ...environment } = process.env;
    const child = spawn(options.executable, [...flags, '--no-startup-window'], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
      env: environment,
      // A group of its own: Ctrl+C in the terminal is for the app, which then closes its windows itself.
      detached: true,
    });
    const [, , messages, toChromium, fromChromium] = child.stdio;
    if (!(messages instanceof Readable) || !(toChromium instanceof Writable) || !(fromChromium instanceof Readable))
      throw new Error('Chromium was started without its pipes.');
    createInterface({ input: messages }).on('line', (line) => {
      if (options.chatty || line.startsWith('DevTools listening on ')) process.stderr.write(`${line}\n`);
    });
    const connection = new Connection(toChromium, fromChromium);
    const browser = new Browser(child, connection, options, flags);
    const failed = browser.ended.then(() => {
      throw new Error(`${options.executable} ended before it could be used. STANDIN_DEBUG=1 shows what it said.`);
    });
    await Promise.race([connection.root.send('Target.setDiscoverTargets', { discover: true }), failed]);
    failed.catch(() => undefined); // from here on, `ended` has its own listeners
    // Not by Chromium's own start: it would then end with its last window, and an app may go on without any. Begun now,
    // the window comes up while the app gets ready.
    if (!options.headless) browser.#firstWindow = browser.#openAppWindow();
    return browser;
  }

  /** Opens a window and answers its target. */
  async openWindow(inner: WindowSize): Promise<string> {
    if (this.headless) {
      const { width, height } = inner;
      const size = { url: 'about:blank', newWindow: true, width, height };
      return (await this.connection.root.send('Target.createTarget', size)).targetId;
    }
    const first = this.#firstWindow;
    this.#firstWindow = undefined;
    if (first !== undefined) return first;
    return this.#openAppWindow();
  }

  /** Asks Chromium to leave; ends it when it does not within three seconds. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const deadline = AbortSignal.timeout(GOODBYE_MS);
    const late = new Promise<void>((resolve) => deadline.addEventListener('abort', () => resolve(), { once: true }));
    void ifThere(this.connection.root.send('Browser.close'));
    await Promise.race([this.ended, late]);
    this.#child.kill('SIGKILL');
  }

  /** Opens a window without tabs or address bar and answers its target. */
  #openAppWindow(): Promise<string> {
    const mark = randomBytes(8).toString('hex');
    const appeared = this.#appears((target) => target.url.includes(mark));
    // A second Chromium on the same profile hands its command line to the first one and leaves.
    const flags = this.#arguments.filter((flag) => !flag.startsWith('--remote-debugging'));
    const messenger = spawn(this.#executable, [...flags, `--app=${BLANK_PAGE}?${mark}`], { stdio: 'ignore' });
    messenger.on('error', (error) => process.stderr.write(`[stand-in] no window: ${error.message}\n`));
    return appeared;
  }

  #appears(isWanted: (target: TargetInfo) => boolean): Promise<string> {
    return new Promise((resolve) => {
      const { root } = this.connection;
      const look = ({ targetInfo }: { readonly targetInfo: TargetInfo }): void => {
        if (targetInfo.type !== 'page' || !isWanted(targetInfo)) return;
        stopCreated();
        stopChanged();
        resolve(targetInfo.targetId);
      };
      const stopCreated = root.on('Target.targetCreated', look);
      const stopChanged = root.on('Target.targetInfoChanged', look);
    });
  }
}
