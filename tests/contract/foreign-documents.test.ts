import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { canonicalScript } from '../../app/script/canonical.ts';
import type { RowId } from '../../app/ids.ts';
import type { ScriptModel } from '../../app/script/model.ts';
import { readScript } from '../../app/script/plain-script.ts';
import { addNonsense, addUnknownContent, unknownContent } from '../support/foreign.ts';
import { openOnce, openTwice, type OpenScript } from '../support/open-script.ts';
import { Random } from '../support/random.ts';

/** Every command there is, on everything that is visible. */
const commands: Readonly<Record<string, (script: OpenScript) => void>> = {
  speaker: ({ model }) => model.setSpeaker(rowsOf(model), 'Narrator'),
  'no speaker': ({ model }) => model.setSpeaker(rowsOf(model), null),
  seconds: ({ model }) => model.setSeconds(rowsOf(model), 7),
  'move down': ({ model }) => model.moveRows(rowsOf(model).slice(0, 2), { endOf: null }),
  'move up': ({ model }) => model.moveRows(rowsOf(model).slice(-1), { startOf: null }),
  'move beside': ({ model }) => {
    const [first, second] = rowsOf(model);
    if (first !== undefined && second !== undefined) model.moveRows([first], { after: second });
  },
  insert: ({ model }) => {
    for (const id of rowsOf(model).slice(0, 3)) model.insertRow({ before: id }, { audio: [{ text: 'new' }] });
  },
  'insert scene': ({ model }) => {
    for (const { id } of model.outline().scenes) model.insertScene({ after: id }, 'New');
  },
  'move scene': ({ model }) => {
    for (const { id } of model.outline().scenes) model.moveScene(id, 'start');
  },
  heading: ({ model }) => {
    for (const { id } of model.outline().scenes) model.setHeading(id, `${model.headingText(id)}!`);
  },
  'delete and bring back': ({ model }) => {
    model.deleteRows(rowsOf(model));
    model.restoreRows(model.deleted().flatMap((each) => (each.kind === 'row' ? [each.id] : [])));
  },
  'delete scene and bring back': ({ model }) => {
    for (const { id } of model.outline().scenes) model.deleteScene(id);
    for (const { kind, id } of model.deleted()) if (kind === 'scene') model.restoreScene(id);
  },
  settings: ({ model }) => {
    model.setLayout('narration');
    model.setWordsPerMinute(140);
    model.setTargetSeconds(30);
    model.setTargetSeconds(null);
  },
  'undo and redo everything': ({ undo }) => {
    while (undo.canUndo()) undo.undo();
    while (undo.canRedo()) undo.redo();
  },
};

const rowsOf = (model: ScriptModel): readonly RowId[] => model.outline().rows.map(({ id }) => id);

test('[KEEP-1] what this build does not know goes through every command untouched', () => {
  const script = openOnce();
  addUnknownContent(script.doc);
  const before = unknownContent(script.doc);
  for (const [name, command] of Object.entries(commands)) {
    if (name === 'insert' || name === 'insert scene') continue;
    script.seal();
    command(script);
    expect(unknownContent(script.doc), name).toEqual(before);
  }
});

test('[KEEP-1] a copy of a row or scene has what this build does not know, in types of its own', () => {
  const script = openOnce();
  addUnknownContent(script.doc);
  const source = script.model.outline().rows[0]?.id;
  if (source === undefined) throw new Error('There are no rows.');
  const [copy] = script.model.duplicateRows([source]);
  const parts = (id: string | undefined): readonly unknown[] => {
    const row = script.model.rows.get(id ?? '');
    if (!(row instanceof Y.Map)) throw new Error('There is no such row.');
    const [text, audio] = [row.get('x-text'), row.get('audio')];
    return [
      row.get('x-plain'),
      text instanceof Y.Text && text.toDelta(),
      audio instanceof Y.XmlFragment && audio.toArray().map((child) => child.toJSON()),
    ];
  };
  expect(parts(copy)).toEqual(parts(source));
  expect(parts(source)[2]).toEqual([
    '<paragraph x-align="centre"><glow hue="40">a</glow>[object Object]</paragraph>',
    '<x-storyboard frame="12">drawn words</x-storyboard>',
  ]);
});

test('[KEEP-3] plain reading shows every word, also inside what it does not know', () => {
  const script = openOnce();
  addUnknownContent(script.doc);
  expect(readScript(script.doc).scenes[0]?.rows[0]?.audio).toEqual([{ text: 'a\ndrawn words' }]);
});

test('[KEEP-2] nonsense from a hand-made peer is read, worked around and left as it is', () => {
  for (let seed = 0; seed < 100; seed++) {
    const random = new Random(seed);
    const script = openOnce();
    addUnknownContent(script.doc);
    for (let i = 0; i < 3; i++) addNonsense(script.doc, random);
    const before = Y.encodeStateAsUpdate(script.doc);
    let updates = 0;
    const count = (): void => void updates++;
    script.doc.on('update', count);
    script.model.outline();
    script.model.timing();
    script.model.deleted();
    script.model.speakers();
    script.model.settings();
    canonicalScript(readScript(script.doc));
    expect([updates, Y.encodeStateAsUpdate(script.doc)], `seed ${seed}`).toEqual([0, before]);
    for (const command of Object.values(commands)) {
      script.seal();
      command(script);
      readScript(script.doc);
    }
    const again = openTwice({ scenes: [] })[1];
    Y.applyUpdate(again.doc, Y.encodeStateAsUpdate(script.doc));
    expect(again.lines(), `seed ${seed}`).toEqual(script.lines());
  }
});
