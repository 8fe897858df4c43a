import { expect, test } from 'vitest';
import { textOf, type CellContent } from '../content.ts';
import { parseFountain } from './fountain.ts';
import { readEmphasis } from './fountain-emphasis.ts';

/** Rows as [video, speaker, audio], headings as `# words`. */
const rowsOf = (text: string): readonly unknown[] =>
  parseFountain(text).scenes.flatMap(({ heading, rows }) => [
    ...(heading === null ? [] : [`# ${heading}`]),
    ...rows.map(({ video, speaker, audio }) => [textOf(video), speaker, textOf(audio)]),
  ]);

test.for([
  ['action and the speech after it', 'He waits.\n\nANA\nHello.', [['He waits.', 'ANA', 'Hello.']]],
  [
    'each paragraph of action',
    'One.\n\nTwo.\nStill two.\n\nANA\nHi.',
    [
      ['One.', null, ''],
      ['Two.\nStill two.', 'ANA', 'Hi.'],
    ],
  ],
  [
    'a speech after a speech',
    'ANA\nOne.\n\nBEN\nTwo.',
    [
      ['', 'ANA', 'One.'],
      ['', 'BEN', 'Two.'],
    ],
  ],
  [
    'two speeches after action',
    'A.\n\nANA\nOne.\n\nBEN\nTwo.',
    [
      ['A.', 'ANA', 'One.'],
      ['', 'BEN', 'Two.'],
    ],
  ],
  [
    'a speech in a new scene',
    'He waits.\n\nINT. A\n\nANA\nHi.',
    [['He waits.', null, ''], '# INT. A', ['', 'ANA', 'Hi.']],
  ],
  ['a dual dialogue', 'ANA\nYes.\n\nBEN ^\nNo.', [['', 'ANA', 'Yes.\nBEN: No.']]],
  ['a dual cue with nobody before it', 'BEN ^\nNo.', [['', 'BEN', 'No.']]],
  [
    'a transition',
    'He goes.\n\nCUT TO:\n\nShe comes.',
    [
      ['He goes.\nCUT TO:', null, ''],
      ['She comes.', null, ''],
    ],
  ],
  [
    'a transition at the start',
    'CUT TO:\n\nShe comes.',
    [
      ['CUT TO:', null, ''],
      ['She comes.', null, ''],
    ],
  ],
  [
    'two transitions',
    'A.\n\nCUT TO:\n\nFADE TO:',
    [
      ['A.\nCUT TO:', null, ''],
      ['FADE TO:', null, ''],
    ],
  ],
  ['lyrics by themselves', '~La la,\n~la.', [['', null, 'La la,\nla.']]],
  ['what is centred', '> THE END <', [['THE END', null, '']]],
] as const)('[FORMAT-16] %s becomes rows by the documented rule', ([, text, rows]) => {
  expect(rowsOf(text)).toEqual(rows);
});

test.for([
  ['INT. DEPOT - DAY', '# INT. DEPOT - DAY'],
  ['ext depot', '# ext depot'],
  ['I/E CAR', '# I/E CAR'],
  ['INT./EXT. CAR', '# INT./EXT. CAR'],
  ['EST. CITY', '# EST. CITY'],
  ['.ANYWHERE', '# ANYWHERE'],
  ['INT. HALL #12A#', '# INT. HALL'],
  ['...and then', ['...and then', null, '']],
  ['INTERESTING', ['INTERESTING', null, '']],
  ['!INT. NOT A SCENE', ['INT. NOT A SCENE', null, '']],
] as const)('[FORMAT-16] %j alone reads as %j', ([line, expected]) => {
  expect(rowsOf(line)).toEqual([expected]);
});

test.for([
  ['MOM (V.O.)', 'MOM (V.O.)'],
  ['MOM (on the phone)', 'MOM (on the phone)'],
  ["MOM (CONT'D)", 'MOM'],
  ['@McCLANE', 'McCLANE'],
  ['R2D2', 'R2D2'],
  ['ŽOFIE', 'ŽOFIE'],
] as const)('[FORMAT-16] %j speaks as %j', ([cue, speaker]) => {
  expect(rowsOf(`${cue}\nWords.`)).toEqual([['', speaker, 'Words.']]);
});

test.for(['23', 'Mom', 'THE SHIP SINKS.\n', `${'LONG '.repeat(60)}NAME`])(
  '[FORMAT-16] %j speaks for nobody',
  (line) => {
    expect(rowsOf(`${line}\nWords.`)).not.toEqual([['', expect.anything(), 'Words.']]);
  },
);

test('[FORMAT-16] sections head the scene that follows, and stand alone where none does', () => {
  expect(rowsOf('# Act\n\n## Part\n\nINT. A\n\nHi.\n\n# Second\n\nNo heading.\n\n# Third\n\n# Last')).toEqual([
    '# Act – Part – INT. A',
    ['Hi.', null, ''],
    '# Second',
    ['No heading.', null, ''],
    '# Third',
    '# Last',
  ]);
});

test('[FORMAT-16] a speech goes on over an empty line of two spaces, and ends at a page break', () => {
  expect(rowsOf('ANA\nOne.\n  \nTwo.\n===\nShe goes.')).toEqual([
    ['', 'ANA', 'One.\n\nTwo.'],
    ['She goes.', null, ''],
  ]);
});

test('[FORMAT-16] a first line like FADE IN: is no title page', () => {
  expect(parseFountain('FADE IN:\n\nA.').title).toBe(null);
  expect(parseFountain('Title: A\n  _B_\nAuthor: C\n\nFADE IN:')).toMatchObject({ title: 'A B', rowCount: 1 });
});

const plain = (text: string): CellContent => [{ text }];
test.for([
  ['*a*', [{ text: 'a', marks: { italic: true } }]],
  ['**a**', [{ text: 'a', marks: { bold: true } }]],
  ['***a***', [{ text: 'a', marks: { bold: true, italic: true } }]],
  ['_a_', [{ text: 'a', marks: { underline: true } }]],
  [
    '**a *b* c**',
    [
      { text: 'a ', marks: { bold: true } },
      { text: 'b', marks: { bold: true, italic: true } },
      { text: ' c', marks: { bold: true } },
    ],
  ],
  ['He dialed *69 and then *23, and hung up.', plain('He dialed *69 and then *23, and hung up.')],
  ['a_name_like_this', plain('a_name_like_this')],
  ['\\*a\\*', plain('*a*')],
  ['*a\nb*', plain('*a\nb*')],
  ['****', plain('****')],
  ['**a*', plain('**a*')],
  ['[[a *b*]]', [{ text: '[a *b*]', marks: { highlight: true } }]],
  ['[[a', plain('[[a')],
] as const)('[FORMAT-16] the emphasis of %j', ([text, runs]) => {
  expect(readEmphasis(text)).toEqual(runs);
});
