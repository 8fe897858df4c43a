import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { editAnyhow } from '../../tests/support/any-edit.ts';
import { exchange, openOnce, openTwice, type OpenScript } from '../../tests/support/open-script.ts';
import { Random } from '../../tests/support/random.ts';
import { surroundingsFrom } from '../../tests/support/surroundings.ts';
import type { RowId } from '../ids.ts';
import { canonicalScript } from '../script/canonical.ts';
import { CELL_KINDS, cellText } from '../script/content.ts';
import { TYPED } from '../script/origins.ts';
import { readScript, type PlainScript } from '../script/plain-script.ts';
import type { RestoreScope } from './plan-restore.ts';
import { restore, type Restored } from './restore.ts';

const copyOf = (doc: Y.Doc): Y.Doc => {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
};

function restoreIn(script: OpenScript, past: Y.Doc, scope: RestoreScope): Restored {
  script.seal();
  const restored = restore({ live: script.doc, past, scope, surroundings: surroundingsFrom(new Random(3), 'Ana') });
  script.seal();
  return restored;
}

const shown = (doc: Y.Doc): string => canonicalScript(readScript(doc));

/** A script with a past: what it was after some edits, and what it is after some more. */
function withPast(seed: number): { readonly script: OpenScript; readonly past: Y.Doc; readonly random: Random } {
  const random = new Random(seed);
  const script = openOnce();
  for (let i = 0; i < 3 + random.below(12); i++) editAnyhow(script.model, random);
  const past = copyOf(script.doc);
  for (let i = 0; i < 1 + random.below(12); i++) editAnyhow(script.model, random);
  script.seal();
  return { script, past, random };
}

const NO_SETTINGS = { layout: 'av', wordsPerMinute: 150, targetSeconds: null, words: 0, seconds: 0 } as const;

/** Every row by its id: its scene and everything in it, as one line. */
const rowLines = ({ scenes }: Pick<PlainScript, 'scenes'>): ReadonlyMap<RowId, string> =>
  new Map(
    scenes.flatMap((scene) =>
      scene.rows.map((row) => [
        row.id,
        canonicalScript({ ...NO_SETTINGS, scenes: [{ ...scene, heading: null, rows: [row] }] }),
      ]),
    ),
  );
const wordsOf = (line: string | undefined): unknown => (JSON.parse(line ?? '{}') as PlainScript).scenes[0]?.rows;

/** The order of everything but one row. */
const orderWithout = ({ scenes }: PlainScript, without: RowId | undefined): readonly string[] =>
  scenes.flatMap((scene) => [
    `# ${scene.id} ${scene.heading}`,
    ...scene.rows.flatMap(({ id }) => (id === without ? [] : [`${scene.id} ${id}`])),
  ]);

test('[RESTORE-1] the whole script becomes what it was; undo takes that back as one step, redo does it again', () => {
  for (let seed = 1; seed <= 50; seed++) {
    const { script, past } = withPast(seed);
    const before = shown(script.doc);
    const restored = restoreIn(script, past, { kind: 'script' });
    expect(shown(script.doc)).toBe(shown(past));
    expect(restored.leftAlone.size).toBe(0);
    if (!restored.isChanged) continue;
    script.undo.undo();
    expect(shown(script.doc)).toBe(before);
    script.undo.redo();
    expect(shown(script.doc)).toBe(shown(past));
  }
});

