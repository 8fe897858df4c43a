import type { Random } from './random.ts';

const LETTERS = ['abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'äöüéèçñøß', 'абвгдежзик', '東京図書館語'];

/** A word of eight to fourteen signs that chance will not make a second time, in one of several writings. */
export function plantedWord(random: Random): string {
  const letters = random.chance(70) ? LETTERS[0] : random.oneOf(LETTERS);
  return Array.from({ length: 8 + random.below(7) }, () => random.oneOf(Array.from(letters ?? ''))).join('');
}

/** Wraps a word in what might carry it past a careless filter. */
export const hostileForms: readonly ((word: string) => string)[] = [
  (word) => word,
  (word) => `Error: ${word}\n    at ${word} (file:///${word}.js:1:1)`,
  (word) => `{"event":"app.started","error":{"name":"${word}"}}\n`,
  (word) => `https://${word}.example.org/${word}?token=${word}`,
  (word) => `/home/${word}/Galley/${word}.md`,
  (word) => `${word}\u0000${word}\ud800`,
];

/** In which of the writings a file may use, a word stands in these bytes. */
export function holdsWord(bytes: Uint8Array, word: string): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (['utf8', 'utf16le', 'base64', 'hex'] as const).some((encoding) => {
    if (encoding === 'base64' || encoding === 'hex') return buffer.includes(Buffer.from(word).toString(encoding));
    return buffer.includes(word, 0, encoding);
  });
}
