import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import type { ScriptId } from '../../app/ids.ts';
import { Failure } from '../../app/failure.ts';
import { ScriptModel } from '../../app/script/model.ts';
import { FORMAT } from '../../app/script/format.ts';
import { HYDRATED, TYPED } from '../../app/script/origins.ts';
import { readUpdates } from '../../app/script/read-updates.ts';
import type { Surroundings } from '../../app/script/surroundings.ts';
import { createUndoManager } from '../../app/script/undo.ts';
import type { ReadOnlyReason } from '../../app/ipc/contract.ts';
import type { Client } from '../client.ts';
import type { KeptRow } from './emergency-store.ts';
import { DocumentProvider, type ProviderSurroundings } from './provider.ts';
import { Changing, type Readable } from './readable.ts';
import { ReceivedUpdates } from './received-updates.ts';
import { ReadOnly } from './read-only.ts';
import type { ScriptReading } from './script-reading.ts';
import { SAVED, type SaveState } from './save-state.ts';
import { ScriptUndo } from './undo.ts';

export interface SessionOptions {
  readonly surroundings: Surroundings & ProviderSurroundings;
  /** What an earlier session of this window typed and could not save yet; its provider still owns the saving. */
  readonly unsaved?: readonly Uint8Array[];
  /** Waited for between reading the updates and decoding them. */
  readonly ready?: Promise<void> | undefined;
  /** What earlier windows left of this script in the emergency store: shown at once, and saved by this session. */
  readonly kept?: Promise<readonly KeptRow[]>;
  /** Called once when the session has let go of the script. */
  readonly closed: () => Promise<void>;
}

const UNREADABLE = 'What is stored for this script cannot be read. It is left untouched.';

/** One script open in this window: the document, its history, and the truth about saving. */
export class ScriptSession implements AsyncDisposable {
  readonly scriptId: ScriptId;
  readonly title: string;
  readonly doc: Y.Doc;
  readonly model: ScriptModel;
  readonly undo: ScriptUndo;
  readonly saveState: Readable<SaveState>;
  /** Shown, not changed, for as long as it has a value; what is then bound to the screen is not saved anywhere. */
  readonly readOnly: Readable<ReadOnlyReason | null>;
  /** Null for a script in a newer format: a window that cannot tell what it holds has nothing that could write in it. */
  readonly provider: DocumentProvider | null;
  /** How many of the script's updates nobody can read: the rest is shown and goes on, and they stay where they are. */
  readonly unreadable: Readable<number>;
  readonly #closed: () => Promise<void>;
  readonly #received: ReceivedUpdates;
  readonly #stack: DisposableStack;

  private constructor(parts: {
    readonly closed: () => Promise<void>;
    readonly scriptId: ScriptId;
    readonly title: string;
    readonly readOnly: Readable<ReadOnlyReason | null>;
    readonly model: ScriptModel;
    readonly undo: ScriptUndo;
    readonly provider: DocumentProvider | null;
    readonly received: ReceivedUpdates;
    readonly unreadable: Readable<number>;
    readonly stack: DisposableStack;
  }) {
    this.scriptId = parts.scriptId;
    this.title = parts.title;
    this.doc = parts.model.doc;
    this.model = parts.model;
    this.undo = parts.undo;
    this.saveState = parts.provider?.saveState ?? new Changing<SaveState>(SAVED);
    this.readOnly = parts.readOnly;
    this.provider = parts.provider;
    this.unreadable = parts.unreadable;
    this.#closed = parts.closed;
    this.#received = parts.received;
    this.#stack = parts.stack;
  }

  static async open(client: Client, reading: ScriptReading, options: SessionOptions): Promise<ScriptSession> {
    const { surroundings, unsaved = [], closed, ready } = options;
    const keptRows = options.kept ?? Promise.resolve([]);
    using opening = new DisposableStack();
    const { scriptId } = opening.use(reading);
    const [opened, kept] = await Promise.all([reading.opened, keptRows]);
    const { title, snapshot, updates } = opened;
    await ready;
    const left = kept.flatMap(({ format, update }) => (format <= FORMAT ? [update] : []));
    const read = readUpdates([...(snapshot ? [snapshot] : []), ...updates, ...left, ...unsaved], HYDRATED);
    const doc = opening.adopt(read.doc, (it) => it.destroy());
    // Without the state that all later updates build on there is no "rest" to show.
    if (snapshot && read.unreadable.includes(snapshot)) throw new Failure('damaged', UNREADABLE);
    const unreadable = new Changing(read.unreadable.length);
    const received = opening.use(
      new ReceivedUpdates(doc, {
        timers: surroundings.timers,
        onUnreadable: () => unreadable.set(unreadable.get() + 1),
        report: (error) => surroundings.report(error),
      }),
    );
    reading.follow((update) => received.apply(update));

    const model = opening.use(new ScriptModel(doc, surroundings));
    const told = reading.readOnly;
    const first = told === undefined || opened.readOnly === 'newer-format' ? opened.readOnly : told;
    const provider =
      first === 'newer-format' ? null : new DocumentProvider(client, scriptId, doc, { ...surroundings, kept });
    provider?.listen();
    opening.defer(() => provider?.stopListening());
    const readOnly = opening.use(new ReadOnly({ first, provider, timers: surroundings.timers }));
    reading.followReadOnly((reason) => readOnly.change(reason));
    // Made after hydration: undo never goes past opening.
    const undo = opening.use(
      new ScriptUndo(createUndoManager(model, [ySyncPluginKey, TYPED]), () => readOnly.get() === null),
    );
    const stack = opening.move();
    return new ScriptSession({ closed, scriptId, title, readOnly, model, undo, provider, received, unreadable, stack });
  }

  /** Received updates wait while this says that somebody composes, five seconds at most. */
  holdReceivedWhile(isComposing: () => boolean): void {
    this.#received.holdWhile(isComposing);
  }

  /** Resolves to whether every edit made here is on disk. */
  flush(): Promise<boolean> {
    return this.provider?.flush() ?? Promise.resolve(true);
  }

  /** Saves what waits and lets go of the script. What cannot be saved stays with the provider, which goes on trying. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.flush();
    this.#stack.dispose();
    await this.#closed();
  }
}