test('[RESTORE-3] restoring a row changes that row only, and makes it what it was', () => {
  for (let seed = 1; seed <= 100; seed++) {
    const { script, past, random } = withPast(seed);
    const [then, now] = [readScript(past), readScript(script.doc)];
    const rowId = random.oneOf([...new Set([...rowLines(then).keys(), ...rowLines(now).keys(), 'none' as RowId])]);
    const { isChanged } = restoreIn(script, past, { kind: 'row', rowId });
    const after = readScript(script.doc);
    const lines = rowLines(after);
    const scene = (from: PlainScript) => from.scenes.find(({ rows }) => rows.some(({ id }) => id === rowId))?.id;
    // A row whose scene is gone shows that scene again, framed, and with it nothing else that was hidden.
    const isSceneGone = scene(then) !== undefined && !now.scenes.some(({ id }) => id === scene(then));
    if (rowLines(then).has(rowId)) expect(lines.get(rowId)).toBe(rowLines(then).get(rowId));
    else expect(lines.has(rowId)).toBe(false);
    for (const [id, line] of rowLines(now)) if (id !== rowId) expect(lines.get(id)).toBe(line);
    if (!isSceneGone && scene(then) !== null && scene(now) !== null)
      expect(orderWithout(after, rowId)).toEqual(orderWithout(now, rowId));
    if (isChanged) script.undo.undo();
    expect(shown(script.doc)).toBe(canonicalScript(now));
  }
});

test('[RESTORE-4] restoring a scene brings back its heading and its rows, and leaves the words of all others alone', () => {
  for (let seed = 1; seed <= 50; seed++) {
    const { script, past, random } = withPast(seed);
    const [then, now] = [readScript(past), readScript(script.doc)];
    const scenes = then.scenes.flatMap(({ id }) => (id === null ? [] : [id]));
    if (scenes.length === 0) continue;
    const sceneId = random.oneOf(scenes);
    const { isChanged } = restoreIn(script, past, { kind: 'scene', sceneId });
    const after = readScript(script.doc);
    const of = ({ scenes: all }: PlainScript) => all.find(({ id }) => id === sceneId);
    expect(of(after)?.heading).toBe(of(then)?.heading);
    const rowsThen = rowLines({ scenes: then.scenes.filter(({ id }) => id === sceneId) });
    const rowsAfter = rowLines({ scenes: after.scenes.filter(({ id }) => id === sceneId) });
    for (const [id, line] of rowsThen) expect(rowsAfter.get(id)).toBe(line);
    // Anything else that stands in it came from a scene that is no longer there.
    for (const id of rowsAfter.keys()) if (!rowsThen.has(id)) expect(rowLines(then).has(id)).toBe(true);
    for (const [id, line] of rowLines(after)) {
      if (!rowsThen.has(id) && rowLines(now).has(id)) expect(wordsOf(line)).toEqual(wordsOf(rowLines(now).get(id)));
    }
    if (isChanged) script.undo.undo();
    expect(shown(script.doc)).toBe(canonicalScript(now));
  }
});

test('[RESTORE-2] what others write while somebody restores stays, and every device ends alike', () => {
  for (let seed = 1; seed <= 50; seed++) {
    const random = new Random(seed);
    const [ana, ben] = openTwice();
    for (let i = 0; i < 8; i++) editAnyhow(random.chance(50) ? ana.model : ben.model, random);
    exchange(ana, ben);
    const past = copyOf(ana.doc);
    for (let i = 0; i < 6; i++) editAnyhow(random.chance(50) ? ana.model : ben.model, random);
    exchange(ana, ben);
    const written = new Map<string, Y.XmlFragment>();
    for (const [index, { id }] of ben.model.outline().rows.entries()) {
      const cell = ben.model.cell({ rowId: id, kind: random.oneOf(CELL_KINDS) });
      if (cell === undefined) continue;
      const mark = `«${index}»`;
      const { length } = ben.text(id, cell === ben.model.cell({ rowId: id, kind: 'video' }) ? 'video' : 'audio');
      const at = random.below(length + 1);
      ben.type(id, mark, {
        kind: cell === ben.model.cell({ rowId: id, kind: 'video' }) ? 'video' : 'audio',
        from: at,
        to: at,
      });
      written.set(mark, cell);
    }
    restoreIn(ana, past, { kind: 'script' });
    exchange(ana, ben);
    expect(shown(ana.doc)).toBe(shown(ben.doc));
    for (const [mark, cell] of written) expect(cellText(cell)).toContain(mark);
    ana.undo.undo();
    exchange(ana, ben);
    expect(shown(ana.doc)).toBe(shown(ben.doc));
    for (const [mark, cell] of written) expect(cellText(cell)).toContain(mark);
  }
});

