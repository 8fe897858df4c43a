/** How an Electron app ends, in Electron's documented order; what it does to windows and to the process is handed in. */

export interface LifecyclePorts {
  /** False when a listener prevented it. */
  announce(event: 'before-quit' | 'will-quit'): boolean;
  /** False when nobody listens: the app then quits by itself. */
  announceAllClosed(): boolean;
  windows(): readonly { close(): void; destroy(): void }[];
  /** Announces `quit` and ends the process. */
  shutDown(exitCode: number): void;
}

type State =
  | { readonly kind: 'running' }
  | { readonly kind: 'quitting' }
  | { readonly kind: 'exiting'; readonly exitCode: number }
  | { readonly kind: 'over' };

export class Lifecycle {
  readonly #ports: LifecyclePorts;
  #state: State = { kind: 'running' };

  constructor(ports: LifecyclePorts) {
    this.#ports = ports;
  }

  get isEnding(): boolean {
    return this.#state.kind !== 'running';
  }

  /** before-quit, then every window is asked to close, then will-quit; a veto at any point leaves the app running. */
  quit(): void {
    if (this.#state.kind !== 'running' || !this.#ports.announce('before-quit')) return;
    this.#state = { kind: 'quitting' };
    const windows = this.#ports.windows();
    if (windows.length === 0) this.#finish();
    for (const window of windows) window.close();
  }

  /** Ends without asking anybody: no before-quit, no will-quit. */
  exit(exitCode: number): void {
    if (this.#state.kind === 'exiting' || this.#state.kind === 'over') return;
    this.#state = { kind: 'exiting', exitCode };
    const windows = this.#ports.windows();
    if (windows.length === 0) this.#shutDown(exitCode);
    for (const window of windows) window.destroy();
  }

  closeCancelled(): void {
    if (this.#state.kind === 'quitting') this.#state = { kind: 'running' };
  }

  allWindowsClosed(): void {
    switch (this.#state.kind) {
      case 'running':
        if (!this.#ports.announceAllClosed()) this.quit();
        return;
      case 'quitting':
        this.#finish();
        return;
      case 'exiting':
        this.#shutDown(this.#state.exitCode);
        return;
      case 'over':
        return;
      default:
        this.#state satisfies never;
    }
  }

  #finish(): void {
    if (this.#ports.announce('will-quit')) this.#shutDown(0);
    else this.#state = { kind: 'running' };
  }

  #shutDown(exitCode: number): void {
    this.#state = { kind: 'over' };
    this.#ports.shutDown(exitCode);
  }
}
