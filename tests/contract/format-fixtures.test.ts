import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { decodeText } from '../../app/script/formats/decode-text.ts';
import { parseFountain } from '../../app/script/formats/fountain.ts';
import { parseMarkdown } from '../../app/script/formats/markdown.ts';
import { parsePlainText } from '../../app/script/formats/plain-text.ts';
import { printMarkdown } from '../../app/script/formats/print-markdown.ts';
import { printText } from '../../app/script/formats/print-text.ts';
import { readImport } from '../../app/script/formats/read-import.ts';
import { readScript, type PlainScript } from '../../app/script/plain-script.ts';
import { templateUpdate } from '../../app/script/templates/template-update.ts';
import { Random } from '../support/random.ts';
import { sha256 } from '../support/sha256.ts';
import { shown } from '../support/shown.ts';

const place = (name: string): string => fileURLToPath(new URL(`../fixtures/formats/${name}`, import.meta.url));
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(place(name)));

/** UPDATE=1 writes what is there now; the difference is then for a person to read. */
function expectFixture(name: string, actual: string): void {
  if (process.env['UPDATE'] === '1') writeFileSync(place(name), actual);
  expect(actual).toBe(readFileSync(place(name), 'utf8'));
}

function textOf(name: string): string {
  const decoded = decodeText(bytesOf(name));
  return decoded.kind === 'text' ? decoded.text : '';
}

function sample(): PlainScript {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, templateUpdate('sample'));
  return readScript(doc);
}

test.for([
  ['night-tram.fountain', parseFountain],
  ['repair-cafe.md', parseMarkdown],
  ['harbour-labels.txt', parsePlainText],
  ['market-columns.txt', parsePlainText],
] as const)('[FORMAT-4] %s is read as its expectation says', ([name, parse]) => {
  expectFixture(`${name}.expected`, shown(parse(textOf(name))));
});

test('[FORMAT-5] the sample script prints as Markdown and as plain text the way it always did', () => {
  expectFixture('sample.md', printMarkdown(sample(), 'How the Library of Things works'));
  expectFixture('sample.txt', printText(sample(), 'How the Library of Things works'));
});

test('[FORMAT-5] the sample script comes back from plain text with its scenes, rows, speakers and lengths', () => {
  const words = ({ scenes }: Pick<PlainScript, 'scenes'> | ReturnType<typeof parsePlainText>): unknown =>
    scenes.map(({ heading, rows }) => [
      heading,
      rows.map(({ video, audio, speaker, secondsSet }) => [
        video.map(({ text }) => text).join(''),
        audio.map(({ text }) => text).join(''),
        speaker,
        secondsSet,
      ]),
    ]);
  expect(words(parsePlainText(textOf('sample.txt')))).toEqual(words(sample()));
});

test.for(['utf-16le.txt', 'utf-16be.txt', 'utf-8-mark.txt'])(
  '[FORMAT-6] %s says its encoding in its first bytes',
  (name) => {
    expect(textOf(name)).toBe('Žlutý kůň\n\nVIDEO: Kůň běží.\nAUDIO: Ticho.\n');
  },
);

test('[FORMAT-6] a file in Windows-1252 is read as such, and the person is told', () => {
  const { preview } = readImport({ fileName: 'windows-1252.txt', content: bytesOf('windows-1252.txt') }, ids());
  expect(preview).toEqual({
    fileName: 'windows-1252.txt',
    title: 'windows-1252',
    format: 'text',
    scenes: 0,
    rows: 2,
    words: 6,
    notes: ['The file is not in UTF-8. It was read as Windows text (1252): look at accents and quotes.'],
    sample: [
      { scene: null, video: '', audio: 'Café “Lanterne” – naïve narration.', speaker: null },
      { scene: null, video: '', audio: 'Second paragraph.', speaker: null },
    ],
  });
});

test.for([
  ['pdf-inside.fountain', '“pdf-inside.fountain” looks like a PDF. It is unchanged, and nothing was imported. Open it'],
  [
    'word-inside.txt',
    '“word-inside.txt” looks like a Word document. It is unchanged, and nothing was imported. Save it',
  ],
] as const)('[FORMAT-7] %s is refused by what it is, not by its name', ([name, words]) => {
  expect(() => readImport({ fileName: name, content: bytesOf(name) }, ids())).toThrow(
    expect.objectContaining({ code: 'invalid', message: expect.stringContaining(words) }),
  );
});

const ids = (): { newId: () => string; sha256: typeof sha256 } => {
  const random = new Random(1);
  return { newId: () => random.uuid(), sha256 };
};
