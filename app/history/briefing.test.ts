import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { ANA, AwayWorld, TOMAS, type Writer } from '../../tests/support/away-world.ts';
import { typeInto } from '../../tests/support/live-cell.ts';
import { Random } from '../../tests/support/random.ts';
import type { RowId } from '../ids.ts';
import { sideOf, compareWords } from '../script/compare-words.ts';
import { cellText, textOf } from '../script/content.ts';
import { buildScript } from '../script/plain-script.ts';
import { createUndoManager } from '../script/undo.ts';
import { readAway } from './away.ts';
import { briefingOf, isByBoth, kindOf, type Briefing, type RowNews } from './briefing.ts';
import { restore } from './restore.ts';

const LINES = ['Then bring it back.', 'One drill. Forty homes.', 'Borrowed it?', 'Thursday to Saturday.', 'Come by.'];

interface Told extends Disposable {
  readonly world: AwayWorld;
  readonly rows: readonly RowId[];
  brief(): Briefing;
  news(line: number): RowNews | undefined;
}

function openTold(play: (people: Record<'me' | 'ana' | 'tomas', Writer>, rows: readonly RowId[]) => void): Told {
  const random = new Random(7);
  const base = buildScript(
    { scenes: [{ heading: 'One', rows: LINES.map((text) => ({ audio: [{ text }] })) }] },
    { newId: () => random.uuid() },
    { clientId: 1 },
  );
  const world = new AwayWorld(Y.mergeUpdates([...base]), random, { readAt: 1_000_000 });
  const rows = world.me.model.outline().rows.map(({ id }) => id);
  const [ana, tomas] = world.others;
  if (ana === undefined || tomas === undefined) throw new Error('Nobody else is there.');
  play({ me: world.me, ana, tomas }, rows);
  for (const writer of [ana, tomas, world.me]) writer.sync();
  const brief = (): Briefing => briefingOf(readAway(world.awayLog()), world.awayLog());
  return {
    world,
    rows,
    brief,
    news: (line) => brief().rows.find(({ id }) => id === rows[line]),
    [Symbol.dispose]: () => world[Symbol.dispose](),
  };
}

function replace(writer: Writer, rowId: RowId | undefined, find: string, say: string): void {
  const cell = rowId && writer.model.cell({ rowId, kind: 'audio' });
  if (cell) typeInto(writer.doc, cell, (content) => [{ text: textOf(content).replace(find, say) }]);
}

test('[BRIEF-1] [BRIEF-2] a row changed by both is told with their words, mine and what became of them', () => {
  using told = openTold(({ me, ana }, [first]) => {
    replace(ana, first, 'back.', 'back. Clean, please.');
    replace(me, first, 'back.', 'back by Saturday.');
  });
  const [news, ...rest] = told.brief().rows;
  expect(rest).toEqual([]);
  if (news === undefined) throw new Error('Nothing is told.');
  expect([kindOf(news), isByBoth(news), news.others.map(({ who }) => who), news.mine?.who]).toEqual([
    'both',
    true,
    [ANA.personId],
    'me',
  ]);
  const { base, theirs, mine, now } = news.states;
  expect([base, theirs, mine, now].map((row) => textOf(row?.audio ?? []))).toEqual([
    'Then bring it back.',
    'Then bring it back. Clean, please.',
    'Then bring it back by Saturday.',
    expect.stringMatching(/^Then bring it back.* by Saturday/),
  ]);
  expect(textOf(sideOf(compareWords(base?.audio ?? [], mine?.audio ?? []), 'after'))).toBe(
    'Then bring it back by Saturday.',
  );
});

