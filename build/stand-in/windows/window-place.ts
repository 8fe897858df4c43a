import type { Rectangle } from 'electron';
import { ifThere } from '../chromium/connection.ts';
import type { Session } from '../chromium/connection.ts';
import type { WindowBounds, WindowState } from '../chromium/protocol.ts';

export type PlaceChange =
  | 'resize'
  | 'move'
  | 'maximize'
  | 'unmaximize'
  | 'minimize'
  | 'restore'
  | 'enter-full-screen'
  | 'leave-full-screen';

const ENTERED = { maximized: 'maximize', minimized: 'minimize', fullscreen: 'enter-full-screen' } as const;
const LEFT = { maximized: 'unmaximize', minimized: 'restore', fullscreen: 'leave-full-screen' } as const;

/** Which of Electron's events lead from one place to another. */
export function changesBetween(before: WindowBounds, after: WindowBounds): readonly PlaceChange[] {
  const changes: PlaceChange[] = [];
  if (before.windowState !== after.windowState) {
    if (before.windowState !== 'normal') changes.push(LEFT[before.windowState]);
    if (after.windowState !== 'normal') changes.push(ENTERED[after.windowState]);
  }
  if (before.left !== after.left || before.top !== after.top) changes.push('move');
  if (before.width !== after.width || before.height !== after.height) changes.push('resize');
  return changes;
}

/** Where a window is. Electron answers at once, Chromium later: what was asked for counts until Chromium has spoken. */
export class WindowPlace {
  readonly #tell: (change: PlaceChange) => void;
  readonly #settled = Promise.withResolvers<void>();
  /** Everything asked of Chromium, one after the other, beginning when there is a window. */
  #work: Promise<void> = this.#settled.promise;
  #bounds: WindowBounds;
  /** Where the window goes when it is neither maximized nor full screen. */
  #normal: Rectangle;
  #chromium: Session | undefined;
  #windowId = 0;

  constructor(initial: Rectangle, tell: (change: PlaceChange) => void) {
    const { x, y, width, height } = initial;
    this.#normal = initial;
    this.#bounds = { left: x, top: y, width, height, windowState: 'normal' };
    this.#tell = tell;
  }

  get rectangle(): Rectangle {
    return { x: this.#bounds.left, y: this.#bounds.top, width: this.#bounds.width, height: this.#bounds.height };
  }

  get normal(): Rectangle {
    return { ...this.#normal };
  }

  get state(): WindowState {
    return this.#bounds.windowState;
  }

  /** The window has appeared; `first` says where the app wanted it. */
  async settle(chromium: Session, windowId: number, first: Partial<WindowBounds>): Promise<void> {
    this.#chromium = chromium;
    this.#windowId = windowId;
    await chromium.send('Browser.setWindowBounds', { windowId, bounds: first });
    this.#settled.resolve();
  }

  move(rectangle: Partial<Rectangle>): void {
    const { x, y, width, height } = { ...this.rectangle, ...rectangle };
    this.#become({ left: x, top: y, width, height, windowState: this.#bounds.windowState });
    this.#send([{ left: x, top: y, width, height }]);
  }

  enter(windowState: WindowState): void {
    if (windowState === this.#bounds.windowState) return;
    const { x: left, y: top, width, height } = this.#normal;
    const back = windowState === 'normal' ? { left, top, width, height } : {};
    this.#become({ ...this.#bounds, ...back, windowState });
    // Chromium goes from one state to another only by way of `normal`.
    this.#send(windowState === 'normal' ? [{ windowState }] : [{ windowState: 'normal' }, { windowState }]);
  }

  /** Asks Chromium where the window really is. */
  look(): void {
    this.#then(() => this.#read());
  }

  async #read(): Promise<void> {
    const answer = await this.#chromium?.send('Browser.getWindowBounds', { windowId: this.#windowId });
    if (answer !== undefined) this.#become(answer.bounds);
  }

  #become(bounds: WindowBounds): void {
    const changes = changesBetween(this.#bounds, bounds);
    this.#bounds = bounds;
    if (bounds.windowState === 'normal') this.#normal = this.rectangle;
    for (const change of changes) this.#tell(change);
  }

  #send(steps: readonly Partial<WindowBounds>[]): void {
    this.#then(async () => {
      for (const bounds of steps)
        await this.#chromium?.send('Browser.setWindowBounds', { windowId: this.#windowId, bounds });
    });
  }

  #then(work: () => Promise<void>): void {
    this.#work = this.#work.then(() => ifThere(work()));
  }
}
