import * as Y from 'yjs';
import type { RowId, SceneId } from '../../app/ids.ts';
import { cellText, sliceContent, textOf, type CellKind, type Marks } from '../../app/script/content.ts';
import { ScriptModel } from '../../app/script/model.ts';
import { HYDRATED, RECEIVED } from '../../app/script/origins.ts';
import type { OutlineRow } from '../../app/script/outline.ts';
import { buildScript, type ScriptContent } from '../../app/script/plain-script.ts';
import { createUndoManager } from '../../app/script/undo.ts';
import { LIVE_CELL, typeInto } from './live-cell.ts';
import { Random } from './random.ts';

/** One window on a script, for tests that tell a story with one or two of them. */
export class OpenScript {
  readonly doc = new Y.Doc();
  readonly model: ScriptModel;
  readonly undo: Y.UndoManager;

  constructor(saved: readonly Uint8Array[], author: string, clientId: number) {
    this.doc.clientID = clientId;
    for (const update of saved) Y.applyUpdate(this.doc, update, HYDRATED);
    const random = new Random(clientId);
    // Each clock is wrong in its own way: nothing may depend on them.
    let at = clientId % 2 === 0 ? Date.UTC(1999, 0, clientId) : Date.UTC(2031, 0, clientId);
    this.model = new ScriptModel(this.doc, {
      author,
      newId: () => random.uuid(),
      now: () => new Date((at += 1000)),
    });
    this.undo = createUndoManager(this.model, [LIVE_CELL]);
    // Steps are told apart by seal() alone, never by the clock.
    this.undo.captureTimeout = Number.MAX_SAFE_INTEGER;
  }

  /** The id of the row with this text, in either cell. */
  row(text: string): RowId {
    const ids = [...this.model.rows.keys()] as RowId[];
    const found = ids.find((rowId) => (['audio', 'video'] as const).some((kind) => this.text(rowId, kind) === text));
    if (found === undefined) throw new Error(`No row says "${text}".`);
    return found;
  }

  scene(heading: string): SceneId {
    const ids = [...this.model.scenes.keys()] as SceneId[];
    const found = ids.find((sceneId) => this.model.headingText(sceneId) === heading);
    if (found === undefined) throw new Error(`No scene is called "${heading}".`);
    return found;
  }

  text(rowId: RowId, kind: CellKind = 'audio'): string {
    const cell = this.model.cell({ rowId, kind });
    return cell === undefined ? '' : cellText(cell);
  }

  /** Types into a cell as its live editor would: at its end, or over a stretch of it. */
  type(rowId: RowId, text: string, options: { kind?: CellKind; from?: number; to?: number; marks?: Marks } = {}): void {
    const cell = this.model.cell({ rowId, kind: options.kind ?? 'audio' });
    if (cell === undefined) throw new Error('There is no such cell.');
    typeInto(this.doc, cell, (content) => {
      const { length } = textOf(content);
      const from = options.from ?? length;
      const run = options.marks === undefined ? { text } : { text, marks: options.marks };
      return [...sliceContent(content, 0, from), run, ...sliceContent(content, options.to ?? from, length)];
    });
  }

  /** What comes next is a step of its own for undo. */
  seal(): void {
    this.undo.stopCapturing();
  }

  /** The script as a person sees it, a line for each scene and row: number, words, and who disputes what. */
  lines(): readonly string[] {
    const { opening, scenes } = this.model.outline();
    return [
      ...opening.map((row) => this.#line(row)),
      ...scenes.flatMap(({ id, number, dispute, rows }) => [
        `# ${number ?? '–'} ${this.model.headingText(id)}${dispute === null ? '' : ` (deleted by ${dispute.deletedBy})`}`,
        ...rows.map((row) => this.#line(row)),
      ]),
    ];
  }

  #line({ id, number, dispute }: OutlineRow): string {
    const words = this.text(id) || this.text(id, 'video');
    return `${number ?? '–'} ${words}${dispute === null ? '' : ` (deleted by ${dispute.deletedBy})`}`;
  }
}

/** Two scenes of two rows each, unless told otherwise. */
export const SAMPLE: ScriptContent = {
  scenes: [
    { heading: 'One', rows: [{ audio: [{ text: 'a' }] }, { audio: [{ text: 'b' }] }] },
    { heading: 'Two', rows: [{ audio: [{ text: 'c' }] }, { audio: [{ text: 'd' }] }] },
  ],
};

/** The same script open in two windows that have not heard of each other since. */
export function openTwice(content: ScriptContent = SAMPLE): readonly [ana: OpenScript, ben: OpenScript] {
  const random = new Random(7);
  const saved = buildScript(content, { newId: () => random.uuid() }, { clientId: 1 });
  return [new OpenScript(saved, 'Ana', 101), new OpenScript(saved, 'Ben', 202)];
}

export const openOnce = (content: ScriptContent = SAMPLE): OpenScript => openTwice(content)[0];

/** Each learns everything of the other. */
export function exchange(a: OpenScript, b: OpenScript): void {
  const forA = Y.encodeStateAsUpdate(b.doc);
  Y.applyUpdate(b.doc, Y.encodeStateAsUpdate(a.doc), RECEIVED);
  Y.applyUpdate(a.doc, forA, RECEIVED);
}