test('[BRIEF-2] what others did alone is told by kind, and what I did alone is not told as news', () => {
  using told = openTold(({ me, ana, tomas }, rows) => {
    const [first, second, third, fourth, fifth] = rows;
    replace(ana, second, 'Forty', 'Forty-six');
    if (first !== undefined && fifth !== undefined) tomas.model.moveRows([fifth], { before: first });
    tomas.model.deleteRows(third === undefined ? [] : [third]);
    ana.model.insertRow({ endOf: null }, { audio: [{ text: 'A new row.' }] });
    replace(me, fourth, 'Thursday', 'Wednesday');
  });
  expect(told.brief().rows.map((news) => [kindOf(news), news.wasNumber, news.number])).toEqual([
    ['new', null, 1],
    ['moved', 5, 2],
    ['changed', 2, 4],
    ['deleted', 3, null],
    ['mine', 4, 5],
  ]);
  expect(told.brief().others).toEqual([ANA.personId, TOMAS.personId]);
});

test('[BRIEF-4] a row that somebody deleted while I wrote in it is told with my words, whether or not they knew', () => {
  using told = openTold(({ me, tomas }, [first, second]) => {
    replace(me, first, 'back.', 'back. Write its name on the wall.');
    if (first !== undefined) tomas.model.deleteRows([first]);
    replace(me, second, 'Forty', 'Fifty');
    me.sync();
    tomas.sync();
    if (second !== undefined) tomas.model.deleteRows([second]);
  });
  const [unknowing, knowing] = [told.news(0), told.news(1)];
  expect([unknowing, knowing].map((news) => news && [kindOf(news), news.fate, news.dispute !== null])).toEqual([
    ['kept', 'kept', true],
    ['kept', 'deleted', false],
  ]);
  expect(textOf(unknowing?.states.mine?.audio ?? [])).toContain('Write its name on the wall.');
  expect(textOf(knowing?.states.base?.audio ?? [])).toBe('One drill. Forty homes.');
});

test('[BRIEF-3] words built on the other side’s words are read with them, and counts are rows of the log', () => {
  using told = openTold(({ me, ana }, [first]) => {
    replace(me, first, 'bring', 'carry');
    me.sync();
    ana.sync();
    replace(ana, first, 'carry', 'car and carry');
    ana.sync();
    me.sync();
    replace(me, first, 'and', 'and then');
  });
  const news = told.news(0);
  expect(textOf(news?.states.theirs?.audio ?? [])).toBe('Then car and carry it back.');
  expect(textOf(news?.states.now?.audio ?? [])).toBe('Then car and then carry it back.');
  const { edits } = told.brief();
  expect(edits).toEqual({ mine: 2, others: 1, unreadable: 0 });
});

test('[BRIEF-3] an update that nobody can read is counted and takes nothing along', () => {
  using told = openTold(({ ana }, [first]) => replace(ana, first, 'bring', 'carry'));
  const log = told.world.awayLog();
  const torn = {
    ...log,
    updates: [{ update: Uint8Array.of(9, 9, 9), isMine: false, personId: null, savedAt: 0 }, ...log.updates],
  };
  const briefing = briefingOf(readAway(torn), torn);
  expect(briefing.edits.unreadable).toBe(1);
  expect(briefing.rows.map(kindOf)).toEqual(['changed']);
});

test('[BRIEF-5] using mine is a new edit by difference, and undo takes it back', () => {
  using told = openTold(({ me, ana }, [first]) => {
    replace(ana, first, 'back.', 'back. Clean, please.');
    replace(me, first, 'bring', 'carry');
  });
  const { me } = told.world;
  const [rowId] = told.rows;
  if (rowId === undefined) throw new Error('There is no row.');
  const away = readAway(told.world.awayLog());
  const undo = createUndoManager(me.model, []);
  const words = (): string => cellText(me.model.cell({ rowId, kind: 'audio' }) ?? new Y.XmlFragment());
  const merged = words();
  const surroundings = { author: 'me', now: () => new Date(0) };
  restore({ live: me.doc, past: away.mine, scope: { kind: 'row-words', rowId }, surroundings });
  expect(words()).toBe('Then carry it back.');
  undo.undo();
  expect(words()).toBe(merged);
  restore({ live: me.doc, past: away.theirs, scope: { kind: 'row-words', rowId }, surroundings });
  expect(words()).toBe('Then bring it back. Clean, please.');
});
