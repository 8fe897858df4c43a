import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import type { ForkOptions } from 'electron';
import { NotHere, strict, strictEmitter } from './strict.ts';

/** A Node process of the app's own with Electron's `process.parentPort`. It ends when this process ends. */
export class UtilityProcess extends strictEmitter('utilityProcess', ['spawn', 'exit', 'message', 'error']) {
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  readonly #child: ChildProcess;
  #pid: number | undefined;

  constructor(modulePath: string, args: readonly string[], options: ForkOptions) {
    super();
    const output = options.stdio === 'pipe' ? 'pipe' : options.stdio === 'ignore' ? 'ignore' : 'inherit';
    this.#child = fork(modulePath, [...args], {
      cwd: options.cwd,
      env: { ...(options.env ?? process.env) },
      execArgv: ['--import', new URL('./utility-port.ts', import.meta.url).href, ...(options.execArgv ?? [])],
      serialization: 'advanced',
      stdio: ['ignore', output, output, 'ipc'],
    });
    this.stdout = this.#child.stdout;
    this.stderr = this.#child.stderr;
    this.#child.on('spawn', () => {
      this.#pid = this.#child.pid;
      this.emit('spawn');
    });
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.on('exit', (code, signal) => {
      this.#pid = undefined;
      this.emit('exit', code ?? (signal === null ? 1 : constants.signals[signal]));
    });
    this.#child.on('error', (error) => this.emit('error', 'FatalError', String(error), ''));
  }

  get pid(): number | undefined {
    return this.#pid;
  }

  /** Values as structured clone carries them; ports cannot be handed over. */
  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    if (transfer.length > 0) throw new NotHere('utilityProcess.postMessage with ports');
    if (this.#child.connected) this.#child.send(message as object);
  }

  kill(): boolean {
    return this.#child.kill();
  }
}

export const utilityProcess = strict('utilityProcess', {
  fork: (modulePath: string, args: readonly string[] = [], options: ForkOptions = {}): UtilityProcess =>
    new UtilityProcess(modulePath, args, options),
});
