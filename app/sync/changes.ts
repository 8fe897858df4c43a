import type { Link, ScriptSync, SyncEvent } from '../ipc/sync.ts';
import type { ScriptId } from '../ids.ts';
import type { Clock } from './ports.ts';

/** What changed since the last telling. Events are new ones, latest first. */
export interface SyncChange {
  readonly link: Link;
  readonly scripts: readonly ScriptSync[];
  readonly events: readonly SyncEvent[];
}

/** How things are now; asked for what is told. */
export interface Present {
  readonly link: () => Link;
  /** Undefined for a script that is not known any more. */
  readonly script: (scriptId: ScriptId) => ScriptSync | undefined;
  /** Everything that changed was told. */
  readonly told: () => void;
}

/** At most ten tellings a second. */
const TELL_MS = 100;
/** What is sent and received is one event for so long: typing would push everything else off the list. */
const STREAM_MS = 10_000;
const MOST_EVENTS = 200;

/** Gathers what changed and tells it at most ten times a second, and keeps the list of what happened. */
export class Changes implements Disposable {
  readonly #clock: Clock;
  readonly #present: Present;
  readonly #listeners = new Set<(change: SyncChange) => void>();
  readonly #touched = new Set<ScriptId>();
  readonly #told = new Map<ScriptId, string>();
  readonly #streams = new Map<string, { at: number; count: number; event: SyncEvent }>();
  #events: SyncEvent[] = [];
  #fresh: SyncEvent[] = [];
  #link = '';
  #isClosed = false;
  #toldAt = Number.NEGATIVE_INFINITY;
  #wake: Disposable | undefined;
  #streamWake: Disposable | undefined;

  constructor(clock: Clock, present: Present) {
    this.#clock = clock;
    this.#present = present;
  }

  /** Latest first. */
  get events(): readonly SyncEvent[] {
    return this.#events;
  }

  get isIdle(): boolean {
    return this.#wake === undefined;
  }

  listen(listener: (change: SyncChange) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  touch(scriptId: ScriptId | null): void {
    if (scriptId !== null) this.#touched.add(scriptId);
    if (this.#wake !== undefined || this.#isClosed) return;
    const afterMs = Math.max(0, this.#toldAt + TELL_MS - this.#clock.elapsed());
    this.#wake = this.#clock.wake(afterMs, () => {
      this.#wake = undefined;
      this.#tell();
      this.#present.told();
    });
  }

  add(kind: SyncEvent['kind'], scriptId: ScriptId | null, count: number | null = null): void {
    const event = { at: this.#clock.now(), kind, scriptId, count };
    this.#events = [event, ...this.#events].slice(0, MOST_EVENTS);
    this.#fresh.unshift(event);
    this.touch(null);
  }

  /** Adds to what a script sent or received lately; it becomes one event after some seconds. */
  stream(kind: 'sent' | 'received', scriptId: ScriptId, count: number): void {
    const key = `${kind} ${scriptId}`;
    const stream = this.#streams.get(key);
    if (stream !== undefined) {
      stream.count += count;
      return;
    }
    const event = { at: this.#clock.now(), kind, scriptId, count };
    this.#streams.set(key, { at: this.#clock.elapsed(), count, event });
    this.#streamWake ??= this.#clock.wake(STREAM_MS, () => this.#endStreams());
  }

  [Symbol.dispose](): void {
    this.#isClosed = true;
    this.#wake?.[Symbol.dispose]();
    this.#streamWake?.[Symbol.dispose]();
    this.#listeners.clear();
  }

  #endStreams(): void {
    this.#streamWake = undefined;
    for (const { event, count } of this.#streams.values()) this.add(event.kind, event.scriptId, count);
    this.#streams.clear();
  }

  #tell(): void {
    this.#toldAt = this.#clock.elapsed();
    const scripts: ScriptSync[] = [];
    for (const scriptId of this.#touched) {
      const script = this.#present.script(scriptId);
      const shown = JSON.stringify(script);
      if (this.#told.get(scriptId) === shown) continue;
      if (script === undefined) this.#told.delete(scriptId);
      else {
        this.#told.set(scriptId, shown);
        scripts.push(script);
      }
    }
    this.#touched.clear();
    const link = this.#present.link();
    const events = this.#fresh;
    this.#fresh = [];
    const shownLink = JSON.stringify(link);
    if (scripts.length === 0 && events.length === 0 && shownLink === this.#link) return;
    this.#link = shownLink;
    for (const listener of this.#listeners) listener({ link, scripts, events });
  }
}
