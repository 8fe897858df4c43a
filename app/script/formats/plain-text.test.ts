import { expect, test } from 'vitest';
import { textOf } from '../content.ts';
import { readSeconds } from './columns.ts';
import { parsePlainText } from './plain-text.ts';

/** Rows as [video, speaker, audio], headings as `# words`. */
const rowsOf = (text: string): readonly unknown[] =>
  parsePlainText(text).scenes.flatMap(({ heading, rows }) => [
    ...(heading === null ? [] : [`# ${heading}`]),
    ...rows.map(({ video, speaker, audio }) => [textOf(video), speaker, textOf(audio)]),
  ]);

test.for([
  ['labels', 'VIDEO: A.\nAUDIO: B.', [['A.', null, 'B.']]],
  ['labels over a blank line', 'VIDEO: A.\n\nAUDIO: B.', [['A.', null, 'B.']]],
  ['a label alone on its line', 'VIDEO:\nA.\nB.\n\nAUDIO:\n\nC.', [['A.\nB.', null, 'C.']]],
  [
    'two pictures',
    'VIDEO: A.\nVIDEO: B.',
    [
      ['A.', null, ''],
      ['B.', null, ''],
    ],
  ],
  [
    'two sounds',
    'AUDIO: A.\nAUDIO: B.',
    [
      ['', null, 'A.'],
      ['', null, 'B.'],
    ],
  ],
  ['a speaker in a label', 'AUDIO (Mei Lin): A.', [['', 'Mei Lin', 'A.']]],
  ['a speaker after a label', 'AUDIO: Narrator: A.', [['', 'Narrator', 'A.']]],
  [
    'a picture and who speaks',
    'VISUAL: A.\nNARRATOR: B.\nCUT TO: black.',
    [
      ['A.', 'NARRATOR', 'B.'],
      ['CUT TO: black.', null, ''],
    ],
  ],
  [
    'a picture and two who speak',
    'VIDEO: A.\nANA: B.\nBEN: C.',
    [
      ['A.', 'ANA', 'B.'],
      ['', 'BEN', 'C.'],
    ],
  ],
  [
    'speakers in capitals',
    'ANA: A.\nBEN: B.\nmore',
    [
      ['', 'ANA', 'A.'],
      ['', 'BEN', 'B.\nmore'],
    ],
  ],
  [
    'names that come again',
    'Ana: A.\n\nBen: B.\n\nAna: C.',
    [
      ['', 'Ana', 'A.'],
      ['', null, 'Ben: B.'],
      ['', 'Ana', 'C.'],
    ],
  ],
  ['a remark before a colon', 'Remember: lock up.', [['', null, 'Remember: lock up.']]],
  ['a cue above its words', 'NARRATOR\nA.', [['', 'NARRATOR', 'A.']]],
  ['capitals above words', 'THE KITCHEN\nA.', ['# THE KITCHEN', ['', null, 'A.']]],
  ['capitals alone', 'A.\n\nTHE KITCHEN\n\nB.', [['', null, 'A.'], '# THE KITCHEN', ['', null, 'B.']]],
  ['numbered scenes', 'SCENE 1 - A\n\nSCENE 2: B\n\nSCENE 7 - C', ['# A', '# B', '# SCENE 7 - C']],
  [
    'columns',
    'A\tB\nC\t\tD',
    [
      ['A', null, 'B'],
      ['C', null, 'D'],
    ],
  ],
  ['named columns', 'Sound\tPicture\nB\tA', [['A', null, 'B']]],
  [
    'an address and a time',
    'https://a.example\n10:30 at the quay',
    [['', null, 'https://a.example\n10:30 at the quay']],
  ],
  [
    'a full-width colon',
    '旁白：你好\n旁白：再见',
    [
      ['', '旁白', '你好'],
      ['', '旁白', '再见'],
    ],
  ],
] as const)('[FORMAT-4] plain text with %s', ([, text, rows]) => {
  expect(rowsOf(text)).toEqual(rows);
});

test('[FORMAT-4] text without pictures is a narration', () => {
  expect(parsePlainText('One.\n\nTwo.').layout).toBe('narration');
  expect(parsePlainText('VIDEO: One.').layout).toBe('av');
});

test.for([
  ['0:09', 9],
  ['1:02:03', 3723],
  ['9', 9],
  ['9 s', 9],
  ['4.5 sec', 4.5],
  ['0:05-0:14', 9],
  ['00:05 – 00:14', 9],
  ['0:14-0:05', undefined],
  ['1:99', undefined],
  ['soon', undefined],
  ['', undefined],
] as const)('[FORMAT-4] the length %j is %j seconds', ([words, seconds]) => {
  expect(readSeconds(words)).toBe(seconds);
});

test('[FORMAT-4] a column of times that starts at zero says when rows start', () => {
  const { scenes } = parsePlainText('Time\tVideo\tAudio\n0:00\tA\tB\n0:07\tC\tD\n0:10\tE\tF');
  expect(scenes.flatMap(({ rows }) => rows.map(({ secondsSet }) => secondsSet))).toEqual([7, 3, null]);
});
