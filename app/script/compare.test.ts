import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { editAnyhow } from '../../tests/support/any-edit.ts';
import { openOnce, SAMPLE, type OpenScript } from '../../tests/support/open-script.ts';
import { Random } from '../../tests/support/random.ts';
import { unmovedBetween } from '../history/unmoved.ts';
import type { RowId } from '../ids.ts';
import { canonicalScript } from './canonical.ts';
import { compareScripts, isRowChanged, isSame, type RowDifference, type ScriptDifference } from './compare.ts';
import { sideOf, type Part } from './compare-words.ts';
import { textOf } from './content.ts';
import { readScript, type PlainRow, type PlainScript } from './plain-script.ts';

/** Two states of one script, with some edits between them. */
function twoStates(seed: number): readonly [before: PlainScript, after: PlainScript] {
  const random = new Random(seed);
  const { doc, model } = openOnce(seed % 3 === 0 ? { scenes: [] } : SAMPLE);
  for (let i = 0; i < 12; i++) editAnyhow(model, random);
  const before = readScript(doc);
  const edits = random.below(12);
  for (let i = 0; i < edits; i++) editAnyhow(model, random);
  return [before, readScript(doc)];
}

/** Carries a comparison out on the earlier state: what it calls unchanged is taken from there. */
function carriedOut(before: PlainScript, { settings, sections }: ScriptDifference): PlainScript {
  const old = new Map(before.scenes.flatMap(({ rows }) => rows.map((row) => [row.id, row])));
  const set = Object.entries(settings).map(([name, { after }]) => [name, after]);
  return {
    ...before,
    ...Object.fromEntries(set),
    scenes: sections
      .filter(({ fate }) => fate !== 'deleted')
      .map((section) => ({
        id: section.id,
        number: null,
        dispute: null,
        words: 0,
        seconds: 0,
        heading: section.id === null ? null : textOf(sideOf(section.heading, 'after')),
        rows: section.rows.filter(({ fate }) => fate !== 'deleted').map((row) => newRow(old, row)),
      })),
  };
}

function newRow(old: ReadonlyMap<RowId, PlainRow>, row: RowDifference): PlainRow {
  const was = old.get(row.id) ?? { speaker: null, secondsSet: null };
  const known = old.get(row.id);
  if (known !== undefined && !row.isEdited) return known;
  return {
    id: row.id,
    number: null,
    dispute: null,
    words: 0,
    seconds: 0,
    video: sideOf(row.video, 'after'),
    audio: sideOf(row.audio, 'after'),
    speaker: row.speaker === null ? was.speaker : row.speaker.after,
    secondsSet: row.secondsSet === null ? was.secondsSet : row.secondsSet.after,
  };
}

/** What happened to a row, apart from where it is shown. */
const tellings = ({ sections }: ScriptDifference): readonly unknown[] =>
  sections
    .flatMap(({ rows }) => rows)
    .map(({ id, fate, isMoved, video, audio }) => ({ id, fate, isMoved, video: signs(video), audio: signs(audio) }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));

const signs = (parts: readonly Part[]): string =>
  ['same', 'restyled', 'inserted', 'deleted']
    .map((kind) => parts.flatMap((part) => (part.kind === kind ? part.text : [])).join(''))
    .join('\u0000');

const swapped = (difference: ScriptDifference): readonly unknown[] => {
  const other = { kept: 'kept', added: 'deleted', deleted: 'added' } as const;
  const swap = (text: string): string => {
    const [same, restyled, inserted, deleted] = text.split('\u0000');
    return [same, restyled, deleted, inserted].join('\u0000');
  };
  return (tellings(difference) as { fate: keyof typeof other; video: string; audio: string }[]).map((row) => ({
    ...row,
    fate: other[row.fate],
    video: swap(row.video),
    audio: swap(row.audio),
  }));
};

test('[COMPARE-1] a comparison carried out on the earlier state gives the later one', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const [before, after] = twoStates(seed);
    expect(canonicalScript(carriedOut(before, compareScripts(before, after)))).toBe(canonicalScript(after));
  }
});

test('[COMPARE-1] a script compared with itself shows nothing; any change shows something', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const [before, after] = twoStates(seed);
    expect(isSame(compareScripts(before, before))).toBe(true);
    expect(isSame(compareScripts(before, after))).toBe(canonicalScript(before) === canonicalScript(after));
  }
});

test('[COMPARE-1] compared the other way round, the same is told backwards', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const [before, after] = twoStates(seed);
    expect(swapped(compareScripts(after, before))).toEqual(tellings(compareScripts(before, after)));
  }
});

