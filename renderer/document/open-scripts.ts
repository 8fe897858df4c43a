import type { ScriptId } from '../../app/ids.ts';
import type { ScriptGlance } from '../../app/ipc/script-glance.ts';
import type { Surroundings } from '../../app/script/surroundings.ts';
import type { Client } from '../client.ts';
import type { DocumentProvider, ProviderSurroundings } from './provider.ts';
import { ScriptReading } from './script-reading.ts';
import { ScriptSession } from './script-session.ts';

/**
 * Every script of this window, open or closed but not saved yet. It answers the main process when the window is about
 * to close, and keeps what could not be saved until it is.
 */
export class OpenScripts implements Disposable {
  readonly #client: Client;
  readonly #surroundings: Surroundings & ProviderSurroundings;
  readonly #providers = new Map<DocumentProvider, ScriptId>();
  /** How many sessions look at a script: the main process is told when the last one has closed. */
  readonly #sessions = new Map<ScriptId, number>();
  readonly #stack = new DisposableStack();
  #expected: { readonly glance: Promise<ScriptGlance | null>; readonly reading: ScriptReading } | null = null;

  private constructor(client: Client, surroundings: Surroundings & ProviderSurroundings) {
    this.#client = client;
    this.#surroundings = surroundings;
  }

  static open(client: Client, surroundings: Surroundings & ProviderSurroundings): OpenScripts {
    const scripts = new OpenScripts(client, surroundings);
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
    const unsaved = [...this.#providers].flatMap(([provider, id]) =>
      id === scriptId ? provider.unacknowledged() : [],
    );
    this.#sessions.set(scriptId, (this.#sessions.get(scriptId) ?? 0) + 1);
    const closed = () => this.#leave(scriptId);
    const reading = this.#takeExpected(scriptId)?.reading ?? new ScriptReading(this.#client, scriptId);
    try {
      const session = await ScriptSession.open(this.#client, reading, {
        surroundings: this.#surroundings,
        unsaved,
        closed,
        ready,
      });
      if (session.provider) this.#providers.set(session.provider, scriptId);
      return session;
    } catch (error) {
      await closed();
      throw error;
    }
  }

  /** Saves everything; resolves to how many edits of this window are still not on disk. */
  async flush(): Promise<number> {
    const providers = [...this.#providers.keys()];
    await Promise.all(providers.map((provider) => provider.flush()));
    return providers.reduce((sum, provider) => sum + provider.unsaved, 0);
  }

  [Symbol.dispose](): void {
    this.#stack.dispose();
  }

  async #answerFlush(): Promise<void> {
    const unsaved = await this.flush();
    await this.#client.call('window.flushed', { unsaved });
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
