import { createHash } from 'node:crypto';
import * as Y from 'yjs';
import { HYDRATED, RECEIVED, TYPED } from '../../../app/script/origins.ts';
import { applyUntouched } from '../../../app/script/read-updates.ts';

/** A script as a window has it: what is typed is saved in order, what others wrote is applied. */
export class OpenDocument {
  readonly doc = new Y.Doc();
  readonly #save: (update: Uint8Array) => Promise<void>;
  #saved: Promise<void> = Promise.resolve();

  constructor(save: (update: Uint8Array) => Promise<void>) {
    this.#save = save;
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === RECEIVED || origin === HYDRATED) return;
      this.#saved = this.#saved.then(() => this.#save(update));
    });
  }

  hydrate(updates: readonly Uint8Array[]): void {
    applyUntouched(this.doc, () => updates.forEach((update) => Y.applyUpdate(this.doc, update)), HYDRATED);
  }

  receive(update: Uint8Array): void {
    applyUntouched(this.doc, () => Y.applyUpdate(this.doc, update), RECEIVED);
  }

  /** Types into the first row's audio cell, at its end. */
  type(text: string): void {
    this.doc.transact(() => this.firstText().insert(this.firstText().length, text), TYPED);
  }

  /** The words of the first row's audio cell. */
  firstText(): Y.XmlText {
    const rows = this.doc.getMap<Y.Map<unknown>>('rows');
    const first = [...rows.keys()].toSorted()[0];
    const audio = first === undefined ? undefined : rows.get(first)?.get('audio');
    const block = audio instanceof Y.XmlFragment ? audio.get(0) : undefined;
    const text = block instanceof Y.XmlElement ? block.get(0) : undefined;
    if (!(text instanceof Y.XmlText)) throw new Error('The script has no row to type in.');
    return text;
  }

  /** Everything typed is on disk. */
  saved(): Promise<void> {
    return this.#saved;
  }

  /** Equal for documents with equal content, deletions included. */
  hash(): string {
    return createHash('sha256').update(Y.encodeStateAsUpdate(this.doc)).digest('hex');
  }
}

/** Everything in a script, as a text: the order in which keys were set is nothing of it. */
export const contentOf = (doc: Y.Doc): string =>
  JSON.stringify(['rows', 'scenes', 'script'].map((name) => sorted(doc.getMap(name).toJSON())));

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, item]) => [key, sorted(item)]);
}

/** Waits until documents hold the same rows. @throws when they do not within the time */
export async function expectSame(documents: readonly OpenDocument[], withinMs = 20_000): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const look = (): void => {
    const texts = new Set(documents.map(({ doc }) => contentOf(doc)));
    if (texts.size === 1) resolve();
  };
  const timer = setTimeout(() => reject(new Error('The documents do not hold the same.')), withinMs);
  for (const { doc } of documents) doc.on('update', look);
  look();
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    for (const { doc } of documents) doc.off('update', look);
  }
}
