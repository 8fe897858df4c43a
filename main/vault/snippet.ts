import type { SearchHit } from '../../app/ipc/contract.ts';
import { withoutDiacritics } from './fold.ts';
import type { Term } from './search-query.ts';

type Snippet = SearchHit['snippet'];
interface Range {
  readonly from: number;
  readonly to: number;
}

const BEFORE = 40;
const LENGTH = 160;
const WORDS = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;

/** The words around the first hit, in stretches. Never markup: a window draws them as text. */
export function snippetOf(text: string, terms: readonly Term[]): Snippet {
  const hits = merge(terms.flatMap((term) => find(text, term)));
  const first = hits[0]?.from ?? 0;
  const start = first <= BEFORE ? 0 : wordStart(text, first - BEFORE);
  const end = text.length <= start + LENGTH ? text.length : wordEnd(text, Math.max(start + LENGTH, hits[0]?.to ?? 0));
  const stretches: { text: string; hit: boolean }[] = [];
  const add = (from: number, to: number, hit: boolean): void => {
    if (to > from) stretches.push({ text: text.slice(from, to).replaceAll(/\s+/g, ' '), hit });
  };
  if (start > 0) stretches.push({ text: '…', hit: false });
  let at = start;
  for (const { from, to } of hits) {
    if (from >= end) break;
    add(at, from, false);
    add(from, Math.min(to, end), true);
    at = Math.min(to, end);
  }
  add(at, end, false);
  if (end < text.length) stretches.push({ text: '…', hit: false });
  return stretches;
}

function find(text: string, term: Term): Range[] {
  return term.kind === 'stretch' ? findStretch(text, term.text) : findWords(text, term);
}

function findStretch(text: string, wanted: string): Range[] {
  const { folded, origins } = fold(text);
  const needle = fold(wanted).folded;
  const ranges: Range[] = [];
  for (let at = folded.indexOf(needle); at >= 0 && needle !== ''; at = folded.indexOf(needle, at + needle.length)) {
    ranges.push({ from: origins[at] ?? 0, to: origins[at + needle.length] ?? text.length });
  }
  return ranges;
}

function findWords(text: string, { text: wanted, isPrefix }: Extract<Term, { kind: 'words' }>): Range[] {
  const words = wordsOf(text);
  const needles = wordsOf(wanted);
  return words.flatMap((word, index) => {
    const isHit = needles.every(({ folded }, offset) => {
      const candidate = words[index + offset]?.folded;
      const mayGoOn = isPrefix && offset === needles.length - 1;
      return candidate !== undefined && (mayGoOn ? candidate.startsWith(folded) : candidate === folded);
    });
    const last = words[index + needles.length - 1];
    return isHit && last !== undefined ? [{ from: word.from, to: last.to }] : [];
  });
}

function wordsOf(text: string): (Range & { readonly folded: string })[] {
  return Array.from(text.matchAll(WORDS), ({ 0: word, index }) => ({
    from: index,
    to: index + word.length,
    folded: fold(word).folded,
  }));
}

/** As the index sees it, and where each character came from. A mark by itself belongs to the letter before it. */
function fold(text: string): { readonly folded: string; readonly origins: readonly number[] } {
  let folded = '';
  const origins: number[] = [];
  let at = 0;
  for (const character of text) {
    const plain = withoutDiacritics(character).toLowerCase();
    for (let index = 0; index < plain.length; index += 1) origins.push(at);
    folded += plain;
    at += character.length;
  }
  return { folded, origins };
}

function merge(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of ranges.toSorted((one, other) => one.from - other.from)) {
    const last = merged.at(-1);
    if (last !== undefined && range.from <= last.to)
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    else merged.push(range);
  }
  return merged;
}

function wordStart(text: string, at: number): number {
  const space = text.slice(at, at + BEFORE / 2).search(/\s/u);
  return space < 0 ? wholeCharacter(text, at) : at + space + 1;
}

function wordEnd(text: string, at: number): number {
  const space = text.slice(Math.max(0, at - BEFORE / 2), at).search(/\s\S*$/u);
  return space < 0 ? wholeCharacter(text, at) : Math.max(0, at - BEFORE / 2) + space;
}

/** Never between the halves of one character. */
function wholeCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at;
}
