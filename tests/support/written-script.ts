import * as Y from 'yjs';
import type { RowId, ScriptId } from '../../app/ids.ts';
import { FORMAT } from '../../app/script/format.ts';
import { ScriptModel } from '../../app/script/model.ts';
import { RECEIVED } from '../../app/script/origins.ts';
import { buildScript, type ScriptContent } from '../../app/script/plain-script.ts';
import type { TestVault } from './vault.ts';

/** One scene whose rows say these words in their audio cells; a pair says [video, audio]. */
export function sceneOf(heading: string, ...rows: readonly (string | readonly [string, string])[]): ScriptContent {
  const runs = (text: string) => (text === '' ? [] : [{ text }]);
  const cells = rows.map((row) => (typeof row === 'string' ? ['', row] : row));
  return {
    scenes: [{ heading, rows: cells.map(([video = '', audio = '']) => ({ video: runs(video), audio: runs(audio) })) }],
  };
}

/** A script that is written in a document here and saved in a vault. */
export class WrittenScript {
  readonly scriptId: ScriptId;
  readonly doc = new Y.Doc();
  readonly model: ScriptModel;
  readonly #test: TestVault;
  readonly #unsaved: Uint8Array[] = [];

  private constructor(test: TestVault, scriptId: ScriptId) {
    this.#test = test;
    this.scriptId = scriptId;
    const { random, clock } = test;
    this.model = new ScriptModel(this.doc, { newId: () => random.uuid(), now: clock.now, author: 'local' });
  }

  static async create(test: TestVault, title: string, content: ScriptContent): Promise<WrittenScript> {
    const script = new WrittenScript(test, test.scriptId());
    const born = buildScript(content, { newId: () => test.random.uuid() });
    for (const update of born) Y.applyUpdate(script.doc, update);
    await test.vault.create({
      scriptId: script.scriptId,
      title,
      updates: born.map((bytes) => test.update(bytes, FORMAT)),
    });
    script.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== RECEIVED) script.#unsaved.push(update);
    });
    return script;
  }

  rowId(index: number): RowId {
    const row = this.model.outline().rows[index];
    if (row === undefined) throw new RangeError(`There is no row ${index}.`);
    return row.id;
  }

  /** Types at the end of a row's audio cell. */
  type(index: number, words: string): void {
    const text = this.model.cell({ rowId: this.rowId(index), kind: 'audio' })?.get(0);
    const inner = text instanceof Y.XmlElement ? text.get(0) : undefined;
    if (inner instanceof Y.XmlText) inner.insert(inner.length, words);
  }

  /** What somebody else has saved. */
  receive(updates: readonly Uint8Array[]): void {
    for (const update of updates) Y.applyUpdate(this.doc, update, RECEIVED);
  }

  /** Every change since the last call, one update each. */
  async save(): Promise<void> {
    const updates = this.#unsaved.splice(0);
    await Promise.all(
      updates.map((bytes) => this.#test.vault.append({ scriptId: this.scriptId, ...this.#test.update(bytes, FORMAT) })),
    );
  }
}

/** The document that a window makes of what the vault answers. */
export async function openDoc({ vault }: TestVault, scriptId: ScriptId): Promise<Y.Doc> {
  const { snapshot, updates } = await vault.openScript(scriptId);
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const update of snapshot === null ? updates : [snapshot, ...updates]) Y.applyUpdate(doc, update);
  });
  return doc;
}
