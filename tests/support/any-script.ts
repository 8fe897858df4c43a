import * as Y from 'yjs';
import { normalized, type CellContent, type Marks } from '../../app/script/content.ts';
import { buildScript, readScript, type PlainScript, type ScriptContent } from '../../app/script/plain-script.ts';
import type { RowContent } from '../../app/script/births.ts';
import type { Random } from './random.ts';

/** Words that formats trip over: their own signs, labels, entities, spaces, other writing systems. */
const STRETCHES = [
  'a',
  'Narrator',
  'said: no',
  'NOTE:',
  'Anna: hi',
  'INT. HOUSE',
  'SCENE 1',
  'twenty-one',
  'don’t',
  '0:09',
  '1.',
  '*',
  '**',
  '_',
  '__',
  '~~',
  '`',
  '``',
  '|',
  '||',
  '\\',
  '\\|',
  '[',
  ']',
  '](',
  '![',
  '<',
  '>',
  '<b>',
  '</b>',
  '<br>',
  '<!--',
  '-->',
  '&',
  '&amp;',
  '&#32;',
  '#',
  '##',
  '-',
  '---',
  '===',
  ':---',
  '/*',
  '*/',
  '[[',
  ']]',
  '@',
  '!',
  '.',
  '  ',
  ' ',
  '\t',
  '\n',
  '\n\n',
  ' \n',
  '\u00a0',
  '\u2028',
  '\u0085',
  'é',
  '日本語',
  'עברית',
  '👩‍🚀',
  'https://a.example',
  'a@b.example',
];
const LINKS = ['https://a.example/', 'https://a.example/x_y*z?q=1&copy=2|3#f', 'mailto:ana@a.example'];
const TOGGLES = ['bold', 'italic', 'underline', 'strike', 'highlight'] as const;

export function anyContent(random: Random): CellContent {
  return normalized(
    Array.from({ length: random.below(6) }, () => ({ text: anyWords(random), marks: anyMarks(random) })),
  );
}

export const anyWords = (random: Random): string =>
  Array.from({ length: random.below(5) }, () => random.oneOf(STRETCHES)).join(random.chance(50) ? ' ' : '');

function anyMarks(random: Random): Marks {
  if (random.chance(40)) return {};
  const marks = Object.fromEntries(TOGGLES.filter(() => random.chance(25)).map((name) => [name, true]));
  return random.chance(15) ? { ...marks, link: { href: random.oneOf(LINKS) } } : marks;
}

const anyRow = (random: Random): RowContent => ({
  video: anyContent(random),
  audio: anyContent(random),
  speaker: random.chance(30) ? anyWords(random) : null,
  secondsSet: random.chance(30) ? random.oneOf([0, 1, 9, 61, 3_600, 86_400, 4.5]) : null,
});

export const anyScriptContent = (random: Random): ScriptContent => ({
  scenes: Array.from({ length: random.below(4) }, (_, index) => ({
    heading: index === 0 && random.chance(30) ? null : anyWords(random),
    rows: Array.from({ length: random.below(4) }, () => anyRow(random)),
  })),
});

/** The content as a script that was really built and read back. */
export function scriptOf(content: ScriptContent, random: Random): PlainScript {
  const doc = new Y.Doc();
  for (const update of buildScript(content, { newId: () => random.uuid() })) Y.applyUpdate(doc, update);
  return readScript(doc);
}

/** What of a script can travel through a file: no ids and nothing that is derived. */
export const carried = ({ scenes }: Pick<ScriptContent, 'scenes'>): readonly unknown[] =>
  scenes.map(({ heading, rows }) => ({
    heading,
    rows: rows.map(({ video, audio, speaker, secondsSet }) => ({ video, audio, speaker, secondsSet })),
  }));
