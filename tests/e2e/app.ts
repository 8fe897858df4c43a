import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';

/** A profile of its own on disk. It outlives the app, so that a test can start again on it. */
export class Profile implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'galley-e2e-'));

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const LAUNCH_TIMEOUT_MS = 45_000;
/** Longer than the five seconds that closing may take. */
const EXIT_TIMEOUT_MS = 15_000;

/** Electron refuses to sandbox its windows as root, and then to start. */
const needsNoSandbox =
  process.env['ELECTRON_HOST'] === 'real' && process.platform === 'linux' && process.getuid?.() === 0;

export const launchArguments: readonly string[] = [...(needsNoSandbox ? ['--no-sandbox'] : []), '.'];

export const environmentOf = (profile: Profile): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  ),
  GALLEY_USER_DATA: profile.folder,
});

/** The running program. Disposing it quits; what does not quit in time is killed, by its own process id. */
export class RunningApp implements AsyncDisposable {
  readonly electron: ElectronApplication;
  readonly #process: ReturnType<ElectronApplication['process']>;

  private constructor(electron: ElectronApplication) {
    this.electron = electron;
    this.#process = electron.process();
  }

  /** Starts Galley on a profile and waits for its first page to show something. */
  static async launch(
    profile: Profile,
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ): Promise<RunningApp> {
    const electron = await _electron.launch({
      args: [...launchArguments, ...args],
      env: { ...environmentOf(profile), ...env },
      timeout: LAUNCH_TIMEOUT_MS,
    });
    const app = new RunningApp(electron);
    try {
      await app.firstPage();
      return app;
    } catch (error) {
      await app.kill();
      throw error;
    }
  }

  get processId(): number {
    const { pid } = this.#process;
    if (pid === undefined) throw new Error('The app has no process.');
    return pid;
  }

  async firstPage(): Promise<Page> {
    const page = await this.electron.firstWindow();
    await page.locator('#root > *').first().waitFor();
    return page;
  }

  /** The page that another window brings. */
  async nextPage(act: () => Promise<unknown>): Promise<Page> {
    const arriving = this.electron.waitForEvent('window');
    await act();
    const page = await arriving;
    await page.locator('#root > *').first().waitFor();
    return page;
  }

  /** What the main process says of its windows, also of those whose page has fallen over. */
  inWindow<T>(expression: string): Promise<T> {
    return this.electron.evaluate(
      ({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code) as Promise<T>,
      expression,
    );
  }

  /** As the menu's Quit: the program may ask, and may stay. */
  async askToQuit(): Promise<void> {
    await this.electron.evaluate(({ app }) => void setImmediate(() => app.quit()));
  }

  /** Resolves when the process is gone. */
  async ended(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#process.once('exit', () => resolve());
    await promise;
  }

  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.ended();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const late = AbortSignal.timeout(EXIT_TIMEOUT_MS);
    late.addEventListener('abort', () => void this.#process.kill('SIGKILL'));
    await this.electron.close().catch(() => undefined); // already gone
    await this.ended();
  }
}
