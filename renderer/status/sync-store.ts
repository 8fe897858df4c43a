import { Failure } from '../../app/failure.ts';
import type { ScriptId } from '../../app/ids.ts';
import type { Link, ScriptSync, Standing, SyncEvent } from '../../app/ipc/sync.ts';
import type { Client } from '../client.ts';
import { Changing, type Readable } from '../document/readable.ts';
import type { Timers } from '../document/timers.ts';

export interface SyncView {
  /** False until the first answer: nothing is known of the server. */
  readonly isTold: boolean;
  readonly link: Link;
  readonly scripts: ReadonlyMap<ScriptId, ScriptSync>;
  /** Scripts of which nothing was told since something was saved in them: nothing is claimed of these. */
  readonly doubted: ReadonlySet<ScriptId>;
  /** Latest first. */
  readonly events: readonly SyncEvent[];
}

/** Main tells ten times a second at most; what it has not told by then is asked for. */
export const PATIENCE_MS = 1_000;
const MOST_EVENTS = 200;

const NOTHING: SyncView = {
  isTold: false,
  link: { kind: 'none' },
  scripts: new Map(),
  doubted: new Set(),
  events: [],
};

export interface SyncStoreOptions {
  readonly timers: Timers;
  readonly report: (error: unknown) => void;
}

/**
 * What this window was told of the way to the server and of every script's edits. Main hears of a saved edit before the
 * window does, so whatever main tells after that counts it; until then, what was told before is not believed.
 */
export class SyncStore implements Readable<SyncView>, Disposable {
  readonly #client: Pick<Client, 'call' | 'on'>;
  readonly #options: SyncStoreOptions;
  readonly #view = new Changing<SyncView>(NOTHING);
  readonly #stack = new DisposableStack();
  /** While a question is on its way: what was saved since, which its answer need not count. */
  #savedSince: Set<ScriptId> | null = null;
  #isAskedAgain = false;
  #cancel: (() => void) | null = null;

  private constructor(client: Pick<Client, 'call' | 'on'>, options: SyncStoreOptions) {
    this.#client = client;
    this.#options = options;
  }

  static open(client: Pick<Client, 'call' | 'on'>, options: SyncStoreOptions): SyncStore {
    const store = new SyncStore(client, options);
    store.#stack.defer(client.on('sync.changed', (change) => store.#changed(change)));
    // Another window saved something.
    store.#stack.defer(client.on('script.changed', ({ scriptId }) => store.saved(scriptId)));
    store.#stack.defer(client.on('account.changed', () => store.askAgain()));
    store.#stack.defer(() => store.#cancel?.());
    store.askAgain();
    return store;
  }

  readonly get = (): SyncView => this.#view.get();
  readonly subscribe = (listener: () => void): (() => void) => this.#view.subscribe(listener);

  /** An edit of the script is on disk. What was told of the script until now does not count it. */
  saved(scriptId: ScriptId): void {
    this.#savedSince?.add(scriptId);
    const view = this.#view.get();
    if (!view.scripts.has(scriptId)) return;
    if (!view.doubted.has(scriptId)) this.#view.set({ ...view, doubted: new Set([...view.doubted, scriptId]) });
    this.#askSoon();
  }

  askAgain(): void {
    if (this.#savedSince !== null) this.#isAskedAgain = true;
    else void this.#ask();
  }

  [Symbol.dispose](): void {
    this.#stack.dispose();
  }

  async #ask(): Promise<void> {
    this.#isAskedAgain = false;
    this.#savedSince = new Set();
    try {
      const { link, scripts, events } = await this.#client.call('sync.overview', {});
      this.#view.set({ isTold: true, link, scripts: mapOf(scripts), doubted: this.#savedSince, events });
    } catch (error) {
      if (!(error instanceof Failure)) this.#options.report(error);
      this.#askSoon();
    }
    this.#savedSince = null;
    if (this.#isAskedAgain) void this.#ask();
    else if (this.#view.get().doubted.size > 0) this.#askSoon();
  }

  #askSoon(): void {
    this.#cancel ??= this.#options.timers.after(PATIENCE_MS, () => {
      this.#cancel = null;
      const { isTold, doubted } = this.#view.get();
      if (!isTold || doubted.size > 0) this.askAgain();
    });
  }

  #changed({ link, scripts, events }: Pick<SyncView, 'link' | 'events'> & { readonly scripts: readonly ScriptSync[] }) {
    const view = this.#view.get();
    const doubted = new Set(view.doubted);
    for (const { scriptId } of scripts) {
      doubted.delete(scriptId);
      this.#savedSince?.delete(scriptId);
    }
    this.#view.set({
      isTold: true,
      link,
      scripts: new Map([...view.scripts, ...mapOf(scripts)]),
      doubted: doubted.size === view.doubted.size ? view.doubted : doubted,
      events: [...events, ...view.events].slice(0, MOST_EVENTS),
    });
  }
}

const ONLY_HERE: Standing = Object.freeze({ kind: 'only-here' });

/**
 * What may be said of a script's edits; null while nothing was told that counts the last of them. A script that main
 * does not speak of has nothing to do with a server.
 */
export function standingIn({ isTold, doubted, scripts, link }: SyncView, scriptId: ScriptId): Standing | null {
  if (!isTold || doubted.has(scriptId)) return null;
  // While main opens the way to the server, it does not know its scripts yet.
  return scripts.get(scriptId)?.standing ?? (link.kind === 'connecting' ? null : ONLY_HERE);
}

const mapOf = (scripts: readonly ScriptSync[]): ReadonlyMap<ScriptId, ScriptSync> =>
  new Map(scripts.map((script) => [script.scriptId, script]));
