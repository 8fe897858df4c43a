import type * as Y from 'yjs';
import { Failure, type FailureCode } from '../../app/failure.ts';
import type { ScriptId, UpdateId } from '../../app/ids.ts';
import { FORMAT } from '../../app/script/format.ts';
import { HYDRATED, RECEIVED } from '../../app/script/origins.ts';
import type { Client } from '../client.ts';
import { Outbox } from './outbox.ts';
import { Changing, type Readable } from './readable.ts';
import { SAVED, SAVING, type SaveState } from './save-state.ts';
import type { Timers } from './timers.ts';

/** What is typed within this window becomes one row on disk. It is a window and not a pause: typing on does not delay it. */
export const WINDOW_MS = 20;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;

export interface ProviderSurroundings {
  readonly timers: Timers;
  newUpdateId(): UpdateId;
  /** Told of failures that are bugs and not conditions; the edits are kept and tried again all the same. */
  report(error: unknown): void;
}

/**
 * Brings what is typed in one open document to disk. It outlives its document's session until everything is
 * acknowledged: an edit that could not be saved has an owner.
 */
export class DocumentProvider {
  readonly saveState: Readable<SaveState>;
  readonly #state = new Changing<SaveState>(SAVED);
  readonly #client: Client;
  readonly #scriptId: ScriptId;
  readonly #doc: Y.Doc;
  readonly #surroundings: ProviderSurroundings;
  readonly #outbox: Outbox;
  #window: (() => void) | null = null;
  #retry: (() => void) | null = null;
  #sending: Promise<boolean> | null = null;
  #failures = 0;
  #isListening = false;

  constructor(client: Client, scriptId: ScriptId, doc: Y.Doc, surroundings: ProviderSurroundings) {
    this.saveState = this.#state;
    this.#client = client;
    this.#scriptId = scriptId;
    this.#doc = doc;
    this.#surroundings = surroundings;
    this.#outbox = new Outbox(() => surroundings.newUpdateId());
  }

  /** From now on every update of the document that was made here is saved. */
  listen(): void {
    this.#isListening = true;
    this.#doc.on('update', this.#onUpdate);
  }

  /** What is typed from now on is no longer saved; what was typed before still is. */
  stopListening(): void {
    this.#isListening = false;
    this.#doc.off('update', this.#onUpdate);
  }

  /** Whether anything can still be added to what has to be saved. */
  get isListening(): boolean {
    return this.#isListening;
  }

  get unsaved(): number {
    return this.#outbox.unsaved;
  }

  unacknowledged(): readonly Uint8Array[] {
    return this.#outbox.unacknowledged();
  }

  /** Sends now what waits. Resolves to whether everything typed before this call is on disk; never rejects. */
  flush(): Promise<boolean> {
    this.#window?.();
    this.#window = null;
    this.#retry?.();
    this.#retry = null;
    this.#outbox.closeWindow();
    return this.#send();
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === RECEIVED || origin === HYDRATED) return;
    this.#outbox.add(update);
    const state = this.#state.get();
    this.#state.set(state.kind === 'failed' ? { ...state, unsaved: this.#outbox.unsaved } : SAVING);
    this.#window ??= this.#surroundings.timers.after(WINDOW_MS, () => {
      this.#window = null;
      this.#outbox.closeWindow();
      if (this.#retry === null) void this.#send();
    });
  };

  #send(): Promise<boolean> {
    this.#sending ??= this.#sendAll().finally(() => (this.#sending = null));
    return this.#sending;
  }

  /** One row at a time, so that the log on disk is in the order of typing. */
  async #sendAll(): Promise<boolean> {
    for (let batch = this.#outbox.next(); batch !== null; batch = this.#outbox.next()) {
      const { updateId, update } = batch;
      try {
        await this.#client.call('script.append', { scriptId: this.#scriptId, updateId, format: FORMAT, update });
      } catch (error) {
        this.#failed(error);
        return false;
      }
      this.#failures = 0;
      this.#outbox.acknowledge(batch);
      this.#state.set(this.#outbox.unsaved === 0 ? SAVED : SAVING);
    }
    return true;
  }

  #failed(error: unknown): void {
    const code: FailureCode = error instanceof Failure ? error.code : 'unexpected';
    if (!(error instanceof Failure)) this.#surroundings.report(error);
    this.#state.set({ kind: 'failed', code, unsaved: this.#outbox.unsaved });
    const delayMs = Math.min(FIRST_RETRY_MS * 2 ** this.#failures, LAST_RETRY_MS);
    this.#failures += 1;
    this.#retry ??= this.#surroundings.timers.after(delayMs, () => {
      this.#retry = null;
      void this.#send();
    });
  }
}
