import * as Y from 'yjs';
import type { RowId, ScriptId } from '../../app/ids.ts';
import { FORMAT } from '../../app/script/format.ts';
import { cellText, sliceContent, textOf, type CellKind } from '../../app/script/content.ts';
import { ScriptModel } from '../../app/script/model.ts';
import { templateUpdate } from '../../app/script/templates/template-update.ts';
import { typeInto } from './live-cell.ts';
import type { TestVault } from './vault.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** One person's window on the script: their Yjs client, and what they do. */
interface Hand {
  readonly clientId: number;
  /** In the row that says this: takes `find` away, and types `say` there word by word; without `find` at the end. */
  readonly write: (row: string, change: Typing) => void;
  readonly model: ScriptModel;
  readonly rowOf: (words: string) => RowId;
  readonly wait: (ms: number) => void;
}

interface Typing {
  readonly find: string;
  readonly say: string;
  readonly kind?: CellKind;
}

/** A script that several people wrote over some days, stroke by stroke, in a real vault. */
export class PastScript {
  readonly scriptId: ScriptId;
  readonly doc: Y.Doc;
  readonly #test: TestVault;
  readonly #unsaved: { readonly update: Uint8Array; readonly at: number }[] = [];
  #at: number;

  private constructor(test: TestVault, scriptId: ScriptId, at: number) {
    this.#test = test;
    this.scriptId = scriptId;
    this.#at = at;
    this.doc = new Y.Doc();
  }

  static async create(test: TestVault, title: string, at: number): Promise<PastScript> {
    const script = new PastScript(test, test.scriptId(), at);
    const born = templateUpdate('sample');
    Y.applyUpdate(script.doc, born);
    test.clock.set(at);
    await test.vault.create({ scriptId: script.scriptId, title, updates: [test.update(born, FORMAT)] });
    script.doc.on('update', (update: Uint8Array) => script.#unsaved.push({ update, at: script.#at }));
    return script;
  }

  /** What one person does in one sitting; each change is an edit of its own, some seconds after the one before. */
  async sitting(at: number, clientId: number, work: (hand: Hand) => void): Promise<void> {
    this.#at = at;
    this.doc.clientID = clientId;
    const { random } = this.#test;
    const model = new ScriptModel(this.doc, {
      newId: () => random.uuid(),
      now: () => new Date(this.#at),
      author: 'local',
    });
    const rowOf = (words: string): RowId => {
      const found = model.outline().rows.find(({ id }) =>
        (['video', 'audio'] as const).some((kind) => {
          const cell = model.cell({ rowId: id, kind });
          return cell !== undefined && cellText(cell).includes(words);
        }),
      );
      if (found === undefined) throw new Error(`No row says "${words}".`);
      return found.id;
    };
    work({
      clientId,
      model,
      rowOf,
      wait: (ms) => void (this.#at += ms),
      write: (row, { find, say, kind = 'audio' }) => {
        const cell = model.cell({ rowId: rowOf(row), kind });
        if (cell === undefined) return;
        const from = cellText(cell).indexOf(find);
        const replace = (length: number, text: string, place: number): void => {
          this.#at += 900;
          typeInto(this.doc, cell, (content) => [
            ...sliceContent(content, 0, place),
            { text },
            ...sliceContent(content, place + length, textOf(content).length),
          ]);
        };
        if (find !== '') replace(find.length, '', from);
        let end = find === '' ? cellText(cell).length : from;
        for (const word of say.match(/\S+\s*|\s+/g) ?? []) {
          replace(0, word, end);
          end += word.length;
        }
      },
    });
    model[Symbol.dispose]();
    await this.#save();
  }

  async #save(): Promise<void> {
    for (const { update, at } of this.#unsaved.splice(0)) {
      this.#test.clock.set(at);
      await this.#test.vault.append({ scriptId: this.scriptId, ...this.#test.update(update, FORMAT) });
    }
  }
}

export const ANA = 7_001;
export const BEN = 7_002;

/** The sample script as two people wrote on it over five days: typing, a move, a deletion, an addition. */
export async function writeSamplePast(test: TestVault, title: string, now: number): Promise<PastScript> {
  const script = await PastScript.create(test, title, now - 4 * DAY_MS - 3 * HOUR_MS);
  await script.sitting(now - 4 * DAY_MS, ANA, ({ write }) => {
    write('What if the whole street shared one?', { find: '', say: ' Just one drill, for all of us.' });
    write('Find what you need', { find: 'on your phone', say: 'on your phone or your neighbour’s' });
  });
  await script.sitting(now - 3 * DAY_MS - 5 * HOUR_MS, BEN, ({ write, model, rowOf }) => {
    write('Just one drill', { find: 'for all of us', say: 'forty-six homes' });
    model.moveRows([rowOf('Something broke?')], { before: rowOf('Then bring it back') });
    write('Something broke?', { find: '', say: ' We love a puzzle.' });
  });
  await script.sitting(now - 3 * DAY_MS, ANA, ({ model, rowOf, write, wait }) => {
    const added = model.insertRow(
      { after: rowOf('Just one drill') },
      { video: [{ text: 'A hand writes a name on a paper tag.' }], speaker: 'Narrator' },
    );
    wait(4_000);
    if (added !== undefined) {
      write('A hand writes a name', { find: '', say: 'You borrow it, you sign for it, you bring it back.' });
      model.setSpeaker([rowOf('Just one drill')], 'Mei Lin');
    }
  });
  await script.sitting(now - DAY_MS - 2 * HOUR_MS, BEN, ({ model, rowOf, write }) => {
    write('Take it home for a week', { find: 'a week', say: 'two weeks, if you ask' });
    model.deleteRows([rowOf('Then bring it back')]);
    const scene = model.outline().scenes[1];
    if (scene !== undefined) model.setHeading(scene.id, 'One shelf, one whole street');
  });
  await script.sitting(now - 2 * HOUR_MS, ANA, ({ write }) => {
    write('We have four hundred things', { find: 'four hundred', say: 'four hundred and twelve' });
  });
  return script;
}
