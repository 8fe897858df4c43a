import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { exchange, openOnce, openTwice } from '../../tests/support/open-script.ts';
import { Random } from '../../tests/support/random.ts';
import { canonicalScript } from './canonical.ts';
import type { Marks } from './content.ts';
import { buildScript, readScript, type PlainScript, type ScriptContent } from './plain-script.ts';

const CONTENT: ScriptContent = {
  layout: 'narration',
  wordsPerMinute: 120,
  targetSeconds: 90,
  scenes: [
    { heading: null, rows: [{ audio: [{ text: 'Before.' }] }] },
    {
      heading: 'The drill in the drawer',
      rows: [
        {
          video: [
            { text: 'Close on a ' },
            { text: 'drawer', marks: { bold: true, link: { href: 'https://example.org' } } },
          ],
          audio: [{ text: 'Two\nlines.' }],
          speaker: 'Narrator',
          secondsSet: 9,
        },
        {},
      ],
    },
    { heading: 'Empty', rows: [] },
  ],
};

const build = (content: ScriptContent, seed = 1): Y.Doc => {
  const random = new Random(seed);
  const doc = new Y.Doc();
  for (const update of buildScript(content, { newId: () => random.uuid() })) Y.applyUpdate(doc, update);
  return doc;
};

/** Without ids, which no two scripts share. */
const told = (script: PlainScript): unknown =>
  JSON.parse(JSON.stringify(script, (key, value: unknown) => (key === 'id' ? undefined : value)));

test('[SCRIPT-6] a built script reads back as what it was built from', () => {
  const { scenes, ...rest } = readScript(build(CONTENT));
  expect(rest).toEqual({ layout: 'narration', wordsPerMinute: 120, targetSeconds: 90, words: 3, seconds: 0.5 + 9 });
  expect(scenes.map(({ heading, number, words, seconds }) => [heading, number, words, seconds])).toEqual([
    [null, null, 1, 0.5],
    ['The drill in the drawer', 1, 2, 9],
    ['Empty', 2, 0, 0],
  ]);
  const id: unknown = expect.any(String);
  expect(scenes[1]?.rows).toEqual([
    {
      id,
      number: 2,
      dispute: null,
      video: CONTENT.scenes[1]?.rows[0]?.video,
      audio: [{ text: 'Two\nlines.' }],
      speaker: 'Narrator',
      secondsSet: 9,
      words: 2,
      seconds: 9,
    },
    { id, number: 3, dispute: null, video: [], audio: [], speaker: null, secondsSet: null, words: 0, seconds: 0 },
  ]);
});

test('[SCRIPT-6] a duplicate says the same and shares no id with its source', () => {
  const source = readScript(build(CONTENT));
  const copy = readScript(build(source, 2));
  expect(told(copy)).toEqual(told(source));
  const ids = ({ scenes }: PlainScript): readonly unknown[] =>
    scenes.flatMap(({ id, rows }) => [id, ...rows.map((row) => row.id)]);
  expect(ids(copy).filter((id) => id !== null && ids(source).includes(id))).toEqual([]);
});

test('[SCRIPT-6] the same content, ids and client give the same bytes; a long script comes in updates below the cap', () => {
  const bytes = (): readonly Uint8Array[] => {
    const random = new Random(1);
    return buildScript(CONTENT, { newId: () => random.uuid() }, { clientId: 1 });
  };
  expect(bytes()).toEqual(bytes());
  const rows = Array(3000).fill({ audio: [{ text: 'Some words that are heard here. '.repeat(20) }] });
  const random = new Random(1);
  const updates = buildScript({ scenes: [{ heading: 'Long', rows }] }, { newId: () => random.uuid() });
  expect(updates.length).toBeGreaterThan(4);
  expect(Math.max(...updates.map(({ byteLength }) => byteLength))).toBeLessThan(512 * 1024);
});

test('[SCRIPT-6] reading writes nothing and listens to nothing', () => {
  const doc = build(CONTENT);
  let updates = 0;
  doc.on('update', () => updates++);
  readScript(doc);
  expect([updates, doc._observers.get('beforeObserverCalls')]).toEqual([0, undefined]);
});

test('[SCRIPT-3] what is disputed is read, without a number and outside the running time', () => {
  const [ana, ben] = openTwice();
  ana.type(ana.row('a'), ' b c');
  ben.model.deleteRows([ben.row('a')]);
  ben.model.deleteScene(ben.scene('Two'));
  ana.model.setHeading(ana.scene('Two'), 'Two!');
  exchange(ana, ben);
  const { scenes, words } = readScript(ana.doc);
  expect(words).toBe(1);
  expect(scenes.map(({ number, rows }) => [number, ...rows.map((row) => [row.number, row.words])])).toEqual([
    [1, [null, 3], [1, 1]],
    [null, [null, 1], [null, 1]],
  ]);
  expect(ana.model.timing().total).toEqual({ words: 1, seconds: 0.4 });
});

test('[SCRIPT-7] equal scripts have one canonical text, whatever happened on the way', () => {
  const script = openOnce();
  const before = canonicalScript(readScript(script.doc));
  const a = script.row('a');
  script.type(a, ' bold', { marks: { bold: true, italic: true } });
  script.type(a, '', { from: 1, to: 6 });
  script.model.moveRows([a], { endOf: null });
  script.model.moveRows([a], { startOf: script.scene('One') });
  script.model.deleteRows([a]);
  script.model.restoreRows([a]);
  expect(canonicalScript(readScript(script.doc))).toBe(before);
});

test('[SCRIPT-7] anything that is seen or heard makes another canonical text', () => {
  const texts = new Set<string>();
  const marks: readonly Marks[] = [
    { bold: true },
    { italic: true },
    { link: { href: 'https://a.b' } },
    { link: { href: 'https://a.c' } },
  ];
  const acts: readonly ((script: ReturnType<typeof openOnce>) => void)[] = [
    () => undefined,
    (script) => script.type(script.row('a'), 'x'),
    (script) => script.type(script.row('a'), 'x', { kind: 'video' }),
    ...marks.map((mark) => (script: ReturnType<typeof openOnce>) => script.type(script.row('a'), 'x', { marks: mark })),
    (script) => script.model.setSpeaker([script.row('a')], 'Narrator'),
    (script) => script.model.setSeconds([script.row('a')], 3),
    (script) => script.model.setHeading(script.scene('One'), 'First'),
    (script) => script.model.moveRows([script.row('a')], { after: script.row('b') }),
    (script) => script.model.deleteRows([script.row('a')]),
    (script) => script.model.setLayout('narration'),
    (script) => script.model.setWordsPerMinute(100),
    (script) => script.model.setTargetSeconds(30),
  ];
  for (const act of acts) {
    const script = openOnce();
    act(script);
    texts.add(canonicalScript(readScript(script.doc)));
  }
  expect(texts.size).toBe(acts.length);
});
