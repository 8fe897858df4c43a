import { sniffText, type FileKind } from './file-kind.ts';

export type Decoded =
  | { readonly kind: 'text'; readonly text: string; readonly notes: readonly string[] }
  | { readonly kind: 'not-text'; readonly looksLike: FileKind };

const BYTE_ORDER_MARKS: readonly { readonly label: string; readonly bytes: readonly number[] }[] = [
  { label: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { label: 'utf-16le', bytes: [0xff, 0xfe] },
  { label: 'utf-16be', bytes: [0xfe, 0xff] },
];
/** Old systems end a text file with this sign. */
const END_OF_FILE = '\x1a';

/** The words of a file: in the encoding its first bytes name, else UTF-8, else Windows-1252, with a note. */
export function decodeText(content: Uint8Array): Decoded {
  const mark = BYTE_ORDER_MARKS.find(({ bytes }) => bytes.every((byte, index) => content[index] === byte));
  const notes: string[] = [];
  let text = decode(mark?.label ?? 'utf-8', content);
  if (text === undefined) {
    text = decode('windows-1252', content) ?? '';
    notes.push('The file is not in UTF-8. It was read as Windows text (1252): look at accents and quotes.');
  }
  if (text.endsWith(END_OF_FILE)) text = text.slice(0, -1);
  const looksLike = sniffText(text);
  return looksLike === undefined ? { kind: 'text', text, notes } : { kind: 'not-text', looksLike };
}

/** Leaves the byte order mark out. `undefined` when the bytes cannot be text in this encoding. */
function decode(label: string, content: Uint8Array): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(content);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
