import { withoutDiacritics } from './fold.ts';
import { isUnspaced } from './search-text.ts';

/** One thing that a hit must contain. */
export type Term =
  | { readonly kind: 'words'; readonly text: string; readonly isPrefix: boolean }
  /** A stretch of a writing without spaces: found anywhere. */
  | { readonly kind: 'stretch'; readonly text: string };

const MAX_TERMS = 12;
const WORD = /[\p{L}\p{N}\p{M}\p{Co}]/u;
const PIECES = /"([^"]*)"|([^\s"]+)/gu;
/** The trigram index knows nothing shorter. */
const TRIGRAM = 3;

/** What a person types, as terms that must all be there. Never fails: whatever is no word is no term. */
export function parseQuery(query: string): readonly Term[] {
  const plain = withoutDiacritics(query.toWellFormed().replaceAll('\0', ' '));
  const pieces = Array.from(plain.matchAll(PIECES), ([, quoted, loose]) => ({
    text: (quoted ?? loose ?? '').trim(),
    isQuoted: quoted !== undefined,
  })).filter(({ text }) => WORD.test(text));
  return pieces.slice(0, MAX_TERMS).map(({ text, isQuoted }, index): Term => {
    if (isUnspaced(text)) return { kind: 'stretch', text };
    // The last word is still being typed.
    return { kind: 'words', text, isPrefix: !isQuoted && index === pieces.length - 1 };
  });
}

/** The same terms for FTS5. Every word is quoted, so that nothing a person types is an operator. */
export interface Matches {
  readonly words: string | null;
  readonly trigrams: string | null;
  /** Stretches too short for the trigram index, as LIKE patterns with `\` as the escape. */
  readonly likes: readonly string[];
}

export function matchesOf(terms: readonly Term[]): Matches {
  const words = terms.flatMap((term) =>
    term.kind === 'words' ? [`${quote(term.text)}${term.isPrefix ? ' *' : ''}`] : [],
  );
  const stretches = terms.flatMap((term) => (term.kind === 'stretch' ? [term.text] : []));
  const [long, short] = [stretches.filter(isLong), stretches.filter((text) => !isLong(text))];
  return {
    words: words.length === 0 ? null : words.join(' AND '),
    trigrams: long.length === 0 ? null : long.map(quote).join(' AND '),
    likes: short.map((text) => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`),
  };
}

function isLong(text: string): boolean {
  return Array.from(text).length >= TRIGRAM;
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
