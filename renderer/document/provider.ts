import type * as Y from 'yjs';
import { Failure, type FailureCode } from '../../app/failure.ts';
import type { ScriptId, UpdateId } from '../../app/ids.ts';
import { HYDRATED, RECEIVED } from '../../app/script/origins.ts';
import type { Client } from '../client.ts';
import type { EmergencyStore, KeptRow } from './emergency-store.ts';
import { Keeping } from './keeping.ts';
import { Outbox, type Batch } from './outbox.ts';
import { Changing, type Readable } from './readable.ts';
import { SAVED, SAVING, saveStateOf, type SaveState } from './save-state.ts';
import type { Timers } from './timers.ts';

/** What is typed within this window becomes one row on disk. It is a window and not a pause: typing on does not delay it. */
export const WINDOW_MS = 20;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;
/** A disk that sleeps takes a second or two to answer; after five nobody should go on believing that all is well. */
export const SLOW_AFTER_MS = 5_000;

export interface ProviderSurroundings {
  readonly timers: Timers;
  readonly emergencyStore: EmergencyStore;
  now(): Date;
  newUpdateId(): UpdateId;
  /** Told of failures that are bugs and not conditions; the edits are kept and tried again all the same. */
  report(error: unknown): void;
}

/**
 * Brings what is typed in one open document to disk. It outlives its document's session until everything is
 * acknowledged: an edit that could not be saved has an owner. While it cannot be, the emergency store holds it as well.
 */
export class DocumentProvider {
  readonly saveState: Readable<SaveState>;
  readonly #state: Changing<SaveState>;
  readonly #client: Client;
  readonly #scriptId: ScriptId;
  readonly #doc: Y.Doc;
  readonly #surroundings: ProviderSurroundings;
  readonly #outbox: Outbox;
  readonly #keeping: Keeping;
  #window: (() => void) | null = null;
  #retry: (() => void) | null = null;
  #sending: Promise<boolean> | null = null;
  #failures = 0;
  #failure: FailureCode | null = null;
  #isSlow = false;
  #isListening = false;
  #isPaused = false;
  /** What happened in the document while it was paused. */
  readonly #withheld: Uint8Array[] = [];

  /** `kept`: rows that an earlier window left in the emergency store; they are part of the document already. */
  constructor(
    client: Client,
    scriptId: ScriptId,
    doc: Y.Doc,
    { kept = [], ...surroundings }: ProviderSurroundings & { readonly kept?: readonly KeptRow[] },
  ) {
    this.#client = client;
    this.#scriptId = scriptId;
    this.#doc = doc;
    this.#surroundings = surroundings;
    this.#outbox = new Outbox(() => surroundings.newUpdateId(), kept);
    this.#state = new Changing<SaveState>(kept.length === 0 ? SAVED : SAVING);
    this.saveState = this.#state;
    this.#keeping = new Keeping(scriptId, this.#outbox, { ...surroundings, changed: () => this.#show() });
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

  /** Until `resume`, nothing that happens in the document is saved; what was typed before still is. */
  pause(): void {
    this.#isPaused = true;
  }

  /** Saves from now on, and first what the document did meanwhile: nobody could read what comes without it. */
  resume(): void {
    this.#isPaused = false;
    for (const update of this.#withheld.splice(0)) this.#add(update);
  }

  /** Whether anything can still be added to what has to be saved. */
  get isListening(): boolean {
    return this.#isListening;
  }

  get unsaved(): number {
    return this.#outbox.unsaved;
  }

  /** Of the unsaved edits, those that are in this window's memory and nowhere else. */
  get onlyHere(): number {
    return this.#outbox.onlyHere.edits;
  }

  owns(updateId: UpdateId): boolean {
    return this.#outbox.has(updateId);
  }

  unacknowledged(): readonly Uint8Array[] {
    return this.#outbox.unacknowledged();
  }

  /**
   * Sends now what waits. Resolves to whether everything typed before this call is on disk; never rejects. When it is
   * not, the emergency store has been tried.
   */
  async flush(): Promise<boolean> {
    this.#window?.();
    this.#window = null;
    this.#retry?.();
    this.#retry = null;
    this.#outbox.closeWindow();
    const isSaved = await this.#send();
    if (!isSaved) await this.#keeping.keep();
    return isSaved;
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === RECEIVED || origin === HYDRATED) return;
    if (this.#isPaused) this.#withheld.push(update);
    else this.#add(update);
  };

  #add(update: Uint8Array): void {
    this.#outbox.add(update);
    this.#show();
    this.#window ??= this.#surroundings.timers.after(WINDOW_MS, () => {
      this.#window = null;
      this.#outbox.closeWindow();
      if (this.#isTroubled) void this.#keeping.keep();
      if (this.#retry === null) void this.#send();
    });
  }

  get #isTroubled(): boolean {
    return this.#failure !== null || this.#isSlow;
  }

  #show(): void {
    const { unsaved, onlyHere } = this.#outbox;
    const facts = { unsaved, onlyHere, failure: this.#failure, isSlow: this.#isSlow };
    this.#state.set(saveStateOf({ ...facts, isStoreFailing: this.#keeping.isFailing }));
  }

  #send(): Promise<boolean> {
    if (this.#sending === null && this.#outbox.next() === null) return Promise.resolve(true);
    this.#sending ??= this.#sendAll();
    return this.#sending;
  }

  /** One row at a time, so that the log on disk is in the order of typing. */
  async #sendAll(): Promise<boolean> {
    let isSaved = true;
    for (let batch = this.#outbox.next(); isSaved && batch !== null; batch = this.#outbox.next()) {
      isSaved = await this.#sendOne(batch);
    }
    // In one go: whoever asked between the last row and a later turn would be given an end that lacks theirs.
    this.#sending = null;
    if (!isSaved) this.#retrySoon();
    return isSaved;
  }

  async #sendOne(batch: Batch): Promise<boolean> {
    const { updateId, format, update } = batch;
    const stopWaiting = this.#surroundings.timers.after(SLOW_AFTER_MS, () => this.#overdue());
    try {
      await this.#client.call('script.append', { scriptId: this.#scriptId, updateId, format, update });
    } catch (error) {
      this.#isSlow = false;
      this.#failed(error);
      return false;
    } finally {
      stopWaiting();
    }
    this.#isSlow = false;
    this.#failures = 0;
    this.#failure = null;
    // Only now: until the vault had it, the emergency store was the one place that did.
    if (this.#outbox.acknowledge(batch)) this.#keeping.forget([updateId]);
    this.#show();
    return true;
  }

  #overdue(): void {
    this.#isSlow = true;
    this.#show();
    this.#outbox.closeWindow();
    void this.#keeping.keep();
  }

  #failed(error: unknown): void {
    this.#failure = error instanceof Failure ? error.code : 'unexpected';
    if (!(error instanceof Failure)) this.#surroundings.report(error);
    this.#show();
    void this.#keeping.keep();
  }

  #retrySoon(): void {
    const delayMs = Math.min(FIRST_RETRY_MS * 2 ** this.#failures, LAST_RETRY_MS);
    this.#failures += 1;
    this.#retry ??= this.#surroundings.timers.after(delayMs, () => {
      this.#retry = null;
      void this.#send();
    });
  }
}
