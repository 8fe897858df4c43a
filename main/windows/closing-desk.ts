import {
  closingStep,
  STAYING,
  type Closing,
  type ClosingCommand,
  type ClosingEvent,
  type HandOver,
  type Unsaved,
} from './closing.ts';

/** What the desk can do to windows and to the program. */
export interface ClosingHands {
  /** False when this window's page cannot hear: it never loaded, or has fallen over and holds nothing. */
  readonly canAsk: (windowId: number) => boolean;
  readonly flush: (windowId: number) => void;
  readonly stay: (windowId: number) => void;
  readonly close: (windowId: number) => void;
  readonly quit: () => void;
  readonly tell: (unsaved: Unsaved, windowId: number) => Promise<'keep-open' | 'close-anyway'>;
  /** Calls back after a while; what it returns calls that off. */
  readonly wake: (afterMs: number, callBack: () => void) => Disposable;
}

/** Carries out what `closingStep` decides. */
export class ClosingDesk implements Disposable {
  readonly #hands: ClosingHands;
  readonly #events: ClosingEvent[] = [];
  #state: Closing = STAYING;
  #working = false;
  #deadline: Disposable | null = null;
  #handOver: PromiseWithResolvers<HandOver> | null = null;

  constructor(hands: ClosingHands) {
    this.#hands = hands;
  }

  get leaving(): boolean {
    return this.#state.kind === 'leaving';
  }

  /** True from the moment a window is asked to go until it stays or is gone. */
  holds(windowId: number): boolean {
    switch (this.#state.kind) {
      case 'staying':
        return false;
      case 'saving':
        return this.#state.windows.has(windowId);
      case 'telling':
        return this.#state.windows.includes(windowId);
      case 'leaving':
        return true;
      default:
        return this.#state satisfies never;
    }
  }

  /**
   * Has these windows save everything. After `flushed` they take no input any more and are to be destroyed, or told to
   * stay; after any other answer they go on as before.
   */
  handOver(windowIds: readonly number[]): Promise<HandOver> {
    if (this.#handOver !== null) return Promise.resolve('closing');
    const asked = Promise.withResolvers<HandOver>();
    this.#handOver = asked;
    this.handle({ kind: 'hand-over-asked', windowIds });
    return asked.promise;
  }

  /** Events that arise while one is being dealt with come after it. */
  handle(event: ClosingEvent): void {
    this.#events.push(event);
    if (this.#working) return;
    this.#working = true;
    try {
      for (let next = this.#events.shift(); next !== undefined; next = this.#events.shift()) {
        const [state, commands] = closingStep(this.#state, next);
        this.#state = state;
        if (state.kind !== 'saving') this.#callOff();
        for (const command of commands) this.#carryOut(command);
      }
    } finally {
      this.#working = false;
    }
  }

  [Symbol.dispose](): void {
    this.#callOff();
  }

  #carryOut(command: ClosingCommand): void {
    const hands = this.#hands;
    switch (command.kind) {
      case 'flush':
        for (const windowId of command.windowIds) {
          if (hands.canAsk(windowId)) hands.flush(windowId);
          else this.handle({ kind: 'flushed', windowId, unsaved: 0, kept: 0 });
        }
        return;
      case 'wake':
        this.#callOff();
        this.#deadline = hands.wake(command.afterMs, () => this.handle({ kind: 'deadline', round: command.round }));
        return;
      case 'tell':
        void hands.tell(command.unsaved, command.windowId).then((choice) => this.handle({ kind: 'chosen', choice }));
        return;
      case 'stay':
        for (const windowId of command.windowIds) hands.stay(windowId);
        return;
      case 'close':
        for (const windowId of command.windowIds) hands.close(windowId);
        return;
      case 'quit':
        hands.quit();
        return;
      case 'answer-hand-over':
        this.#handOver?.resolve(command.answer);
        this.#handOver = null;
        return;
      default:
        command satisfies never;
    }
  }

  #callOff(): void {
    this.#deadline?.[Symbol.dispose]();
    this.#deadline = null;
  }
}
