import * as Y from 'yjs';
import { ScriptModel } from '../../app/script/model.ts';
import { buildScript } from '../../app/script/plain-script.ts';
import { putTogether, takeApart, type Struct } from '../../app/blind/update-structs.ts';
import type { Random } from './random.ts';
import { hostileForms } from './planted-words.ts';
import { typeInto } from './live-cell.ts';

type Row = Y.Map<unknown>;
/** Puts a word somewhere in a script. `form` wraps it in what may carry it past a careless filter. */
type Place = (at: {
  readonly doc: Y.Doc;
  readonly row: Row;
  readonly scene: Row;
  readonly word: string;
  readonly text: string;
}) => void;

const textIn = (row: Row, cell: 'video' | 'audio'): Y.XmlText => {
  const fragment = row.get(cell);
  const block = fragment instanceof Y.XmlFragment ? fragment.get(0) : undefined;
  const text = block instanceof Y.XmlElement ? block.get(0) : undefined;
  if (!(text instanceof Y.XmlText)) throw new TypeError('A row without its texts.');
  return text;
};
const blockIn = (row: Row): Y.XmlElement => {
  const fragment = row.get('video');
  const block = fragment instanceof Y.XmlFragment ? fragment.get(0) : undefined;
  if (!(block instanceof Y.XmlElement)) throw new TypeError('A row without its block.');
  return block;
};
const asName = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();
/** Invisible signs that spell a word for who looks for them. */
const inTags = (word: string): string =>
  Array.from(word, (letter) => String.fromCodePoint(0xe0000 + (letter.charCodeAt(0) % 0x5f) + 0x20)).join('');

/** Every place of the model that can hold a text, and those that only a foreign program can reach. */
export const places: Readonly<Record<string, Place>> = {
  'words that are seen': ({ row, text }) => textIn(row, 'video').insert(0, text),
  'words that are heard': ({ row, text }) => textIn(row, 'audio').insert(textIn(row, 'audio').length, text),
  'words that were deleted': ({ row, text }) => {
    textIn(row, 'audio').insert(0, text);
    textIn(row, 'audio').delete(0, text.length);
  },
  'words under marks': ({ row, word }) => textIn(row, 'video').insert(0, word, { bold: {}, link: null }),
  heading: ({ scene, text }) => (scene.get('heading') as Y.Text).insert(0, text),
  speaker: ({ row, word }) => row.set('speaker', word),
  'speaker in a form': ({ row, text }) => row.set('speaker', text),
  link: ({ row, word }) => textIn(row, 'video').insert(0, 'x', { link: { href: `https://${word}.example/${word}` } }),
  'other link': ({ row, text }) => textIn(row, 'video').insert(0, 'x', { link: { href: text, title: text } }),
  'name of a mark': ({ row, text }) => textIn(row, 'video').insert(0, 'x', { [asName(text)]: {} }),
  'digest of a mark': ({ row, word }) =>
    textIn(row, 'video').insert(0, 'x', { [`link--${word.slice(0, 8)}`]: { href: word } }),
  'value of a mark': ({ row, text }) =>
    textIn(row, 'video').insert(0, 'x', { glow: { [asName(text)]: text, deep: [text] } }),
  embed: ({ row, text }) => textIn(row, 'video').insertEmbed(0, { kind: text, [asName(text)]: 1 }),
  'name of a node': ({ row, word }) => blockIn(row).push([new Y.XmlElement(word)]),
  // Yjs reads hooks anywhere, though its types say otherwise.
  'name of a hook': ({ row, word }) => blockIn(row).push([new Y.XmlHook(word) as unknown as Y.XmlElement]),
  attribute: ({ row, text }) => blockIn(row).setAttribute(asName(text), text),
  deleter: ({ row, text }) => row.set('deleted', { by: text, at: 5, seen: [1, 2] }),
  'mark of deletion': ({ row, text }) => row.set('deleted', { by: { first: text }, at: text, seen: [text], why: text }),
  order: ({ row, word }) => row.set('place', { order: `${word}.B` }),
  'order that cannot be sorted by': ({ row, text }) => row.set('place', { order: text }),
  'scene of a row': ({ row, text }) => row.set('place', { scene: text, order: 'x.B', [asName(text)]: text }),
  'unknown key of a row': ({ row, text }) => row.set(asName(text), { a: [text, { [asName(text)]: text }] }),
  'unknown text in a row': ({ row, text }) => row.set('x-text', new Y.Text(text)),
  'unknown map in a row': ({ row, word, text }) =>
    row.set(
      'x-map',
      new Y.Map<unknown>([
        [word, text],
        ['speaker', text],
      ]),
    ),
  'unknown list in a row': ({ row, text }) =>
    row.set('x-list', Y.Array.from<string | string[] | Uint8Array>([text, [text], new TextEncoder().encode(text)])),
  'bytes in a row': ({ row, text }) => row.set('x-bytes', new TextEncoder().encode(text)),
  'id of a row': ({ doc, text }) => doc.getMap('rows').set(asName(text), new Y.Map([['speaker', text]])),
  'id of a scene': ({ doc, word }) => doc.getMap('scenes').set(word, new Y.Map([['heading', word]])),
  setting: ({ doc, text }) => doc.getMap('script').set('layout', text),
  'unknown setting': ({ doc, text }) => doc.getMap('script').set(asName(text), text),
  'root of the document': ({ doc, word }) => doc.getText(word).insert(0, word),
  'document in the document': ({ row, word }) => row.set('x-doc', new Y.Doc({ guid: word, meta: { title: word } })),
  'signs nobody sees': ({ row, word }) => textIn(row, 'audio').insert(0, inTags(word)),
};

