import * as Y from 'yjs';
import { PersonId, type RowId, type ScriptId } from '../../../app/ids.ts';
import { PresenceId, type CursorPlace, type Peer } from '../../../app/ipc/together.ts';
import { rootsOf } from '../../../app/script/address.ts';
import type { CellKind } from '../../../app/script/content.ts';
import { readScript } from '../../../app/script/plain-script.ts';
import { readUpdates } from '../../../app/script/read-updates.ts';
import type { Machine } from '../../support/machine.ts';

export interface Spot {
  /** From 1, in the order of the script. */
  readonly row: number;
  readonly cell?: CellKind;
  /** UTF-16 units into the words. */
  readonly from?: number;
  readonly to: number;
}

/** Other people in a script, as a test says: names are made up. */
export class OthersHere {
  readonly #machine: Machine;
  readonly #scriptId: ScriptId;
  readonly #doc: Y.Doc;
  readonly rowIds: readonly RowId[];
  #peers: readonly Peer[] = [];

  private constructor(machine: Machine, scriptId: ScriptId, doc: Y.Doc) {
    this.#machine = machine;
    this.#scriptId = scriptId;
    this.#doc = doc;
    this.rowIds = readScript(doc).scenes.flatMap(({ rows }) => rows.map(({ id }) => id));
  }

  static async open(machine: Machine, scriptId: ScriptId): Promise<OthersHere> {
    const { vault } = machine.vault;
    const { count } = await vault.timeline(scriptId);
    const { snapshot, updates } = await vault.scriptAt(scriptId, count);
    return new OthersHere(
      machine,
      scriptId,
      readUpdates(snapshot === null ? updates : [snapshot, ...updates], null).doc,
    );
  }

  /** Who is here from now on, and where; null is in no cell. */
  tell(people: readonly { readonly name: string; readonly at: Spot | null }[]): void {
    this.#peers = people.map(({ name, at }, index) => ({
      presenceId: PresenceId.parse(`00000000-0000-4000-8000-0000000001${String(index).padStart(2, '0')}`),
      personId: personNamed(name),
      name,
      place: at === null ? null : this.place(at),
    }));
    this.#machine.lie('together.peers', this.#peers);
    this.#machine.tell('together.changed', { scriptId: this.#scriptId, peers: [...this.#peers] });
  }

  place({ row, cell = 'audio', to, from = to }: Spot): CursorPlace {
    const rowId = this.rowIds[row - 1];
    const text = this.#text(rowId, cell);
    const end = (index: number): string =>
      JSON.stringify(Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, index, -1)));
    if (rowId === undefined) throw new Error(`There is no row ${row}.`);
    return { rowId, cell, anchor: end(from), head: end(to) };
  }

  /** Somebody else's edit, as the engine hands it on. */
  receive(edit: (words: (row: number, cell: CellKind) => Y.XmlText, doc: Y.Doc) => void): void {
    this.hand(this.written(edit));
  }

  /** Somebody else's edit, which this window has not heard of. */
  written(edit: (words: (row: number, cell: CellKind) => Y.XmlText, doc: Y.Doc) => void): Uint8Array {
    const before = Y.encodeStateVector(this.#doc);
    edit((row, cell) => this.#text(this.rowIds[row - 1], cell), this.#doc);
    return Y.encodeStateAsUpdate(this.#doc, before);
  }

  hand(update: Uint8Array): void {
    this.#machine.tell('script.received', {
      scriptId: this.#scriptId,
      updates: [{ update, personId: personNamed('Ana Ferreira') }],
    });
  }

  #text(rowId: RowId | undefined, kind: CellKind): Y.XmlText {
    const row = rowId === undefined ? undefined : rootsOf(this.#doc).rows.get(rowId);
    const cell = row instanceof Y.Map ? row.get(kind) : undefined;
    const block = cell instanceof Y.XmlFragment ? cell.get(0) : undefined;
    const text = block instanceof Y.XmlElement ? block.get(0) : undefined;
    if (!(text instanceof Y.XmlText)) throw new Error('The cell has no text.');
    return text;
  }
}

/** The same name is the same person. */
export function personNamed(name: string): PersonId {
  const hex = Array.from(name, (letter) => (letter.codePointAt(0) ?? 0).toString(16).padStart(2, '0')).join('');
  const tail = hex.padStart(12, '0').slice(-12);
  return PersonId.parse(`00000000-0000-4000-8000-${tail}`);
}