test('[RESTORE-2] a word that somebody adds inside a restored sentence stands where they put it', () => {
  const [ana, ben] = openTwice({
    scenes: [{ heading: 'One', rows: [{ audio: [{ text: 'The tram is late again.' }] }] }],
  });
  const row = ana.row('The tram is late again.');
  const past = copyOf(ana.doc);
  ana.type(row, 'The bus was late, they say.', { from: 0, to: 23 });
  exchange(ana, ben);
  ben.type(row, 'very ', { from: 'The bus was '.length });
  restoreIn(ana, past, { kind: 'row', rowId: row });
  expect(ana.text(row)).toBe('The tram is late again.');
  exchange(ana, ben);
  expect([ana.text(row), ben.text(row)]).toEqual(Array(2).fill('The tram is very late again.'));
});

test('[RESTORE-5] what did not exist then is marked deleted, never removed, and a deletion somebody wrote past is seen', () => {
  const [ana, ben] = openTwice();
  const past = copyOf(ana.doc);
  const added = ana.model.insertRow({ after: ana.row('a') }, { audio: [{ text: 'new' }] });
  const scene = ana.model.insertScene('end', 'Three');
  exchange(ana, ben);
  if (added === undefined || scene === undefined) throw new Error('Nothing was added.');
  ben.type(added, ' words');
  restoreIn(ana, past, { kind: 'script' });
  expect(ana.lines()).toEqual(['# 1 One', '1 a', '2 b', '# 2 Two', '3 c', '4 d']);
  expect([ana.model.rows.has(added), ana.model.scenes.has(scene)]).toEqual([true, true]);
  exchange(ana, ben);
  expect(ana.lines()[2]).toBe('– new words (deleted by Ana)');
});

test('[RESTORE-3] a deleted row comes back to its content and its place; one whose scene is gone shows that scene framed', () => {
  const [ana] = openTwice();
  const [b, one] = [ana.row('b'), ana.scene('One')];
  const past = copyOf(ana.doc);
  ana.type(b, '!!');
  ana.model.moveRows([b], { endOf: ana.scene('Two') });
  ana.model.deleteRows([b]);
  restoreIn(ana, past, { kind: 'row', rowId: b });
  expect(ana.lines()).toEqual(['# 1 One', '1 a', '2 b', '# 2 Two', '3 c', '4 d']);
  ana.undo.undo();
  expect(ana.lines()).toEqual(['# 1 One', '1 a', '# 2 Two', '2 c', '3 d']);
  ana.undo.redo();
  ana.model.deleteScene(one);
  restoreIn(ana, past, { kind: 'row', rowId: b });
  expect(ana.lines()[0]).toBe('# – One (deleted by Ana)');
});

test('[RESTORE-3] a row stays in sight though the words that kept its deleted scene in sight go', () => {
  const [ana, ben] = openTwice();
  const [a, one] = [ana.row('a'), ana.scene('One')];
  const past = copyOf(ana.doc);
  ana.type(a, ' unseen');
  ben.model.deleteScene(one);
  exchange(ana, ben);
  expect(ana.lines()[0]).toBe('# – One (deleted by Ben)');
  restoreIn(ana, past, { kind: 'row', rowId: a });
  expect(ana.lines().slice(0, 2)).toEqual(['# – One (deleted by Ben)', '– a']);
});

test.each(['row', 'scene'] as const)(
  '[RESTORE-1] undo hides again what a deleted scene had hidden, also a row that the %s brought back elsewhere',
  (kind) => {
    const ana = openOnce();
    const [d, one] = [ana.row('d'), ana.scene('One')];
    const past = copyOf(ana.doc);
    ana.model.moveRows([d], { endOf: one });
    ana.model.deleteScene(one);
    const hidden = ['# 1 Two', '1 c'];
    expect(ana.lines()).toEqual(hidden);
    restoreIn(ana, past, kind === 'row' ? { kind, rowId: d } : { kind, sceneId: one });
    expect(ana.lines()).toEqual(
      kind === 'row' ? ['# 1 Two', '1 c', '2 d'] : ['# 1 One', '1 a', '2 b', '# 2 Two', '3 c', '4 d'],
    );
    ana.undo.undo();
    expect(ana.lines()).toEqual(hidden);
  },
);

