import * as Y from 'yjs';
import { ScriptId, UpdateId } from '../../app/ids.ts';
import { buildScript } from '../../app/script/plain-script.ts';
import type { Random } from '../support/random.ts';
import type { Change } from './ledger.ts';

const WORDS = ['ferry', 'fog', 'harbour', 'lamp', 'tide', 'gull', 'quay', 'rope', 'salt', 'bell'];

/** A script that somebody writes: every step is one real update of its document. */
export class Typist {
  readonly scriptId: ScriptId;
  readonly #doc = new Y.Doc();
  readonly #random: Random;

  /** A script that exists is given with its updates; otherwise `begin` makes one. */
  constructor(
    random: Random,
    { scriptId, updates }: { readonly scriptId?: ScriptId; readonly updates?: readonly Uint8Array[] } = {},
  ) {
    this.#random = random;
    this.scriptId = scriptId ?? ScriptId.parse(random.uuid());
    for (const update of updates ?? []) Y.applyUpdate(this.#doc, update);
    this.#doc.clientID = 1 + random.below(2 ** 31);
  }

  /** The script's beginning, with some rows to write in. */
  begin({ rows }: { readonly rows: number }): Change {
    const random = this.#random;
    const content = Array.from({ length: rows }, (_, row) => ({
      video: [{ text: `Shot ${row + 1}` }],
      audio: [{ text: random.oneOf(WORDS) }],
      speaker: random.chance(30) ? 'Ana' : null,
      secondsSet: null,
    }));
    const updates = buildScript(
      { scenes: [{ heading: 'The harbour', rows: content }] },
      { newId: () => random.uuid() },
      { clientId: 1 + random.below(2 ** 31) },
    ).map((bytes) => ({ updateId: this.#id(), bytes: Buffer.from(bytes) }));
    for (const { bytes } of updates) Y.applyUpdate(this.#doc, bytes);
    return { name: 'create', scriptId: this.scriptId, title: `Harbour ${random.below(1_000)}`, updates };
  }

  /** Some letters, a word, a paste, or something taken away. */
  step({ maxBytes = 400 }: { readonly maxBytes?: number } = {}): Change {
    const random = this.#random;
    let bytes: Uint8Array | undefined;
    const keep = (update: Uint8Array): void => void (bytes = update);
    this.#doc.on('update', keep);
    const text = random.oneOf(this.#texts());
    if (text.length > 20 && random.chance(15)) text.delete(random.below(text.length - 5), 1 + random.below(5));
    else {
      const length = random.chance(5) ? random.below(maxBytes) + 1 : 1 + random.below(8);
      text.insert(random.below(text.length + 1), random.oneOf(WORDS).padEnd(length, 'abcdefg ').slice(0, length));
    }
    this.#doc.off('update', keep);
    if (bytes === undefined) throw new Error('The step changed nothing.');
    return { name: 'append', scriptId: this.scriptId, update: { updateId: this.#id(), bytes: Buffer.from(bytes) } };
  }

  rename(): Change {
    return { name: 'rename', scriptId: this.scriptId, title: `Harbour ${this.#random.below(1_000)}` };
  }

  #texts(): Y.XmlText[] {
    const rows = [...this.#doc.getMap<Y.Map<unknown>>('rows').values()];
    return rows.flatMap((row) => {
      const cell = row.get('audio');
      const block = cell instanceof Y.XmlFragment ? cell.get(0) : undefined;
      const text = block instanceof Y.XmlElement ? block.get(0) : undefined;
      return text instanceof Y.XmlText ? [text] : [];
    });
  }

  #id(): UpdateId {
    return UpdateId.parse(this.#random.uuid());
  }
}
