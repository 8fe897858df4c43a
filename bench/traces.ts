import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as Y from 'yjs';
import type { RowId } from '../app/ids.ts';
import { ScriptModel } from '../app/script/model.ts';
import { buildScript } from '../app/script/plain-script.ts';
import { Random } from '../tests/support/random.ts';
import { readTraceFile, type Patch } from './trace-file.ts';

export interface TracedScript {
  readonly name: string;
  readonly born: readonly Uint8Array[];
  /** The updates of all patches, in order; a patch that makes or removes rows gives several. */
  readonly typed: readonly Uint8Array[];
}

/**
 * A real text written again as a script, every line a row, from the folder that TRACES names; undefined without it.
 * @throws Error when the rows do not say in the end what the text said.
 */
export function tracedScript(name: string, patches = Number.MAX_SAFE_INTEGER): TracedScript | undefined {
  const folder = process.env['TRACES'];
  if (folder === undefined) return undefined;
  const trace = readTraceFile(join(folder, `${name}.trace.br`));
  const text = new RowText();
  for (const patch of trace.patches.slice(0, patches)) text.apply(patch);
  const isWhole = patches >= trace.patches.length;
  const sha = createHash('sha256').update(text.toString()).digest('hex');
  if (isWhole && trace.endSha256 !== undefined && sha !== trace.endSha256)
    throw new Error(`${name} was not written right.`);
  return { name: `${trace.name} by ${trace.author}, ${trace.licence}`, born: text.born, typed: text.typed };
}

interface Line {
  readonly rowId: RowId;
  readonly text: Y.XmlText;
}

/** A text whose lines are the rows of a script. */
class RowText {
  readonly born: readonly Uint8Array[];
  readonly typed: Uint8Array[] = [];
  readonly #model: ScriptModel;
  readonly #lines: Line[];
  /** Where the last patch was: the next is mostly near. */
  #near = { line: 0, start: 0 };

  constructor() {
    const random = new Random(1);
    const newId = (): string => random.uuid();
    const doc = new Y.Doc();
    doc.clientID = 2;
    this.#model = new ScriptModel(doc, { newId, now: () => new Date(0), author: 'local' });
    this.born = buildScript({ scenes: [{ heading: 'Text', rows: [{}] }] }, { newId }, { clientId: 1 });
    for (const update of this.born) Y.applyUpdate(doc, update);
    doc.on('update', (update: Uint8Array) => this.typed.push(update));
    this.#lines = this.#model.outline().rows.map(({ id }) => this.#line(id));
  }

  apply({ at, deleted, inserted }: Patch): void {
    if (deleted > 0) this.#delete(at, deleted);
    if (inserted !== '') this.#insert(at, inserted);
  }

  toString(): string {
    return this.#lines.map(({ text }) => text.toJSON()).join('\n');
  }

  #insert(at: number, inserted: string): void {
    const { index, line, column } = this.#find(at);
    const [first = '', ...more] = inserted.split('\n');
    const rest = more.length === 0 ? '' : line.text.toJSON().slice(column);
    if (rest !== '') line.text.delete(column, rest.length);
    if (first !== '') line.text.insert(column, first);
    if (more.length === 0) return;
    const words = more.with(-1, `${more.at(-1) ?? ''}${rest}`);
    const rows = this.#model.insertRows(
      { after: line.rowId },
      words.map((text) => ({ audio: text === '' ? [] : [{ text }] })),
    );
    this.#lines.splice(index + 1, 0, ...rows.map((id) => this.#line(id)));
  }

  #delete(at: number, count: number): void {
    const { index, line, column } = this.#find(at);
    const here = Math.min(count, line.text.length - column);
    if (here > 0) line.text.delete(column, here);
    if (here === count) return;
    // The rest goes over line ends: what is left of the last line comes up to this one.
    const { index: last, line: lastLine, column: lastColumn } = this.#find(at + count - here);
    const rest = lastLine.text.toJSON().slice(lastColumn);
    if (rest !== '') line.text.insert(line.text.length, rest);
    this.#model.deleteRows(this.#lines.slice(index + 1, last + 1).map(({ rowId }) => rowId));
    this.#lines.splice(index + 1, last - index);
    this.#near = { line: 0, start: 0 };
  }

  #find(at: number): { readonly index: number; readonly line: Line; readonly column: number } {
    let { line: index, start } = this.#near;
    while (start > at) {
      index -= 1;
      start -= (this.#lines[index]?.text.length ?? 0) + 1;
    }
    for (;;) {
      const line = this.#lines[index];
      if (line === undefined) throw new RangeError(`The text has no position ${at}.`);
      if (at <= start + line.text.length) {
        this.#near = { line: index, start };
        return { index, line, column: at - start };
      }
      start += line.text.length + 1;
      index += 1;
    }
  }

  #line(rowId: RowId): Line {
    const block = this.#model.cell({ rowId, kind: 'audio' })?.get(0);
    const text = block instanceof Y.XmlElement ? block.get(0) : undefined;
    if (!(text instanceof Y.XmlText)) throw new TypeError('A cell has one block with one text.');
    return { rowId, text };
  }
}