test('[RESTORE-1] what is as it was is not written again', () => {
  const { script, past } = withPast(7);
  restoreIn(script, past, { kind: 'script' });
  const state = Y.encodeStateVector(script.doc);
  expect(restoreIn(script, past, { kind: 'script' }).isChanged).toBe(false);
  expect(Y.encodeStateVector(script.doc)).toEqual(state);
});

test('[RESTORE-6] unknown marks come back with their words, and a cell with unknown content is left as it is', () => {
  const [ana] = openTwice();
  const [a, b] = [ana.row('a'), ana.row('b')];
  const textIn = (rowId: RowId): Y.XmlText => {
    const text = ana.model.cell({ rowId, kind: 'audio' })?.get(0);
    const inner = text instanceof Y.XmlElement ? text.get(0) : undefined;
    if (!(inner instanceof Y.XmlText)) throw new Error('There is no text.');
    return inner;
  };
  textIn(a).insert(1, ' glows', { glow: { level: 3 } });
  const past = copyOf(ana.doc);
  textIn(a).delete(0, 7);
  textIn(b).insert(0, 'now ');
  const block = ana.model.cell({ rowId: b, kind: 'audio' });
  ana.doc.transact(() => block?.insert(1, [new Y.XmlElement('chart')]));
  const restored = restoreIn(ana, past, { kind: 'script' });
  expect(textIn(a).toDelta()).toEqual([{ insert: 'a' }, { insert: ' glows', attributes: { glow: { level: 3 } } }]);
  expect([...restored.leftAlone]).toEqual([b]);
  expect(ana.text(b)).toContain('now b');
  expect(block?.length).toBe(2);
});

test('[RESTORE-3] a row that had no readable place then stays where it stands', () => {
  const ana = openOnce();
  const past = copyOf(ana.doc);
  const a = ana.row('a');
  const row = past.getMap('rows').get(a);
  if (row instanceof Y.Map) row.delete('place');
  ana.type(a, '!');
  restoreIn(ana, past, { kind: 'row', rowId: a });
  expect(ana.lines().slice(0, 2)).toEqual(['# 1 One', '1 a']);
});

test('[RESTORE-6] values that a newer build keeps beside ours stay', () => {
  const [ana] = openTwice();
  const row = ana.model.rows.get(ana.row('a'));
  const past = copyOf(ana.doc);
  if (row instanceof Y.Map) row.set('mood', 'calm');
  ana.model.setSpeaker([ana.row('a')], 'Ana');
  restoreIn(ana, past, { kind: 'script' });
  expect(row instanceof Y.Map && [row.get('mood'), row.has('speaker')]).toEqual(['calm', false]);
});

test('[RESTORE-6] a cell that was born without a text gets one that undo never takes away', () => {
  const [ana, ben] = openTwice();
  const a = ana.row('a');
  const past = copyOf(ana.doc);
  const row = ana.model.rows.get(a);
  if (row instanceof Y.Map) row.set('audio', new Y.XmlFragment());
  exchange(ana, ben);
  restoreIn(ana, past, { kind: 'row', rowId: a });
  exchange(ana, ben);
  ben.type(a, ' theirs');
  ana.undo.undo();
  exchange(ana, ben);
  expect([ana.text(a), ben.text(a)]).toEqual([' theirs', ' theirs']);
});

test('[RESTORE-1] a restoration is one transaction of the person, and cannot run inside another', () => {
  const { script, past } = withPast(11);
  const origins: unknown[] = [];
  script.doc.on('afterTransaction', ({ origin }) => origins.push(origin));
  restoreIn(script, past, { kind: 'script' });
  expect(origins.filter((origin) => origin === TYPED)).toHaveLength(1);
  expect(() => script.doc.transact(() => restoreIn(script, past, { kind: 'script' }))).toThrow();
});
