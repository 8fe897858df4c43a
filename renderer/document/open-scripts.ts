import type { ScriptId } from '../../app/ids.ts';
import type { ScriptGlance } from '../../app/ipc/script-glance.ts';
import type { Surroundings } from '../../app/script/surroundings.ts';
import type { Client } from '../client.ts';
import { editsOf, Leftovers, type LeftoverNews } from './leftovers.ts';
import type { DocumentProvider, ProviderSurroundings } from './provider.ts';
import { ScriptReading } from './script-reading.ts';
import { ScriptSession } from './script-session.ts';

/** Shorter than what a window may take before it is said not to answer. */
const FLUSH_PATIENCE_MS = 4_000;

export type OpenScriptsSurroundings = Surroundings &
  ProviderSurroundings & {
    /** What became of edits that earlier windows left in the emergency store. */
    told(news: LeftoverNews): void;
  };

/** Edits of one window that are not saved. */
export interface Unsaved {
  /** In this window's memory, and nowhere else. */
  readonly unsaved: number;
  /** In the emergency store. */
  readonly kept: number;
}

/**
 * Every script of this window, open or closed but not saved yet. It answers the main process when the window is about
 * to close, and keeps what could not be saved until it is.
 */
export class OpenScripts implements Disposable {
  readonly #client: Client;
  readonly #surroundings: OpenScriptsSurroundings;
  readonly #leftovers: Leftovers;
  readonly #providers = new Map<DocumentProvider, ScriptId>();
  /** How many sessions look at a script: the main process is told when the last one has closed. */
  readonly #sessions = new Map<ScriptId, number>();
  readonly #stack = new DisposableStack();
  #expected: { readonly glance: Promise<ScriptGlance | null>; readonly reading: ScriptReading } | null = null;

  private constructor(client: Client, surroundings: OpenScriptsSurroundings) {
    this.#client = client;
    this.#surroundings = surroundings;
    const isOpen = (scriptId: ScriptId): boolean =>
      this.#sessions.has(scriptId) || this.#expected?.reading.scriptId === scriptId;
    this.#leftovers = this.#stack.use(new Leftovers(client, { ...surroundings, isOpen }));
  }

  static open(client: Client, surroundings: OpenScriptsSurroundings): OpenScripts {
    const scripts = new OpenScripts(client, surroundings);
    void scripts.#leftovers.save();
    scripts.#stack.defer(client.on('window.flush', () => void scripts.#answerFlush()));
    return scripts;
  }

  /** Asks now for a script that will be opened in a moment: its answer comes while the window is being made. */
  expect(scriptId: ScriptId): void {
    const glance = this.#client.call('script.glance', { scriptId });
    glance.catch(() => undefined);
    this.#expected = { glance, reading: new ScriptReading(this.#client, scriptId) };
  }

  /** How a long script reads, for as long as its document is not there. */
  glance(scriptId: ScriptId): Promise<ScriptGlance | null> {
    const expected = this.#expected;
    return expected?.reading.scriptId === scriptId ? expected.glance : this.#client.call('script.glance', { scriptId });
  }

  /** Decoding, during which nothing can be painted, begins when `ready` is fulfilled. */
  async openScript(scriptId: ScriptId, ready?: Promise<void>): Promise<ScriptSession> {
    this.#forgetSaved();
    const owners = [...this.#providers].flatMap(([provider, id]) => (id === scriptId ? [provider] : []));
    this.#sessions.set(scriptId, (this.#sessions.get(scriptId) ?? 0) + 1);
    const closed = () => this.#leave(scriptId);
    try {
      await this.#leftovers.settled(scriptId);
      const reading = this.#takeExpected(scriptId)?.reading ?? new ScriptReading(this.#client, scriptId);
      const unsaved = owners.flatMap((provider) => provider.unacknowledged());
      const kept = this.#leftovers
        .rowsOf(scriptId)
        .then((rows) => rows.filter(({ updateId }) => !owners.some((provider) => provider.owns(updateId))));
      const session = await ScriptSession.open(this.#client, reading, {
        surroundings: this.#surroundings,
        unsaved,
        kept,
        closed,
        ready,
      });
      if (session.provider) this.#providers.set(session.provider, scriptId);
      void this.#bringHome(session, editsOf(await kept));
      return session;
    } catch (error) {
      await closed();
      throw error;
    }
  }

  /** Saves everything; resolves, after a few seconds at the latest, to what of this window is still not on disk. */
  async flush(): Promise<Unsaved> {
    const providers = [...this.#providers.keys()];
    const patience = Promise.withResolvers<void>();
    const stop = this.#surroundings.timers.after(FLUSH_PATIENCE_MS, patience.resolve);
    await Promise.race([Promise.all(providers.map((provider) => provider.flush())), patience.promise]);
    stop();
    const unsaved = sumOf(providers.map((provider) => provider.onlyHere));
    return { unsaved, kept: sumOf(providers.map((provider) => provider.unsaved)) - unsaved };
  }

  [Symbol.dispose](): void {
    this.#stack.dispose();
  }

  async #answerFlush(): Promise<void> {
    await this.#client.call('window.flushed', await this.flush());
  }

  /** Saves what earlier windows left of this script, and says so. */
  async #bringHome(session: ScriptSession, edits: number): Promise<void> {
    if (edits > 0 && (await session.flush())) this.#surroundings.told({ kind: 'saved', edits });
  }

  async #leave(scriptId: ScriptId): Promise<void> {
    const others = (this.#sessions.get(scriptId) ?? 1) - 1;
    if (others > 0) this.#sessions.set(scriptId, others);
    else {
      this.#sessions.delete(scriptId);
      await this.#client.call('script.close', { scriptId });
    }
  }

  #takeExpected(scriptId: ScriptId): { readonly reading: ScriptReading } | null {
    const expected = this.#expected?.reading.scriptId === scriptId ? this.#expected : null;
    if (expected !== null) this.#expected = null;
    return expected;
  }

  #forgetSaved(): void {
    for (const provider of this.#providers.keys()) {
      if (!provider.isListening && provider.unsaved === 0) this.#providers.delete(provider);
    }
  }
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);
