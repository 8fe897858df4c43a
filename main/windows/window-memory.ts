import * as z from 'zod';
import { hashOf, showingAt } from '../../app/window-address.ts';
import type { Log } from '../log/log.ts';
import { JsonFile } from '../settings/json-file.ts';
import type { Surroundings } from '../surroundings.ts';
import { Place } from './placement.ts';
import type { OpenWindow } from './windows.ts';

/** A window that is dragged reports every step; the last one counts. */
const SETTLE_MS = 500;

const Remembered = z.object({
  windows: z.array(z.object({ showing: z.string(), place: Place })).max(64),
});

export interface WindowMemoryOptions {
  readonly log: Pick<Log, 'warn'>;
  readonly wake: Surroundings['wake'];
}

/** Which windows were open, where, and on what: for the next start. Losing this file loses nothing else. */
export class WindowMemory implements AsyncDisposable {
  /** What was open when Galley was last seen. */
  readonly remembered: readonly OpenWindow[];
  readonly #file: JsonFile;
  readonly #log: Pick<Log, 'warn'>;
  readonly #wake: Surroundings['wake'];
  #pending: readonly OpenWindow[] | null = null;
  #timer: Disposable | null = null;

  private constructor(file: JsonFile, remembered: readonly OpenWindow[], { log, wake }: WindowMemoryOptions) {
    this.#file = file;
    this.remembered = remembered;
    this.#log = log;
    this.#wake = wake;
  }

  static async open(path: string, options: WindowMemoryOptions): Promise<WindowMemory> {
    const file = new JsonFile(path);
    try {
      const { windows } = Remembered.parse((await file.read()) ?? { windows: [] });
      const remembered = windows.map(({ showing, place }) => ({ showing: showingAt(showing), place }));
      return new WindowMemory(file, remembered, options);
    } catch (error) {
      options.log.warn('windows.forgotten', { error });
      return new WindowMemory(file, [], options);
    }
  }

  /** No windows at all is not remembered: the last one to close is what opens again. */
  note(windows: readonly OpenWindow[]): void {
    if (windows.length === 0) return;
    this.#pending = windows;
    this.#timer ??= this.#wake(SETTLE_MS, () => void this.#keep());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#timer?.[Symbol.dispose]();
    await this.#keep();
    await this.#file[Symbol.asyncDispose]();
  }

  async #keep(): Promise<void> {
    this.#timer = null;
    const windows = this.#pending?.map(({ showing, place }) => ({ showing: hashOf(showing), place }));
    this.#pending = null;
    if (windows === undefined) return;
    try {
      await this.#file.write({ windows });
    } catch (error) {
      // Where windows stood is not worth a word to the person: the next change is written again.
      this.#log.warn('windows.not-remembered', { error });
    }
  }
}
