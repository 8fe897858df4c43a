import { spawn } from 'node:child_process';
import type { AppPaths } from './app-paths.ts';
import { makeCommandLine } from './command-line.ts';
import type { Launch } from './launch.ts';
import type { Lifecycle } from './lifecycle.ts';
import { SingleInstance } from './single-instance.ts';
import { strictEmitter } from './strict.ts';
import type { Notes } from './strict.ts';

export interface AppHost {
  readonly launch: Launch;
  readonly paths: AppPaths;
  readonly notes: Notes;
  readonly switches: Map<string, string>;
  readonly executable: string;
  readonly lifecycle: () => Lifecycle;
  focusWindow(): void;
}

/** How this app is started anew when it ends, if it asked for that. */
interface Relaunch {
  readonly execPath?: string;
  readonly args?: readonly string[];
}

const EVENTS = (
  'will-finish-launching ready window-all-closed before-quit will-quit quit second-instance activate ' +
  'browser-window-created browser-window-focus browser-window-blur web-contents-created session-created ' +
  'accessibility-support-changed render-process-gone ' +
  // These never happen here, so that guards on them are satisfied.
  'open-url open-file child-process-gone certificate-error login select-client-certificate gpu-info-update'
).split(' ');

export class App extends strictEmitter('app', EVENTS) {
  readonly isPackaged: boolean = false;
  readonly commandLine: ReturnType<typeof makeCommandLine>;
  /** macOS only. */
  readonly dock = undefined;
  name: string;
  readonly #host: AppHost;
  readonly #whenReady = Promise.withResolvers<void>();
  readonly #schemes = new Set<string>();
  #instance: SingleInstance | undefined;
  #accessibility = false;
  #isReady = false;
  #relaunch: Relaunch | undefined;

  constructor(host: AppHost) {
    super();
    this.#host = host;
    this.name = host.launch.name;
    this.commandLine = makeCommandLine(host.switches);
  }

  whenReady(): Promise<void> {
    return this.#whenReady.promise;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  getName(): string {
    return this.name;
  }

  setName(name: string): void {
    this.name = name;
  }

  getVersion(): string {
    return this.#host.launch.version;
  }

  getAppPath(): string {
    return this.#host.launch.appFolder;
  }

  getLocale(): string {
    const locale = (process.env['LC_ALL'] ?? process.env['LANG'] ?? '').split('.')[0]?.replace('_', '-') ?? '';
    return /^[a-z]{2,3}(-[A-Za-z]+)?$/.test(locale) ? locale : 'en-US';
  }

  getSystemLocale(): string {
    return this.getLocale();
  }

  getPreferredSystemLanguages(): string[] {
    return [this.getLocale()];
  }

  getPath(name: string): string {
    return this.#host.paths.get(name, this.name);
  }

  setPath(name: string, path: string): void {
    this.#host.paths.set(name, path);
  }

  setAppLogsPath(path?: string): void {
    if (path !== undefined) this.setPath('logs', path);
  }

  requestSingleInstanceLock(additionalData?: object): boolean {
    if (this.#instance !== undefined) return true;
    const mine = { argv: [...process.argv], cwd: process.cwd(), additionalData };
    this.#instance = SingleInstance.claim(this.getPath('userData'), mine, ({ argv, cwd, additionalData: extra }) =>
      this.emit('second-instance', {}, argv, cwd, extra),
    );
    return this.#instance !== undefined;
  }

  hasSingleInstanceLock(): boolean {
    return this.#instance !== undefined;
  }

  releaseSingleInstanceLock(): void {
    this.#instance?.[Symbol.dispose]();
    this.#instance = undefined;
  }

  /** Remembered for this run only: no desktop is told. */
  setAsDefaultProtocolClient(scheme: string): boolean {
    this.#schemes.add(scheme);
    return true;
  }

  removeAsDefaultProtocolClient(scheme: string): boolean {
    return this.#schemes.delete(scheme);
  }

  isDefaultProtocolClient(scheme: string): boolean {
    return this.#schemes.has(scheme);
  }

  get accessibilitySupportEnabled(): boolean {
    return this.#accessibility;
  }

  set accessibilitySupportEnabled(enabled: boolean) {
    this.setAccessibilitySupportEnabled(enabled);
  }

  isAccessibilitySupportEnabled(): boolean {
    return this.#accessibility;
  }

  setAccessibilitySupportEnabled(enabled: boolean): void {
    if (enabled === this.#accessibility) return;
    this.#accessibility = enabled;
    this.emit('accessibility-support-changed', {}, enabled);
  }

  /** Pages are always isolated and, except for root, sandboxed: Chromium's doing, not this call's. */
  enableSandbox(): void {}

  disableHardwareAcceleration(): void {}

  setAppUserModelId(_id: string): void {}

  setAboutPanelOptions(_options: object): void {}

  focus(): void {
    this.#host.focusWindow();
  }

  quit(): void {
    this.#host.lifecycle().quit();
  }

  exit(exitCode = 0): void {
    this.#host.lifecycle().exit(exitCode);
  }

  /** The app is started again when this run has ended. */
  relaunch(options: Relaunch = {}): void {
    this.#relaunch = options;
  }

  /** For the stand-in: Chromium is there. */
  becomeReady(): void {
    this.#isReady = true;
    this.emit('will-finish-launching');
    this.#whenReady.resolve();
    this.emit('ready', {}, {});
  }

  /** For the stand-in: the very end of this run. */
  end(exitCode: number): void {
    this.emit('quit', {}, exitCode);
    this.releaseSingleInstanceLock();
    if (this.#relaunch === undefined) return;
    const { execPath = this.#host.executable, args = process.argv.slice(1) } = this.#relaunch;
    spawn(execPath, [...args], { detached: true, stdio: 'inherit' }).unref();
  }
}
