import * as Y from 'yjs';
import { ScriptModel } from '../../../app/script/model.ts';
import { Random } from '../../support/random.ts';
import { surroundingsFrom } from '../../support/surroundings.ts';

const VOCABULARY =
  'camera wide close interior exterior morning light hands table street voice slowly the a and of to in on with music rises we see she turns paper city river window opens bright narrow long quiet again product detail logo hold cut dissolve pan title'.split(
    ' ',
  );

export interface MadeScript {
  readonly rows: number;
  readonly rowsPerScene: number;
  readonly wordsPerRow: number;
}

/** The same script for the same numbers: rows of made-up words, a speaker in every row, two lines in every third cell. */
export function madeScript({ rows, rowsPerScene, wordsPerRow }: MadeScript): Uint8Array {
  const random = new Random(20_260_101);
  const words = (count: number): string => Array.from({ length: count }, () => random.oneOf(VOCABULARY)).join(' ');
  const doc = new Y.Doc();
  using model = new ScriptModel(doc, surroundingsFrom(new Random(1)));
  for (let made = 0; made < rows; made += rowsPerScene) {
    const scene = model.insertScene('end', `Scene about ${words(2)}`);
    if (scene === undefined) throw new Error('A scene could not be made.');
    model.insertRows(
      { endOf: scene },
      Array.from({ length: Math.min(rowsPerScene, rows - made) }, (_, index) => ({
        video: [{ text: words(Math.floor(wordsPerRow / 2)) }],
        audio: [
          {
            text:
              words(Math.ceil(wordsPerRow / 4)) + (index % 3 === 0 ? '\n' : ' ') + words(Math.floor(wordsPerRow / 4)),
          },
        ],
        speaker: index % 4 === 3 ? 'Mei Lin' : 'Narrator',
      })),
    );
  }
  return Y.encodeStateAsUpdate(doc);
}

/** What a newer build put into the audio cells of rows 3 to 5: a mark, an attribute, a node. */
export function withUnknown(update: Uint8Array): Uint8Array {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  using model = new ScriptModel(doc, surroundingsFrom(new Random(3)));
  const blocks = model.outline().rows.map(({ id }) => model.cell({ rowId: id, kind: 'audio' })?.get(0));
  const [mark, attribute, node] = blocks.slice(2);
  const text = mark instanceof Y.XmlElement ? mark.get(0) : null;
  if (text instanceof Y.XmlText) text.format(0, 8, { tempo: { bpm: 90 } });
  if (attribute instanceof Y.XmlElement) attribute.setAttribute('cue', 'Q7');
  if (node instanceof Y.XmlElement) node.insert(1, [new Y.XmlElement('shotList')]);
  return Y.encodeStateAsUpdate(doc, Y.encodeStateVectorFromUpdate(update));
}
