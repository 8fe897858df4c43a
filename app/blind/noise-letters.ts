/**
 * Which signs may stand for which. A letter is replaced by one of the same writing, case and length in UTF-8 and UTF-16,
 * so that words break, wrap and run as they did; spaces, line feeds, punctuation, accents and joiners stay.
 */
export interface Alphabet {
  readonly signs: readonly number[];
  readonly indexOf: ReadonlyMap<number, number>;
}

const BLOCK = 128;
const LARGE_BLOCK = 1024;

/** Signs are exchanged within one of these, and within one stretch of Unicode. The first that fits counts. */
const KINDS: readonly RegExp[] = [
  /^\p{sc=Hiragana}$/u,
  /^\p{sc=Katakana}$/u,
  /^\p{Lu}$/u,
  /^\p{Ll}$/u,
  /^\p{Lt}$/u,
  /^\p{Lm}$/u,
  /^\p{Lo}$/u,
  /^\p{Nd}$/u,
  /^\p{Nl}$/u,
  /^\p{No}$/u,
  // Pictures tell as much as words do; © and ® are in the same class, and stay because nothing is like them.
  /^\p{Extended_Pictographic}$/u,
  /^\p{Regional_Indicator}$/u,
  /^\p{Co}$/u,
  /^\p{Cn}$/u,
];
/** Signs nobody sees, which can spell out words all the same: tags, and the selectors beyond the first sixteen. */
const UNSEEN: readonly (readonly [first: number, last: number])[] = [
  [0xe0020, 0xe007e],
  [0xe0100, 0xe01ef],
];
const LARGE = /^[\p{sc=Han}\p{sc=Hangul}\p{Co}]$/u;

/** Where a letter is the only one of its kind in its stretch: something of the same length. */
const SPARE: Readonly<Record<number, readonly number[]>> = {
  1: range(0x61, 0x7a),
  2: range(0xdf, 0xf6),
  3: range(0x1ea1, 0x1ea1 + 1),
  4: range(0x1d41a, 0x1d433),
};

const made = new Map<number, Alphabet | null>();

/** Null for a sign that stays. */
export function alphabetOf(sign: number): Alphabet | null {
  let alphabet = made.get(sign);
  if (alphabet === undefined) {
    alphabet = makeAlphabet(sign);
    made.set(sign, alphabet);
    for (const other of alphabet?.signs ?? []) if (!made.has(other)) made.set(other, alphabet);
  }
  return alphabet;
}

function makeAlphabet(sign: number): Alphabet | null {
  const unseen = UNSEEN.find(([first, last]) => sign >= first && sign <= last);
  if (unseen !== undefined) return alphabet(range(unseen[0], unseen[1]));
  const character = String.fromCodePoint(sign);
  const kind = KINDS.find((pattern) => pattern.test(character));
  if (kind === undefined || (sign >= 0xd800 && sign <= 0xdfff)) return null;
  const size = LARGE.test(character) ? LARGE_BLOCK : BLOCK;
  const first = sign - (sign % size);
  const like = range(first, first + size - 1).filter(
    (other) =>
      utf8Bytes(other) === utf8Bytes(sign) &&
      KINDS.find((pattern) => pattern.test(String.fromCodePoint(other))) === kind,
  );
  if (like.length > 1) return alphabet(like);
  const isLatin1Sign = kind === KINDS[10] && sign < 0x100;
  return isLatin1Sign ? null : alphabet([...(SPARE[utf8Bytes(sign)] ?? []), sign]);
}

function alphabet(signs: readonly number[]): Alphabet {
  return { signs, indexOf: new Map(signs.map((sign, index) => [sign, index])) };
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}

function utf8Bytes(sign: number): number {
  return sign < 0x80 ? 1 : sign < 0x800 ? 2 : sign < 0x10000 ? 3 : 4;
}
