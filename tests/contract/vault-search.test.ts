import { expect, test } from 'vitest';
import { openTestVault, type TestVault } from '../support/vault.ts';
import { sceneOf, WrittenScript } from '../support/written-script.ts';

async function find({ vault }: TestVault, query: string): Promise<string[]> {
  const hits = await vault.search(query, 20);
  return hits.map(
    ({ cell, snippet }) => `${cell}: ${snippet.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('')}`,
  );
}

test('[SEARCH-1] words are found without their accents and case, in every language that writes spaces', async () => {
  await using here = await openTestVault();
  const texts = ['Ein Café in Ústí', 'Η Αθήνα το πρωί', 'Съёмка начинается', 'Tên tôi là Nguyễn'];
  await WrittenScript.create(here, 'Reise', sceneOf('Straße', ...texts));
  expect(await find(here, 'CAFE')).toEqual(['audio: Ein [Café] in Ústí']);
  expect(await find(here, 'usti')).toEqual(['audio: Ein Café in [Ústí]']);
  expect(await find(here, 'αθηνα')).toEqual(['audio: Η [Αθήνα] το πρωί']);
  expect(await find(here, 'съемка')).toEqual(['audio: [Съёмка] начинается']);
  expect(await find(here, 'nguyen')).toEqual(['audio: Tên tôi là [Nguyễn]']);
  expect(await find(here, 'straße')).toEqual(['heading: [Straße]']);
});

test('[SEARCH-2] all words must be there, the last may be unfinished, and a phrase stands together', async () => {
  await using here = await openTestVault();
  await WrittenScript.create(
    here,
    'Harbour',
    sceneOf('One', 'The boat leaves the harbour', 'The harbour sleeps, the boat waits'),
  );
  expect(await find(here, 'boat harb')).toHaveLength(2);
  expect(await find(here, 'harb boat')).toEqual([]);
  expect(await find(here, 'boat lea')).toEqual(['audio: The [boat] [leaves] the harbour']);
  expect(await find(here, '"the boat" waits')).toEqual(['audio: The harbour sleeps, [the boat] [waits]']);
});

test('[SEARCH-3] words are found in writing without spaces, also by one or two characters', async () => {
  await using here = await openTestVault();
  const texts = ['今日は東京で撮影します', '我们在北京拍电影', 'สวัสดีชาวโลกทุกคน'];
  await WrittenScript.create(here, '東京の朝', sceneOf('第一場', ...texts));
  expect(await find(here, '東京で撮')).toEqual(['audio: 今日は[東京で撮]影します']);
  expect(await find(here, '东京')).toEqual([]);
  expect(await find(here, '東京')).toEqual(['title: [東京]の朝', 'audio: 今日は[東京]で撮影します']);
  expect(await find(here, '影')).toHaveLength(2);
  expect(await find(here, 'ชาวโลก')).toEqual(['audio: สวัสดี[ชาวโลก]ทุกคน']);
});

test('[SEARCH-4] whatever a person types is a query: nothing in it is an operator and nothing fails', async () => {
  await using here = await openTestVault();
  await WrittenScript.create(here, 'Say "cut"', sceneOf('One', `it's 50% off - AND NOT "done"`));
  const odd = [
    '"',
    '""',
    "'",
    '*',
    '^',
    '(',
    'a AND',
    'NEAR(',
    'text:',
    '-',
    '{x}:',
    ';--',
    '%',
    '_',
    '\\',
    '\0',
    'a\0b',
    '\ud800',
    '🎬',
    ' ',
  ];
  for (const query of [...odd, odd.join(' '), 'x'.repeat(400), '影%', '影_', '"'.repeat(99), 'a '.repeat(200)]) {
    await here.vault.search(query, 5);
  }
  expect(await find(here, "it's")).toEqual([`audio: [it's] 50% off - AND NOT "done"`]);
  expect(await find(here, 'AND')).toEqual([`audio: it's 50% off - [AND] NOT "done"`]);
  expect(await find(here, '"cut"')).toEqual(['title: Say "[cut]"']);
});

test('[SEARCH-5] a search finds what was saved before it, and no longer what was taken away', async () => {
  await using here = await openTestVault({ indexAfterMs: 60_000 });
  const script = await WrittenScript.create(here, 'Harbour', sceneOf('Dawn', 'The boat leaves', 'Gulls'));
  expect(await find(here, 'gulls')).toHaveLength(1);
  script.type(0, ' quietly');
  await script.save();
  expect(await find(here, 'quietly')).toEqual(['audio: The boat leaves [quietly]']);
  script.model.deleteRows([script.rowId(1)]);
  await script.save();
  expect(await find(here, 'gulls')).toEqual([]);
  await here.vault.rename({ scriptId: script.scriptId, title: 'Lighthouse' });
  expect(await find(here, 'harbour')).toEqual([]);
  expect(await find(here, 'light')).toEqual(['title: [Lighthouse]']);
});

test('[SEARCH-6] nothing from the trash is found until it is restored', async () => {
  await using here = await openTestVault();
  const script = await WrittenScript.create(here, 'Harbour', sceneOf('Dawn', 'The boat leaves'));
  await here.vault.trash(script.scriptId);
  expect(await find(here, 'boat')).toEqual([]);
  expect(await find(here, 'harbour')).toEqual([]);
  await here.vault.restore(script.scriptId);
  expect(await find(here, 'boat')).toHaveLength(1);
});

test('[SEARCH-7] a hit names its script, its row and the cell; titles come first, then headings, speakers and cells', async () => {
  await using here = await openTestVault();
  const script = await WrittenScript.create(here, 'Harbour', {
    scenes: [
      {
        heading: 'The harbour at dawn',
        rows: [
          {
            speaker: 'Harbour master',
            video: [{ text: 'harbour from above' }],
            audio: [{ text: 'This is my harbour.' }],
          },
        ],
      },
    ],
  });
  const hits = await here.vault.search('harbour', 20);
  const row = script.rowId(0);
  expect(hits.map(({ cell, rowId, scriptId, title }) => ({ cell, rowId, scriptId, title }))).toEqual(
    [
      { cell: 'title', rowId: null },
      { cell: 'heading', rowId: null },
      { cell: 'speaker', rowId: row },
      { cell: 'video', rowId: row },
      { cell: 'audio', rowId: row },
    ].map((hit) => ({ ...hit, scriptId: script.scriptId, title: 'Harbour' })),
  );
});

test('[VAULT-15] the library counts scenes, rows, words and seconds once the keeper has read them, and is told', async () => {
  await using here = await openTestVault();
  const { vault } = here;
  const script = await WrittenScript.create(here, 'Harbour', sceneOf('Dawn', 'The boat leaves the harbour', 'Gulls'));
  let told = 0;
  vault.onLibraryChanged(() => (told += 1));
  await vault.search('boat', 1);
  expect((await vault.list())[0]).toMatchObject({ scenes: 1, rows: 2, words: 6, seconds: (6 / 150) * 60 });
  expect(told).toBe(1);
  const plain = await vault.readPlain(script.scriptId);
  expect(plain.scenes.map(({ heading, rows }) => [heading, rows.length])).toEqual([['Dawn', 2]]);
  await expect(vault.readPlain(here.scriptId())).rejects.toMatchObject({ code: 'not-found' });
});
