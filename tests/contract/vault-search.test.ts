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
  await using test = await openTestVault();
  const texts = ['Ein Café in Ústí', 'Η Αθήνα το πρωί', 'Съёмка начинается', 'Tên tôi là Nguyễn'];
  await WrittenScript.create(test, 'Reise', sceneOf('Straße', ...texts));
  expect(await find(test, 'CAFE')).toEqual(['audio: Ein [Café] in Ústí']);
  expect(await find(test, 'usti')).toEqual(['audio: Ein Café in [Ústí]']);
  expect(await find(test, 'αθηνα')).toEqual(['audio: Η [Αθήνα] το πρωί']);
  expect(await find(test, 'съемка')).toEqual(['audio: [Съёмка] начинается']);
  expect(await find(test, 'nguyen')).toEqual(['audio: Tên tôi là [Nguyễn]']);
  expect(await find(test, 'straße')).toEqual(['heading: [Straße]']);
});

test('[SEARCH-2] all words must be there, the last may be unfinished, and a phrase stands together', async () => {
  await using test = await openTestVault();
  await WrittenScript.create(
    test,
    'Harbour',
    sceneOf('One', 'The boat leaves the harbour', 'The harbour sleeps, the boat waits'),
  );
  expect(await find(test, 'boat harb')).toHaveLength(2);
  expect(await find(test, 'harb boat')).toEqual([]);
  expect(await find(test, 'boat lea')).toEqual(['audio: The [boat] [leaves] the harbour']);
  expect(await find(test, '"the boat" waits')).toEqual(['audio: The harbour sleeps, [the boat] [waits]']);
});

test('[SEARCH-3] words are found in writing without spaces, also by one or two characters', async () => {
  await using test = await openTestVault();
  const texts = ['今日は東京で撮影します', '我们在北京拍电影', 'สวัสดีชาวโลกทุกคน'];
  await WrittenScript.create(test, '東京の朝', sceneOf('第一場', ...texts));
  expect(await find(test, '東京で撮')).toEqual(['audio: 今日は[東京で撮]影します']);
  expect(await find(test, '东京')).toEqual([]);
  expect(await find(test, '東京')).toEqual(['title: [東京]の朝', 'audio: 今日は[東京]で撮影します']);
  expect(await find(test, '影')).toHaveLength(2);
  expect(await find(test, 'ชาวโลก')).toEqual(['audio: สวัสดี[ชาวโลก]ทุกคน']);
});

test('[SEARCH-4] whatever a person types is a query: nothing in it is an operator and nothing fails', async () => {
  await using test = await openTestVault();
  await WrittenScript.create(test, 'Say "cut"', sceneOf('One', `it's 50% off - AND NOT "done"`));
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
    await test.vault.search(query, 5);
  }
  expect(await find(test, "it's")).toEqual([`audio: [it's] 50% off - AND NOT "done"`]);
  expect(await find(test, 'AND')).toEqual([`audio: it's 50% off - [AND] NOT "done"`]);
  expect(await find(test, '"cut"')).toEqual(['title: Say "[cut]"']);
});

test('[SEARCH-5] a search finds what was saved before it, and no longer what was taken away', async () => {
  await using test = await openTestVault({ indexAfterMs: 60_000 });
  const script = await WrittenScript.create(test, 'Harbour', sceneOf('Dawn', 'The boat leaves', 'Gulls'));
  expect(await find(test, 'gulls')).toHaveLength(1);
  script.type(0, ' quietly');
  await script.save();
  expect(await find(test, 'quietly')).toEqual(['audio: The boat leaves [quietly]']);
  script.model.deleteRows([script.rowId(1)]);
  await script.save();
  expect(await find(test, 'gulls')).toEqual([]);
  await test.vault.rename({ scriptId: script.scriptId, title: 'Lighthouse' });
  expect(await find(test, 'harbour')).toEqual([]);
  expect(await find(test, 'light')).toEqual(['title: [Lighthouse]']);
});

test('[SEARCH-6] nothing from the trash is found until it is restored', async () => {
  await using test = await openTestVault();
  const script = await WrittenScript.create(test, 'Harbour', sceneOf('Dawn', 'The boat leaves'));
  await test.vault.trash(script.scriptId);
  expect(await find(test, 'boat')).toEqual([]);
  expect(await find(test, 'harbour')).toEqual([]);
  await test.vault.restore(script.scriptId);
  expect(await find(test, 'boat')).toHaveLength(1);
});

test('[SEARCH-7] a hit names its script, its row and the cell; titles come first, then headings, speakers and cells', async () => {
  await using test = await openTestVault();
  const script = await WrittenScript.create(test, 'Harbour', {
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
  const hits = await test.vault.search('harbour', 20);
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
  await using test = await openTestVault();
  const { vault } = test;
  const script = await WrittenScript.create(test, 'Harbour', sceneOf('Dawn', 'The boat leaves the harbour', 'Gulls'));
  let told = 0;
  vault.onLibraryChanged(() => (told += 1));
  await vault.search('boat', 1);
  expect((await vault.list())[0]).toMatchObject({ scenes: 1, rows: 2, words: 6, seconds: (6 / 150) * 60 });
  expect(told).toBe(1);
  const plain = await vault.readPlain(script.scriptId);
  expect(plain.scenes.map(({ heading, rows }) => [heading, rows.length])).toEqual([['Dawn', 2]]);
  await expect(vault.readPlain(test.scriptId())).rejects.toMatchObject({ code: 'not-found' });
});