export interface PlantedLog {
  readonly updates: readonly Uint8Array[];
  /** Each word in the spellings it was put in. */
  readonly words: readonly (readonly string[])[];
}

/** A script's log with so many planted words, in every place in turn; some of its updates repeat or overlap others. */
export function plantedLog(random: Random, count: number, newWord: (random: Random) => string): PlantedLog {
  const doc = new Y.Doc();
  doc.clientID = 1 + random.below(0xffff_fffe);
  const updates: Uint8Array[] = [];
  const words: (readonly string[])[] = [];
  const say = (): string => {
    const word = newWord(random);
    words.push([word, inTags(word)]);
    return word;
  };
  const born = buildScript(
    {
      scenes: [1, 2, 3].map(() => ({
        heading: say(),
        rows: [1, 2, 3, 4].map(() => ({ video: [{ text: say() }], audio: [{ text: say() }], speaker: say() })),
      })),
    },
    { newId: () => random.uuid() },
  );
  for (const update of born) {
    updates.push(update);
    Y.applyUpdate(doc, update);
  }
  const written: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => {
    written.push(update);
    updates.push(update);
  });
  using model = new ScriptModel(doc, {
    newId: () => random.uuid(),
    now: () => new Date(random.below(9_999_999)),
    author: say(),
  });
  const all = Object.values(places);
  const rows = [...doc.getMap<Row>('rows').values()];
  const scenes = [...doc.getMap<Row>('scenes').values()];
  for (let n = 0; words.length < count; n += 1) {
    const place = all[n % all.length];
    const word = say();
    const text = random.chance(40) ? word : random.oneOf(hostileForms)(word);
    place?.({ doc, row: random.oneOf(rows), scene: random.oneOf(scenes), word, text });
    if (random.chance(5)) throughTheModel(model, random, say());
    if (random.chance(5)) updates.push(Y.mergeUpdates(written.slice(-3)));
    if (random.chance(2)) updates.push(Y.encodeStateAsUpdate(doc));
    if (random.chance(3)) updates.push(inJson(written.at(-1) ?? Y.encodeStateAsUpdate(doc)));
    if (random.chance(1)) updates.push(new TextEncoder().encode(say()));
  }
  return { updates, words };
}

function throughTheModel(model: ScriptModel, random: Random, word: string): void {
  const row = model.outline().rows[0];
  if (row === undefined) return;
  const cell = model.cell({ rowId: row.id, kind: 'audio' });
  if (cell !== undefined)
    typeInto(model.doc, cell, (content) => [...content, { text: word, marks: { highlight: true } }]);
  model.setSpeaker([row.id], word);
  if (random.chance(30)) model.deleteRows([row.id]);
  else model.insertRow({ after: row.id }, { audio: [{ text: word }], speaker: word });
}

/** The same values in the older content type that Yjs still reads. */
function inJson(update: Uint8Array): Uint8Array {
  const { structs, deletes } = takeApart(update);
  const older = structs.map((struct): Struct => {
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentAny)) return struct;
    const { id, origin, rightOrigin, parent, parentSub, content } = struct;
    return new Y.Item(id, null, origin, null, rightOrigin, parent, parentSub, new Y.ContentJSON([...content.arr]));
  });
  return putTogether({ structs: older, deletes });
}