test('[COMPARE-3] rows that are not called moved stand in their old order, and one move is called one', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const [before, after] = twoStates(seed);
    const still = new Set(
      compareScripts(before, after)
        .sections.flatMap(({ rows }) => rows)
        .flatMap(({ id, isMoved, fate }) => (isMoved || fate !== 'kept' ? [] : [id])),
    );
    const places = (script: PlainScript): readonly string[] =>
      script.scenes.flatMap(({ id, rows }) => rows.filter((row) => still.has(row.id)).map((row) => `${id} ${row.id}`));
    expect(places(after).toSorted()).toEqual(places(before).toSorted());
    for (const scene of after.scenes) {
      const was = before.scenes.find(({ id }) => id === scene.id);
      const order = (rows: readonly PlainRow[] = []): readonly RowId[] =>
        rows.map(({ id }) => id).filter((id) => still.has(id));
      expect(order(scene.rows)).toEqual(order(was?.rows));
    }
  }
  const ana = openOnce({
    scenes: [{ heading: 'One', rows: ['a', 'b', 'c', 'd', 'e'].map((text) => ({ audio: [{ text }] })) }],
  });
  const before = readScript(ana.doc);
  ana.model.moveRows([ana.row('a')], { after: ana.row('e') });
  const difference = compareScripts(before, readScript(ana.doc));
  expect(difference.counts).toEqual({ added: 0, deleted: 0, moved: 1, changed: 0, scenes: 0 });
  const moved = difference.sections[0]?.rows.find(({ isMoved }) => isMoved);
  expect([moved?.before?.number, moved?.after?.number]).toEqual([1, 5]);
});

test('[COMPARE-3] where it is known who was moved, that one is called moved, and not whoever it went round', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = new Random(seed);
    const ana = openOnce({
      scenes: [{ heading: 'One', rows: Array.from({ length: 6 }, (_, i) => ({ audio: [{ text: `${i}` }] })) }],
    });
    const [before, past] = [readScript(ana.doc), new Y.Doc()];
    Y.applyUpdate(past, Y.encodeStateAsUpdate(ana.doc));
    const moved = [...new Set(Array.from({ length: 1 + random.below(4) }, () => ana.row(`${random.below(6)}`)))];
    for (const rowId of moved) ana.model.moveRows([rowId], { startOf: ana.scene('One') });
    const after = readScript(ana.doc);
    const { sections } = compareScripts(before, after, { unmoved: unmovedBetween(past, ana.doc) });
    const told = sections.flatMap(({ rows }) => rows.flatMap(({ id, isMoved }) => (isMoved ? [id] : [])));
    expect(moved).toEqual(expect.arrayContaining(told));
    expect(told.length).toBeGreaterThanOrEqual(compareScripts(before, after).counts.moved);
  }
});

/** A line for each scene and row: what became of it, and its words. */
const lines = (difference: ScriptDifference): readonly string[] =>
  difference.sections.flatMap((section) => [
    `# ${section.fate}${section.isMoved ? ' moved' : ''} ${section.heading.map(({ kind, text }) => `${kind} ${text}`).join(', ')}`,
    ...section.rows.map(
      (row) =>
        `${row.fate}${row.isMoved ? ' moved' : ''} ${isRowChanged(row) ? 'changed' : 'same'} ${textOf(sideOf(row.audio, row.fate === 'deleted' ? 'before' : 'after'))}`,
    ),
  ]);

function between(change: (ana: OpenScript) => void): ScriptDifference {
  const ana = openOnce();
  const past = new Y.Doc();
  Y.applyUpdate(past, Y.encodeStateAsUpdate(ana.doc));
  change(ana);
  return compareScripts(readScript(past), readScript(ana.doc), { unmoved: unmovedBetween(past, ana.doc) });
}

test('[COMPARE-3] what is gone is shown where it stood, also when its scene is gone or its neighbour moved away', () => {
  expect(
    lines(
      between((ana) => {
        ana.model.deleteRows([ana.row('b')]);
        ana.model.insertRow({ after: ana.row('a') }, { audio: [{ text: 'new' }] });
        ana.model.moveRows([ana.row('a')], { endOf: ana.scene('Two') });
      }),
    ),
  ).toEqual([
    '# kept same One',
    'deleted changed b',
    'added changed new',
    '# kept same Two',
    'kept same c',
    'kept same d',
    'kept moved changed a',
  ]);
  expect(lines(between((ana) => ana.model.deleteScene(ana.scene('One'))))).toEqual([
    '# deleted deleted One',
    'deleted changed a',
    'deleted changed b',
    '# kept same Two',
    'kept same c',
    'kept same d',
  ]);
});

test('[COMPARE-3] a scene that moved is one move, whatever stands in it, and a renamed one is no new one', () => {
  const difference = between((ana) => {
    ana.model.moveScene(ana.scene('One'), 'end');
    ana.model.setHeading(ana.scene('Two'), 'Two of them');
    ana.model.setSpeaker([ana.row('c')], 'Ana');
  });
  expect(lines(difference)).toEqual([
    '# kept same Two, inserted  of them',
    'kept changed c',
    'kept same d',
    '# kept moved same One',
    'kept same a',
    'kept same b',
  ]);
  expect(difference.counts).toEqual({ added: 0, deleted: 0, moved: 0, changed: 1, scenes: 2 });
  expect(difference.sections[0]?.rows[0]?.speaker).toEqual({ before: null, after: 'Ana' });
});

test('[COMPARE-1] settings that differ are told with both values', () => {
  const difference = between((ana) => {
    ana.model.setLayout('narration');
    ana.model.setTargetSeconds(90);
  });
  expect(difference.settings).toEqual({
    layout: { before: 'av', after: 'narration' },
    targetSeconds: { before: null, after: 90 },
  });
  expect(isSame(difference)).toBe(false);
});
