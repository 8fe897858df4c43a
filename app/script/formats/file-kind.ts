/** What a file looks like whatever its name says, and how to come from there to something that can be imported. */
export interface FileKind {
  readonly name: string;
  readonly advice: string;
}

const OPEN_AND_SAVE = 'Open it in the program that made it, save it as plain text, and import that.';
const NO_TEXT = 'Choose a Fountain, Markdown or plain text file.';

const image: FileKind = { name: 'a picture', advice: NO_TEXT };
const recording: FileKind = { name: 'a film or a sound recording', advice: NO_TEXT };
const program: FileKind = { name: 'a program', advice: NO_TEXT };
const archive: FileKind = { name: 'an archive', advice: 'Unpack it, and import the script that is inside.' };
const pdf: FileKind = { name: 'a PDF', advice: OPEN_AND_SAVE };
const word: FileKind = { name: 'a Word document', advice: 'Save it as plain text in Word, and import that.' };
const office: FileKind = { name: 'an office document', advice: OPEN_AND_SAVE };
const openDocument: FileKind = { name: 'an OpenDocument file', advice: OPEN_AND_SAVE };
const richText: FileKind = { name: 'a rich text file', advice: OPEN_AND_SAVE };
const database: FileKind = { name: 'a database', advice: NO_TEXT };
const finalDraft: FileKind = {
  name: 'a Final Draft script',
  advice: 'Export it as plain text in Final Draft, or as Fountain in another program, and import that.',
};
const webPage: FileKind = { name: 'a web page', advice: 'Copy its words into a plain text file, and import that.' };
const binary: FileKind = { name: 'data for a program, not text', advice: NO_TEXT };

/** By the first bytes, as each format's own description gives them. `at` is where they stand. */
const SIGNATURES: readonly { readonly kind: FileKind; readonly bytes: string; readonly at?: number }[] = [
  { kind: pdf, bytes: '%PDF-' },
  { kind: richText, bytes: '{\\rtf' },
  { kind: image, bytes: '\x89PNG\r\n\x1a\n' },
  { kind: image, bytes: '\xff\xd8\xff' },
  { kind: image, bytes: 'GIF87a' },
  { kind: image, bytes: 'GIF89a' },
  { kind: image, bytes: 'WEBP', at: 8 },
  { kind: image, bytes: '8BPS' },
  { kind: image, bytes: 'II*\0' },
  { kind: image, bytes: 'MM\0*' },
  { kind: recording, bytes: 'ftyp', at: 4 },
  { kind: recording, bytes: 'WAVE', at: 8 },
  { kind: recording, bytes: 'AVI ', at: 8 },
  { kind: recording, bytes: 'ID3' },
  { kind: recording, bytes: 'OggS' },
  { kind: recording, bytes: 'fLaC' },
  { kind: recording, bytes: '\x1aE\xdf\xa3' },
  { kind: archive, bytes: '\x1f\x8b' },
  { kind: archive, bytes: '7z\xbc\xaf\x27\x1c' },
  { kind: archive, bytes: 'Rar!\x1a\x07' },
  { kind: archive, bytes: 'BZh' },
  { kind: archive, bytes: '\xfd7zXZ\0' },
  { kind: program, bytes: '\x7fELF' },
  { kind: program, bytes: 'MZ\x90\0' },
  { kind: program, bytes: '\xcf\xfa\xed\xfe' },
  { kind: database, bytes: 'SQLite format 3\0' },
  { kind: office, bytes: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' },
];
const ZIP = 'PK\x03\x04';
/** How much of a file is looked at for what stands anywhere near its start. */
const START_BYTES = 4_096;

/** What the first bytes say a file is; `undefined` when they say nothing against text. */
export function sniff(content: Uint8Array): FileKind | undefined {
  const start = asCharacters(content.subarray(0, START_BYTES));
  const found = SIGNATURES.find(({ bytes, at = 0 }) => start.startsWith(bytes, at));
  if (found !== undefined) return found.kind;
  if (start.startsWith(ZIP)) return zipKind(start);
  const opening = start
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .slice(0, 200)
    .toLowerCase();
  if (/^(?:<!doctype html|<html)/.test(opening)) return webPage;
  if (opening.startsWith('<?xml') || opening.startsWith('<finaldraft')) return xmlKind(start);
  return undefined;
}

/** Decoded text that nobody wrote: NUL, or more than one control character in fifty. */
export function sniffText(text: string): FileKind | undefined {
  if (text.includes('\0')) return binary;
  const sample = text.slice(0, START_BYTES);
  const controls = sample.match(/(?!\s)\p{Cc}/gu)?.length ?? 0;
  return controls * 50 > sample.length ? binary : undefined;
}

function zipKind(start: string): FileKind {
  if (start.includes('word/')) return word;
  if (start.includes('mimetypeapplication/vnd.oasis')) return openDocument;
  return start.includes('[Content_Types].xml') ? office : archive;
}

const xmlKind = (start: string): FileKind =>
  /<finaldraft/i.test(start) ? finalDraft : /<html/i.test(start) ? webPage : office;

const asCharacters = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
