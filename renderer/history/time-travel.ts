import type * as Y from 'yjs';
import type { ScriptId } from '../../app/ids.ts';
import type { PastScript } from '../../app/ipc/history.ts';
import { HYDRATED } from '../../app/script/origins.ts';
import { readScript, type PlainScript } from '../../app/script/plain-script.ts';
import { readUpdates } from '../../app/script/read-updates.ts';
import type { Client } from '../client.ts';
import { Changing, type Readable } from '../document/readable.ts';
import type { Timers } from '../document/timers.ts';

/** The script as it was after one edit. */
export interface PastMoment {
  readonly ordinal: number;
  /** When that edit was saved; null for the place before the first. */
  readonly savedAt: number | null;
  readonly doc: Y.Doc;
  readonly script: PlainScript;
  /** Something in it that this Galley cannot read is left out. */
  readonly isPartial: boolean;
}

export interface Travel {
  /** Where the person wants to be. */
  readonly wanted: number;
  /** What is there to see: the wanted moment, or the one before while that is read. */
  readonly shown: PastMoment | null;
  /** Reading takes long enough to say so. */
  readonly isLate: boolean;
  /** Why the wanted moment cannot be shown. */
  readonly failure: unknown;
}

/** Sooner nobody notices that they wait. */
const LATE_MS = 150;
/** So many moments stay at hand: stepping to and fro reads nothing anew. */
const MOST_KEPT = 8;

/**
 * Moves through a script's past. Of all the moments somebody passes on the way only the latest is asked for, one at a
 * time, so that the line can be scrubbed as fast as a hand moves.
 */
export class TimeTravel {
  readonly state: Readable<Travel>;
  readonly #state: Changing<Travel>;
  readonly #client: Client;
  readonly #scriptId: ScriptId;
  readonly #timers: Timers;
  readonly #kept = new Map<number, PastMoment>();
  #isAsking = false;
  #stopTimer: (() => void) | null = null;
  #isAttended = false;

  constructor(client: Client, scriptId: ScriptId, timers: Timers, ordinal: number) {
    this.#client = client;
    this.#scriptId = scriptId;
    this.#timers = timers;
    this.#state = new Changing<Travel>({ wanted: ordinal, shown: null, isLate: false, failure: null });
    this.state = this.#state;
  }

  goTo(ordinal: number): void {
    this.#change({ wanted: ordinal });
    this.read();
  }

  /** Reads the wanted moment, also after it could not be read. */
  read(): void {
    this.#change({ failure: null });
    this.#read();
  }

  /** Answers are taken in until the returned function is called. */
  attend(): () => void {
    this.#isAttended = true;
    return () => {
      this.#isAttended = false;
      this.#stopTimer?.();
      this.#stopTimer = null;
    };
  }

  #read(): void {
    const { wanted } = this.#state.get();
    const known = this.#kept.get(wanted);
    if (known !== undefined) return this.#show(known);
    this.#stopTimer ??= this.#timers.after(LATE_MS, () => this.#change({ isLate: true }));
    if (!this.#isAsking) void this.#ask(wanted);
  }

  async #ask(ordinal: number): Promise<void> {
    this.#isAsking = true;
    let failure: unknown = null;
    try {
      const past = await this.#client.call('history.at', { scriptId: this.#scriptId, ordinal });
      if (!this.#isAttended) return;
      const moment = decoded(past);
      this.#keep(moment);
      // Also one that is only passed: whoever scrubs sees the script move.
      this.#change({ shown: moment });
    } catch (error) {
      failure = error ?? new Error('The answer was empty.');
    } finally {
      this.#isAsking = false;
    }
    if (!this.#isAttended) return;
    // Somebody who has moved on meanwhile is not told about a place they only passed.
    if (failure !== null && ordinal === this.#state.get().wanted) this.#fail(failure);
    else this.#read();
  }

  #show(moment: PastMoment): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
    this.#change({ shown: moment, isLate: false, failure: null });
  }

  #fail(failure: unknown): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
    this.#change({ isLate: false, failure });
  }

  #keep(moment: PastMoment): void {
    this.#kept.set(moment.ordinal, moment);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }

  #change(part: Partial<Travel>): void {
    this.#state.set({ ...this.#state.get(), ...part });
  }
}

export function decoded({ ordinal, savedAt, snapshot, updates, readOnly }: PastScript): PastMoment {
  const { doc, unreadable } = readUpdates(snapshot === null ? updates : [snapshot, ...updates], HYDRATED);
  const isPartial = readOnly !== null || unreadable.length > 0;
  return { ordinal, savedAt, doc, script: readScript(doc), isPartial };
}
