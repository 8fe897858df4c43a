import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { Random } from '../../../tests/support/random.ts';
import { sha256 } from '../../../tests/support/sha256.ts';
import { readScript } from '../plain-script.ts';
import { readImport, type ReadImport } from './read-import.ts';

function read(fileName: string, content: string | Uint8Array): ReadImport {
  const random = new Random(3);
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return readImport({ fileName, content: bytes }, { newId: () => random.uuid(), sha256 });
}

const bytesOf = (characters: string): Uint8Array => Uint8Array.from(characters, (character) => character.charCodeAt(0));

test('[FORMAT-19] the preview counts and shows what the updates then hold', () => {
  const { preview, updates } = read(
    'harbour.md',
    '# Harbour\n\n## Quay\n\n| Video | Audio |\n|-|-|\n| Fog. | NARRATOR: Four words are heard. |\n\n## Gate\n\nWords.',
  );
  expect(preview).toEqual({
    fileName: 'harbour.md',
    title: 'Harbour',
    format: 'markdown',
    scenes: 2,
    rows: 2,
    words: 5,
    notes: [],
    sample: [
      { scene: 'Quay', video: 'Fog.', audio: 'Four words are heard.', speaker: 'NARRATOR' },
      { scene: 'Gate', video: '', audio: 'Words.', speaker: null },
    ],
  });
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  expect(readScript(doc)).toMatchObject({ words: 5, scenes: [{ heading: 'Quay' }, { heading: 'Gate' }] });
});

test('[FORMAT-19] the sample is short, however long the script', () => {
  const { preview } = read('long.txt', 'Words. '.repeat(200).concat('\n\n').repeat(500));
  expect(preview.rows).toBe(500);
  expect(preview.sample).toHaveLength(12);
  expect(preview.sample[0]?.audio.length).toBeLessThanOrEqual(400);
});

test.for([
  ['Harbour.at.dawn.txt', 'Words.', 'Harbour.at.dawn'],
  ['.txt', 'Words.', 'Untitled script'],
  ['a.fountain', 'Title: _The  Tram_\n\nINT. A', 'The Tram'],
  ['a.txt', 'A title\n=======\n\nWords.', 'A title'],
] as const)('[FORMAT-19] %s holding %j is called %j', ([fileName, content, title]) => {
  expect(read(fileName, content).preview.title).toBe(title);
});

test('[FORMAT-19] a title longer than titles are is cut, and its end told', () => {
  const { preview } = read('a.md', `# ${'long '.repeat(60)}end\n\nWords.`);
  expect(preview.title).toHaveLength(199);
  expect(preview.notes).toEqual([
    expect.stringMatching(/^The title was too long, its end was left out: “long .*…”\.$/),
  ]);
});

test.for([
  ['a.fountain', 'Words.', 'fountain'],
  ['A.FOUNTAIN', 'Words.', 'fountain'],
  ['a.markdown', 'Words.', 'markdown'],
  ['a.txt', 'Words.', 'text'],
  ['a.txt', 'INT. HALL - DAY\n\nHe waits.', 'fountain'],
  ['a.txt', 'INT. HALL - DAY\n\nVIDEO: He waits.', 'text'],
  ['a', 'Words.', 'text'],
] as const)('[FORMAT-19] %s holding %j is read as %s', ([fileName, content, format]) => {
  expect(read(fileName, content).preview.format).toBe(format);
});

test.for([
  ['%PDF-1.4', 'a PDF'],
  ['PK\x03\x04 word/document.xml', 'a Word document'],
  ['PK\x03\x04 [Content_Types].xml xl/', 'an office document'],
  ['PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text', 'an OpenDocument file'],
  ['PK\x03\x04 notes.txt', 'an archive'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'an office document'],
  ['{\\rtf1\\ansi', 'a rich text file'],
  ['\x89PNG\r\n\x1a\n', 'a picture'],
  ['\xff\xd8\xff\xe0', 'a picture'],
  ['\0\0\0\x20ftypisom', 'a film or a sound recording'],
  ['\x7fELF', 'a program'],
  ['SQLite format 3\0', 'a database'],
  ['<?xml version="1.0"?>\n<FinalDraft DocumentType="Script">', 'a Final Draft script'],
  ['\n<!DOCTYPE html><html>', 'a web page'],
  ['words\0words', 'data for a program, not text'],
  ['\x01\x02\x03\x04words', 'data for a program, not text'],
] as const)('[FORMAT-7] %j looks like %s', ([content, name]) => {
  expect(() => read('script.fountain', bytesOf(content))).toThrow(
    expect.objectContaining({
      code: 'invalid',
      message: expect.stringMatching(
        `^“script.fountain” looks like ${name}\\. It is unchanged, and nothing was imported\\. [A-Z].*\\.$`,
      ),
    }),
  );
});

test.for(['', ' \n\t\r\n ', '\ufeff', '---\n---\n', '<!-- -->'])(
  '[FORMAT-7] %j holds no words, and is refused as such',
  (content) => {
    expect(() => read('empty.md', content)).toThrow(
      expect.objectContaining({
        code: 'invalid',
        message: 'There are no words in “empty.md”. It is unchanged, and nothing was imported. Choose another file.',
      }),
    );
  },
);
